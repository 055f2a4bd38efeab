import { expect, test, vi } from 'vitest'
import type { GridPage } from '../../views/assets/grid/page.ts'
import { putOnClipboard, takeFromClipboard } from '../../views/assets/grid/paste/clipboard.ts'
import { pasteCells } from '../../views/assets/grid/paste/paste.ts'

vi.mock('../../views/assets/grid/paste/html-table.ts', () => ({ writeHtml: () => '', readHtml: () => null }))

/** A clipboard, and a page with one row that Ines owns; what is pasted into it is kept in `sent`. */
function openPage() {
  const kept = new Map<string, string>()
  const data = {
    setData: (type: string, text: string) => kept.set(type, text),
    getData: (type: string) => kept.get(type) ?? '',
  }
  const types: Record<string, string> = { owner: 'user', second: 'user', note: 'text' }
  const sent: { fields: string[]; cells: (string | null)[][] }[] = []
  const page = {
    field: (key: string) => ({ key, type: types[key], result_type: types[key] }),
    rowValues: () => ({ owner: 'user-1' }),
    rowVersion: () => 1,
    rowIds: () => ['harbor'],
    shownFields: () => ['owner', 'second', 'note'],
    total: () => 1,
    textOf: () => 'Ines Duarte',
    implied: () => ({}),
    settled: () => Promise.resolve(),
    refreshRows: () => Promise.resolve(),
    toast: () => undefined,
    once: async (_path: string, body: (typeof sent)[number]) => {
      sent.push(body)
      return { cells: 1, creates: 0, problems: [], batch_id: null, rows: [] }
    },
  } as unknown as GridPage
  return { page, data: data as unknown as DataTransfer, sent }
}

test('a person is pasted by id into a column of people, and by name into one of text', async () => {
  const { page, data, sent } = openPage()
  putOnClipboard(page, { rows: ['harbor'], fields: ['owner'] }, data)
  const copied = takeFromClipboard(data)
  if (!copied) throw new Error('nothing was copied')

  await pasteCells(page, copied, { rows: ['harbor'], fields: ['second', 'note'] })

  expect(sent.map(({ fields, cells }) => ({ fields, cells }))).toEqual([
    { fields: ['second', 'note'], cells: [['user-1', 'Ines Duarte']] },
  ])
})

test('what claims to be ours and is not is left', () => {
  const { data } = openPage()
  data.setData('application/x-venture-crm-cells', '{"texts":[[1]]}')
  data.setData('text/plain', 'Lisbon')

  expect(takeFromClipboard(data)).toEqual({ texts: [['Lisbon']] })
})

import { afterEach, expect, test, vi } from 'vitest'
import type { GridData } from '../../shared/grid-page.ts'
import { plainView } from '../../shared/views.ts'
import { createRefresh } from '../../views/assets/grid/refresh.ts'
import { createState } from '../../views/assets/grid/state.ts'

afterEach(() => void vi.unstubAllGlobals())

/** A page on which Harbor and Alder are ticked; a search for “Harbor” finds Harbor. */
async function openPage() {
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
    const all = [
      ['harbor', 1, null, 'Harbor'],
      ['alder', 1, null, 'Alder'],
    ]
    const { search = '' } = JSON.parse(body)
    const rows = all.filter(([, , , name]) => String(name).includes(search))
    return new Response(JSON.stringify({ columns: ['name'], rows, total: rows.length, version: 1, groups: [] }))
  })
  const view = { id: 'all', name: 'All', definition: plainView, drift: null }
  const state = createState({ fields: [], views: [view], view: 'all' } as unknown as GridData, '')
  const told: string[] = []
  const sheet = { show: async () => {}, repaint: () => {}, selection: () => null, setFigures: () => {} }
  const refresh = createRefresh(state, {
    sheet: sheet as unknown as Parameters<typeof createRefresh>[1]['sheet'],
    pending: () => undefined,
    isEditing: () => false,
    failed: (error) => {
      throw error
    },
    told: (message) => void told.push(message),
  })
  await refresh.reload()
  state.ticked = new Set(['harbor', 'alder'])
  const selections = vi.fn()
  state.events.on('selection', selections)
  return { state, refresh, told, selections }
}

test('rows that a search took away are not ticked any more, and that is said', async () => {
  const { state, refresh, told, selections } = await openPage()

  state.search = 'Harbor'
  await refresh.reload()

  expect([...state.ticked]).toEqual(['harbor'])
  expect(selections).toHaveBeenCalledOnce()
  expect(told).toEqual(['Unticked 1 investor not shown any more.'])
})

test('rows that are still there stay ticked when the view is read once more', async () => {
  const { state, refresh, told } = await openPage()

  await refresh.reload()

  expect(state.ticked.size).toBe(2)
  expect(told).toEqual([])
})

import { expect, test, vi } from 'vitest'
import { createEdits } from '../../views/assets/grid/edits.ts'
import { createRows } from '../../views/assets/grid/model/rows.ts'
import { createMarks } from '../../views/assets/grid/table/marks.ts'

type Parts = Parameters<typeof createEdits>

/** A page without a row, as while its view is read anew. */
function openEdits() {
  const state = { rows: createRows(), marks: createMarks() } as unknown as Parts[0]
  const settled = () => Promise.resolve()
  const saving = {
    edit: vi.fn(),
    editMany: vi.fn(),
    create: vi.fn(),
    pending: vi.fn<(id: string) => unknown>(),
    settled,
  }
  const edits = createEdits(state, { repaint: vi.fn(), show: settled } as never, saving as never, {} as never)
  return { state, edits, saving }
}

/** A line below the others that a name may be typed into. */
function openDraft() {
  const page = openEdits()
  page.state.rows.put({ kind: 'row', id: 'draft:1', version: 0, color: null, values: { name: null, city: null } })
  return { ...page, type: (field: string, value: unknown) => page.edits.write({ row: 'draft:1', field }, value) }
}

test('a cell is saved whose row is not loaded any more', () => {
  const { edits, saving } = openEdits()

  edits.write({ row: 'harbor', field: 'city' }, 'Lisbon', 7)

  expect(saving.edit).toHaveBeenCalledExactlyOnceWith({ id: 'harbor', values: { city: 'Lisbon' } }, 7)
})

test('giving up what was refused shows what is saved, without asking the server', () => {
  const { state, edits } = openEdits()
  state.rows.put({ kind: 'row', id: 'harbor', version: 7, color: null, values: { city: 'Boston' } })
  edits.write({ row: 'harbor', field: 'city' }, 'Bostonn')
  edits.write({ row: 'harbor', field: 'city' }, 'Bostonnn')
  state.marks.mark('harbor', 'city', { problem: { kind: 'problem', text: 'Bostonnn', sentence: 'No.' } })

  edits.giveUp({ row: 'harbor', field: 'city' })

  expect(state.rows.get('harbor')?.values['city']).toBe('Boston')
  expect(state.marks.cell('harbor', 'city')?.problem).toBeUndefined()
})

test('giving up leaves what somebody else wrote meanwhile', () => {
  const { state, edits } = openEdits()
  state.rows.put({ kind: 'row', id: 'harbor', version: 7, color: null, values: { city: 'Boston' } })
  edits.write({ row: 'harbor', field: 'city' }, 'Bostonn')
  state.marks.mark('harbor', 'city', { problem: { kind: 'problem', text: 'Bostonn', sentence: 'No.' } })
  state.rows.put({ kind: 'row', id: 'harbor', version: 8, color: null, values: { city: 'Faro' } })

  edits.giveUp({ row: 'harbor', field: 'city' })

  expect(state.rows.get('harbor')?.values['city']).toBe('Faro')
})

test('what is on its way to be saved is not given up by Escape', () => {
  const { state, edits, saving } = openEdits()
  state.rows.put({ kind: 'row', id: 'harbor', version: 7, color: null, values: { city: 'Boston' } })
  edits.write({ row: 'harbor', field: 'city' }, 'Lisbon')
  saving.pending.mockReturnValue({ city: 'Lisbon' })

  edits.giveUp({ row: 'harbor', field: 'city' })

  expect(state.rows.get('harbor')?.values['city']).toBe('Lisbon')
})

test('a new row that is not there any more is nothing to save', () => {
  const { edits, saving } = openEdits()

  edits.write({ row: 'draft:1', field: 'city' }, 'Lisbon')

  expect(saving.edit).not.toHaveBeenCalled()
})

test('a name that is corrected while the new row is under way makes no second one', () => {
  const { type, saving } = openDraft()
  type('name', 'Brich')
  saving.pending.mockReturnValue({ name: 'Brich' })

  type('name', 'Birch')

  expect(saving.create).toHaveBeenCalledOnce()
  expect(saving.edit).toHaveBeenCalledExactlyOnceWith({ id: 'draft:1', values: { name: 'Birch' } }, undefined)
})

test('emptying cells of a new row asks nothing of the server', async () => {
  const { edits, saving } = openDraft()

  await edits.writeMany([{ id: 'draft:1', values: { city: null } }])

  expect(saving.edit).not.toHaveBeenCalled()
  expect(saving.editMany).not.toHaveBeenCalled()
})

test('a new row left without a name is gone', async () => {
  const { state, edits } = openDraft()

  await edits.dropNameless('draft:1')

  expect(state.rows.size()).toBe(0)
})

test('a new row left with a city and no name stays and says that it wants one', async () => {
  const { state, edits, type } = openDraft()
  type('city', 'Lisbon')

  await edits.dropNameless('draft:1')

  expect(state.rows.get('draft:1')?.values['city']).toBe('Lisbon')
  expect(state.marks.cell('draft:1', 'name')?.problem?.sentence).toContain('Give it a name')
})

test('a new row whose cells were emptied again is gone', async () => {
  const { state, edits, type } = openDraft()
  type('city', 'Lisbon')
  await edits.dropNameless('draft:1')

  type('city', null)
  await edits.dropNameless('draft:1')

  expect(state.rows.size()).toBe(0)
  expect(state.marks.having('problem')).toEqual([])
})

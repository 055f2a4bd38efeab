import { expect, test, vi } from 'vitest'
import { createEdits } from '../../views/assets/grid/edits.ts'
import { createRows } from '../../views/assets/grid/model/rows.ts'
import { createMarks } from '../../views/assets/grid/table/marks.ts'

type Parts = Parameters<typeof createEdits>

/** A page whose view is being read anew, so that no row stands there. */
function openEdits() {
  const state = { rows: createRows(), marks: createMarks() } as unknown as Parts[0]
  const saving = { edit: vi.fn(), create: vi.fn(), pending: () => undefined }
  const edits = createEdits(state, { repaint: vi.fn() } as never, saving as never, {} as never)
  return { edits, saving }
}

test('a cell is saved whose row is not loaded any more', () => {
  const { edits, saving } = openEdits()

  edits.write({ row: 'harbor', field: 'city' }, 'Lisbon', 7)

  expect(saving.edit).toHaveBeenCalledExactlyOnceWith({ id: 'harbor', values: { city: 'Lisbon' } }, 7)
})

test('a new row that is not there any more is nothing to save', () => {
  const { edits, saving } = openEdits()

  edits.write({ row: 'draft:1', field: 'city' }, 'Lisbon')

  expect(saving.edit).not.toHaveBeenCalled()
})

import { exactly, plural } from '../../../../shared/words.ts'
import { h } from '../dom.ts'
import type { GridPage } from '../page.ts'
import { ask, listed } from './ask.ts'

/** A cell somebody else changed since it was seen here. */
export type Conflict = { row_id: string; field: string; yours: unknown; current: unknown; by: string; at: string }

/** Shows both values, who and when, and asks whose cells are kept; null: nothing is pasted at all. */
export function askConflicts(page: GridPage, conflicts: Conflict[]): Promise<'mine' | 'theirs' | null> {
  const text = (field: string, value: unknown) => page.textOf(field, value) || 'blank'
  const lines = conflicts.map(({ row_id, field, yours, current, by, at }) => [
    String(page.rowValues(row_id)?.['name'] ?? ''),
    page.field(field)?.label ?? field,
    text(field, yours),
    text(field, current),
    `${by}, ${exactly(at, page.zone)}`,
  ])
  const body = [
    h('p', {}, 'Nothing is written yet. Choose what these cells keep; all others are pasted either way.'),
    ...listed(['Row', 'Column', 'You pasted', 'Now there', 'By'], lines),
  ]
  return ask<'mine' | 'theirs'>(`Somebody changed ${plural(conflicts.length, 'cell')} in the meantime`, body, [
    { label: 'Paste over them', value: 'mine' },
    { label: 'Keep theirs', value: 'theirs', primary: true },
  ])
}

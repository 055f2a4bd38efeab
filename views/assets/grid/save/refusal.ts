import type { ApiProblem } from '../model/api.ts'
import type { Edit } from '../page.ts'
import { fieldOf, type GridState } from '../state.ts'
import { textOf } from '../table/formats/text.ts'
import type { Clash } from '../table/marks.ts'
import { type Entry, pendingValues, type Refusal } from './queue.ts'

type Conflict = { row_id: string; field: string; yours: unknown; current: unknown; by: string; at: string }

/**
 * The cells the server said no to, marked with what was typed and why; `split` when it does not say which of several rows
 * it means. A cell that is in `later` was typed into once more: what becomes of it is the newer entry's to say.
 */
export function refusedCells(state: GridState, entry: Entry, problem: ApiProblem, later: Entry[]): Refusal | 'split' {
  const isTypedAgain = (id: string, field: string) => field in (pendingValues(later, id) ?? {})
  if (problem.code === 'conflict') return clashes(state, entry, problem, isTypedAgain)
  const [edit, another] = entry.edits
  if (another) return 'split'
  return edit ? problems(state, edit, problem, isTypedAgain) : []
}

type Asked = (id: string, field: string) => boolean

function clashes(state: GridState, { edits }: Entry, { body }: ApiProblem, isTypedAgain: Asked): Refusal {
  const conflicts = (body['conflicts'] ?? []) as Conflict[]
  for (const { row_id, field, yours, current, by, at } of conflicts) {
    if (isTypedAgain(row_id, field)) continue
    const version = Number(body['version'] ?? state.rows.get(row_id)?.version ?? 0)
    const clash: Clash = { kind: 'clash', yours, current, by, at, version }
    state.marks.mark(row_id, field, { clash, saving: undefined })
  }
  if (conflicts.length === 0) return edits.flatMap(everyCell)
  return conflicts.map(({ row_id, field }) => ({ id: row_id, field }))
}

function problems(state: GridState, edit: Edit, problem: ApiProblem, isTypedAgain: Asked): Refusal {
  const fields = (problem.body['fields'] ?? {}) as Record<string, string>
  const named = everyCell(edit).filter(({ field }) => fields[field])
  const refused = named.length > 0 ? named : everyCell(edit)
  for (const { id, field } of refused) {
    if (!isTypedAgain(id, field)) markProblem(state, edit, field, fields[field] ?? problem.message)
  }
  return refused
}

const everyCell = ({ id, values }: Edit): Refusal => Object.keys(values).map((field) => ({ id, field }))

function markProblem(state: GridState, { id, values }: Edit, field: string, sentence: string): void {
  const known = fieldOf(state, field)
  const text = known ? textOf(state, known, values[field]) : String(values[field] ?? '')
  state.marks.mark(id, field, { problem: { kind: 'problem', text, sentence }, saving: undefined })
}

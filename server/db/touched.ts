/** What an act changed that a formula may refer to, noted while it writes. */
import type { Entity } from './entities.ts'

/**
 * `cells` holds, by investor, what was changed: names of its columns, keys of its cells, keys of columns that are worked out.
 * `everywhere` holds what changed for all of them at once: keys of columns, and `colleagues`.
 */
export type Touched = { cells: Map<string, Set<string>>; everywhere: Set<string> }

type AnyRow = Record<string, unknown>

/** Stands for the names of colleagues, and among an investor's cells for all there are. */
export const colleagues = '@colleagues'
export const everyCell = '@every'

export const nothingTouched = (): Touched => ({ cells: new Map(), everywhere: new Set() })

const said = ['last_contact_at', 'last_contact_by', 'last_contact_type', 'last_inbound_at', 'next_meeting_at']

/** The columns a row of each kind shows in. */
const shownIn: Partial<Record<Entity, string[]>> = {
  investor_tags: ['tags'],
  tags: ['tags'],
  contact_roles: ['contacts', 'next_meeting_at'],
  contacts: ['contacts', 'next_meeting_at'],
  contact_addresses: ['next_meeting_at'],
  opportunities: ['stage', 'open_opportunities', 'expected_amount'],
  stages: ['stage', 'open_opportunities', 'expected_amount'],
  communications: said,
  communication_investors: said,
}

export const ledgerCell = (fund: unknown, measure: unknown): string => `${fund} ${measure}`

/** Notes that these columns of a row were written; `investorIds` are the investors it is about. */
export function noteTouched(
  touched: Touched,
  entity: Entity,
  row: AnyRow,
  names: string[],
  investorIds: string[],
): void {
  if (entity === 'investors') touchCells(touched, String(row['id']), names)
  if (entity === 'fields' && row['entity'] === 'investors' && meaningOf.some((name) => names.includes(name)))
    touched.everywhere.add(String(row['key']))
  if (entity === 'users' && (names.includes('full_name') || names.includes('deleted_at')))
    touched.everywhere.add(colleagues)

  const keys = entity === 'commitment_entries' ? ledgerKeys(row) : (shownIn[entity] ?? [])
  if (keys.length > 0) for (const id of investorIds) touchCells(touched, id, keys)
}

/** Columns of a column that decide what its cells mean to a formula; its place in the grid is none of them. */
const meaningOf = ['label', 'type', 'options', 'formula', 'deleted_at']

export function touchCells({ cells }: Touched, investorId: string, keys: string[]): void {
  const known = cells.get(investorId) ?? new Set<string>()
  for (const key of keys) known.add(key)
  cells.set(investorId, known)
}

const ledgerKeys = (row: AnyRow) => ['total_committed', ledgerCell(row['fundId'], row['measure'])]

export function forgetTouched(touched: Touched): void {
  touched.cells.clear()
  touched.everywhere.clear()
}

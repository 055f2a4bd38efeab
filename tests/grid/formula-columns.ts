/** What tests of formula columns share: columns to refer to, formulas over them, and what was really written. */
import type { Db } from '../../server/db/db.ts'
import { act, amend, archive, type Tx } from '../../server/db/write.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addField, type Field } from '../../server/grid/fields.ts'
import { checkedFormula } from '../../server/grid/formulas/formulas.ts'
import { findRow } from '../../server/grid/rows.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

/** The small fund with two columns of its own: Ticket (an amount) and Checks (a number). */
export function openFormulaWorld() {
  const world = openWorld()
  const did = doing(world)
  const columns = did((tx) => ({
    ticket: addField(tx, { label: 'Ticket', type: 'currency', options: { currency: 'USD' } }),
    checks: addField(tx, { label: 'Checks', type: 'number' }),
  }))
  return { ...world, ...columns, did }
}

/** Does something as Ines, at the test's clock. */
export const doing =
  ({ db, ines, clock }: World) =>
  <T>(work: (tx: Tx) => T): T =>
    act(db, actorFor(ines), 'Did something', work, { now: clock.now() }).result

export function addFormula(tx: Tx, label: string, source: string): Field {
  const { id, key } = addField(tx, { label, type: 'formula' })
  const { result } = checkedFormula(tx.db, source, key)
  return amend(tx, 'fields', id, { formula: source, options: { result } })
}

export function changeFormula(tx: Tx, { id, key }: Field, source: string): Field {
  const { result } = checkedFormula(tx.db, source, key)
  return amend(tx, 'fields', id, { formula: source, options: { result } })
}

export const setCells = (tx: Tx, investor: { id: string }, values: Record<string, unknown>) =>
  writeCells(tx, investor.id, values)

export const deleteColumn = (tx: Tx, { id }: Field) => archive(tx, 'fields', id)

export const cell = (db: Db, investor: { id: string }, { key }: { key: string }): unknown =>
  findRow(db, investor.id)?.values[key]

/** Counts, from now on, how often the formulas of each investor are written; answers the names, in the order of writing. */
export function watchFormulas(db: Db): () => string[] {
  db.$client.exec(`
    CREATE TEMP TABLE written (investor_id TEXT);
    CREATE TEMP TRIGGER notice AFTER UPDATE OF formulas ON main.investor_summaries
      BEGIN INSERT INTO written VALUES (new.investor_id); END`)
  const names = 'SELECT i.name FROM written w JOIN live_investors i ON i.id = w.investor_id ORDER BY w.rowid'
  return () => db.$client.prepare(names).pluck().all() as string[]
}

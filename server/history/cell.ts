/** Which entries of the log a cell is made of: those of its own column, or of the people, money and pipeline behind it. */

import type { Db } from '../db/db.ts'
import { and, eq, inArray, or, type SQL, sql } from '../db/drizzle.ts'
import type { Entity } from '../db/entities.ts'
import { changes } from '../db/live.ts'
import { invalid } from '../errors.ts'
import { builtinField } from '../grid/builtin-fields.ts'
import { type Field, fieldByKey } from '../grid/fields.ts'
import { formulaGraph } from '../grid/formulas/graph.ts'

/** The condition for one column of the grid; 422 when there is no such column. */
export function entriesOfCell(db: Db, key: string): SQL | undefined {
  const field = fieldByKey(db, key)
  if (!field) throw invalid({ field: `There is no column “${key}”.` })

  return field.type === 'formula' ? entriesOfFormula(db, field) : entriesOfColumn(db, field)
}

/** A formula has no history of its own: it follows from the columns it refers to. */
function entriesOfFormula(db: Db, { key }: Field): SQL | undefined {
  const graph = formulaGraph(db)
  const leaves = new Set<string>()
  const seen = new Set([key])
  for (const one of seen) {
    for (const used of graph.get(one)?.uses ?? []) (graph.has(used) ? seen : leaves).add(used)
  }
  const columns = [...leaves].map((leaf) => fieldByKey(db, leaf)).filter((field) => field !== undefined)
  return or(sql`0`, ...columns.map((field) => entriesOfColumn(db, field)))
}

function entriesOfColumn(db: Db, field: Field): SQL | undefined {
  const { fund_id, measure } = field.options
  if (field.type === 'commitment') return ofLedger(db, measure, fund_id)
  if (field.key === 'total_committed') return ofLedger(db, 'signed')

  const source = builtinField(field.key)?.source
  if (source && 'relation' in source) return of(source.relation === 'tags' ? ['investor_tags'] : ['contact_roles'])
  if (source && 'summary' in source) return of(behind[source.summary] ?? [])
  if (field.type === 'updated_at' || field.type === 'updated_by') return undefined
  if (field.type === 'created_at' || field.type === 'created_by')
    return and(of(['investors']), eq(changes.action, 'create'))
  return ofInvestor(source?.column ?? field.key)
}

const of = (entities: Entity[]) => inArray(changes.entity, entities)

const said: Entity[] = ['communication_investors']

/** What the summaries are made of. */
const behind: Record<string, Entity[]> = {
  stage: ['opportunities'],
  open_opportunities: ['opportunities'],
  expected_amount: ['opportunities'],
  last_contact_at: said,
  last_contact_by: said,
  last_contact_type: said,
  last_inbound_at: said,
}

/** Its own entries, and the one with which the investor was added when it had a value from the start. */
function ofInvestor(name: string): SQL | undefined {
  const addedWith = and(eq(changes.action, 'create'), sql`${changes.after} -> ${`$."${name}"`} IS NOT NULL`)
  return and(of(['investors']), or(eq(changes.field, name), addedWith))
}

/** An entry says which fund and measure it is of when it is made, and never again. */
function ofLedger(db: Db, measure: string | undefined, fundId?: string): SQL | undefined {
  const made = db
    .select({ id: changes.entityId })
    .from(changes)
    .where(
      and(
        of(['commitment_entries']),
        eq(changes.action, 'create'),
        sql`${changes.after} ->> '$.measure' = ${measure}`,
        fundId === undefined ? undefined : sql`${changes.after} ->> '$.fund_id' = ${fundId}`,
      ),
    )
  return and(of(['commitment_entries']), inArray(changes.entityId, made))
}

/** The values of an import as a person reads them: `$1,250,000`, `4 Mar 2031`, names instead of ids. */

import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { inArray } from '../db/drizzle.ts'
import { contacts, investors } from '../db/live.ts'
import { allFunds } from '../funds/funds.ts'
import type { Field } from '../grid/fields.ts'
import { cellText, likeField } from '../history/describe.ts'
import { allStages } from '../pipeline/stages.ts'
import type { Plan, PlannedColumn } from './plan.ts'
import type { EntityType } from './targets.ts'

/** What a report calls a field, and its values in words; blank is null. */
export interface Shower {
  label: (field: string) => string
  text: (field: string, value: unknown) => string | null
  columnText: (column: PlannedColumn, value: unknown) => string | null
}

export function shower(db: Db, plan: Plan, zone: string): Shower {
  const names = {
    users: userNames(db),
    stages: new Map(allStages(db).map((stage) => [stage.key, stage.label])),
  }
  const currencies = new Map([...allFunds(db), ...plan.newFunds].map(({ name, currency }) => [name, currency]))
  const columns = new Map(plan.columns.map((column) => [column.field, column]))
  const columnText = (column: PlannedColumn, value: unknown) =>
    cellText(fieldOf(plan, column, currencies), value, names, zone)

  return {
    columnText,
    label: (field) => labels[field] ?? columns.get(field)?.header ?? field,
    text: (field, value) => {
      const column = columns.get(field)
      if (field === 'investor_ids') return namesOf(db, 'investors', value as string[]).join(', ') || null
      return column && !(field in labels) ? columnText(column, value) : cellText(undefined, value, names, zone)
    },
  }
}

/** Fields that several columns of a file fill together. */
const labels: Record<string, string> = { contacts: 'Contacts', investor_ids: 'Investors', emails: 'E-mail addresses' }

function fieldOf(plan: Plan, column: PlannedColumn, currencies: Map<string, string>): Field {
  const { target } = column
  if (target.kind === 'field') return target.field

  const added = plan.newFields.find((field) => field.column === column)?.options
  const options = target.kind === 'commitment' ? { currency: currencies.get(target.fund) ?? 'USD' } : (added ?? {})
  return likeField(column.header, column.type, options, { key: column.field })
}

/** The names of live records, in the order of their ids; ids of records that are gone are left out. */
export function namesOf(db: Db, entityType: EntityType, ids: string[]): string[] {
  const found = namesById(db, entityType, ids)
  return ids.flatMap((id) => found.get(id) ?? [])
}

export function namesById(db: Db, entityType: EntityType, ids: string[]): Map<string, string> {
  const table = entityType === 'contacts' ? contacts : investors
  const rows = db.select({ id: table.id, name: table.name }).from(table).where(inArray(table.id, ids)).all()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

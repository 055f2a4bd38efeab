import type { Db } from '../db/db.ts'
import { eq } from '../db/drizzle.ts'
import { contactRoles, investors } from '../db/live.ts'
import { fold } from '../db/summaries.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { cellDefaults } from '../grid/defaults.ts'
import { nameKey } from '../grid/investors.ts'
import {
  type ContactWork,
  compareEmails,
  compareExternalId,
  compareFact,
  compareInvestors,
  compareRole,
  type StoredContact,
  storedContacts,
} from './contact-rows.ts'
import { compareCell, unnamed } from './investor-rows.ts'
import { addChoices, type Choices, noteChoices } from './investor-writes.ts'
import { broughtBefore } from './people-rows.ts'
import { addAddress, takeAddressStep } from './people-writes.ts'
import type { Plan } from './plan.ts'
import type { ReadRow } from './rows.ts'
import type { LocatedRow, Outcome, Writer } from './slices.ts'
import type { ContactFact } from './targets.ts'

/** Compares and writes rows of a file of people. Investors are found by name, and never made up from one. */
export function contactWriter(db: Db, plan: Plan): Writer {
  const at = new Map(
    plan.columns.flatMap(({ place }, index) => (place.at === 'fact' ? [[place.fact, index] as const] : [])),
  )
  const idAt = plan.columns.findIndex(({ place }) => place.at === 'record_id')
  const named = investorsByName(db)
  const choices: Choices = new Map()
  const brought = broughtBefore(db, plan.signature)
  const read = (row: ReadRow, fact: ContactFact) => row.values[at.get(fact) ?? -1]
  const given = (row: ReadRow, fact: ContactFact) => read(row, fact) !== undefined

  const compare = (located: LocatedRow, stored: StoredContact | null): ContactWork => {
    const { row } = located
    const work: ContactWork = {
      located,
      patch: {},
      cells: {},
      told: new Set(),
      emails: [],
      addressSteps: [],
      join: [],
      leave: [],
      roles: [],
      role: null,
      changes: [],
    }
    for (const fact of ['name', 'title', 'phone', 'linkedin', 'notes'] as const) {
      if (given(row, fact)) compareFact(work, fact, read(row, fact) as string | null, stored)
    }
    if (idAt >= 0) compareExternalId(work, row.values[idAt], stored)
    if (given(row, 'email')) compareEmails(work, (read(row, 'email') as string[] | null) ?? [], stored, brought)
    if (given(row, 'investor'))
      compareInvestors(work, (read(row, 'investor') as string[] | null) ?? [], stored, named, brought)
    for (const [index, { place }] of plan.columns.entries()) {
      const value = row.values[index]
      if (place.at !== 'cell' || value === undefined) continue
      work.told.add(place.key)
      compareCell(work, place.key, value, place.isNew ? null : stored)
    }
    if (given(row, 'role')) compareRole(work, read(row, 'role') as string | null, stored)
    return work
  }

  return {
    finish: (tx) => addChoices(tx, choices, 'contacts'),
    check: (row) => unknownInvestor(plan, at.get('investor'), row, named),
    compare: (rows) => {
      const stored = storedContacts(
        db,
        rows.flatMap(({ id }) => id ?? []),
      )
      for (const { row } of rows) noteChoices(plan, row.values, choices)
      const works = rows.map((located) => compare(located, located.id ? (stored.get(located.id) ?? null) : null))
      return {
        outcomes: works.map(outcomeOf),
        warnings: [],
        write: (tx) => {
          for (const work of works) if (outcomeOf(work).kind !== 'unchanged') writeContact(tx, work)
        },
      }
    },
  }
}

function outcomeOf({ located: { id, row }, changes }: ContactWork): Outcome {
  if (id === null) return { kind: 'created', changes: [] }
  if (changes.length === 0) return { kind: 'unchanged', changes: [] }

  return { kind: 'updated', changes: changes.map((change) => ({ row: row.number, id, ...change })) }
}

function writeContact(tx: Tx, work: ContactWork): void {
  const id = work.located.id ?? newContact(tx, work)
  const patch = Object.keys(work.cells).length > 0 ? { ...work.patch, cells: work.cells } : work.patch
  if (work.located.id !== null && Object.keys(patch).length > 0) amend(tx, 'contacts', id, patch)

  for (const step of work.addressSteps) takeAddressStep(tx, step)
  for (const link of work.leave) archive(tx, 'contact_roles', link)
  for (const { id: link, role } of work.roles) amend(tx, 'contact_roles', link, { role })
  for (const investorId of work.join) join(tx, id, investorId, work.role)
}

function newContact(tx: Tx, { patch, cells, told, emails }: ContactWork): string {
  const name = patch.name ?? unnamed
  const untold = Object.entries(cellDefaults(tx.db, 'contacts')).filter(([key]) => !told.has(key))
  const filled = Object.entries({ ...Object.fromEntries(untold), ...cells }).filter(([, value]) => value !== null)
  const { id } = record(tx, 'contacts', { ...patch, name, nameKey: fold(name), cells: Object.fromEntries(filled) })

  for (const [position, address] of emails.entries()) addAddress(tx, id, address, position)
  return id
}

function join(tx: Tx, contactId: string, investorId: string, role: string | null): void {
  const position = tx.db
    .select({ id: contactRoles.id })
    .from(contactRoles)
    .where(eq(contactRoles.investorId, investorId))
    .all().length
  record(tx, 'contact_roles', { contactId, investorId, role, position })
}

function investorsByName(db: Db): Map<string, string[]> {
  const all = db.select({ id: investors.id, key: investors.nameKey }).from(investors).all()
  const groups = Map.groupBy(all, ({ key }) => key)

  return new Map([...groups].map(([key, found]) => [key, found.map(({ id }) => id)]))
}

function unknownInvestor(plan: Plan, at: number | undefined, row: ReadRow, named: Map<string, string[]>) {
  const names = at === undefined ? [] : ((row.values[at] as string[] | null) ?? [])
  const name = names.find((one) => named.get(nameKey(one))?.length !== 1)
  if (name === undefined || at === undefined) return null

  const many = (named.get(nameKey(name))?.length ?? 0) > 1
  const message = many
    ? `Ambiguous: several investors are called “${name}”.`
    : `There is no investor called “${name}”. Import or add it first.`
  return { column: plan.columns[at]?.header ?? '', value: name, message }
}

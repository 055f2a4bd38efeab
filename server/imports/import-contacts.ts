import { eq, inArray } from 'drizzle-orm'
import { parseAddressList } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import type { Patch, Row } from '../db/entities.ts'
import { contactRoles, contacts, investors } from '../db/live.ts'
import { fold } from '../db/summaries.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { nameKey } from '../grid/investors.ts'
import { unnamed } from './investor-rows.ts'
import {
  type AddressStep,
  addAddress,
  addressesOf,
  addressSteps,
  type Brought,
  broughtBefore,
  takeAddressStep,
} from './people-rows.ts'
import type { Plan } from './plan.ts'
import type { CellChange } from './report.ts'
import type { ReadRow } from './rows.ts'
import type { LocatedRow, Outcome, Writer } from './slices.ts'
import type { ContactFact } from './targets.ts'

interface Role {
  id: string
  investorId: string
  role: string | null
}

interface StoredContact {
  row: Row<'contacts'>
  addresses: { id: string; address: string; key: string }[]
  roles: Role[]
}

interface ContactWork {
  located: LocatedRow
  patch: Patch<'contacts'>
  emails: string[]
  addressSteps: AddressStep[]
  join: string[]
  leave: string[]
  roles: { id: string; role: string | null }[]
  role: string | null
  changes: Omit<CellChange, 'row' | 'id'>[]
}

/** Compares and writes rows of a file of people. Investors are found by name, and never made up from one. */
export function contactWriter(db: Db, plan: Plan): Writer {
  const at = new Map(
    plan.columns.flatMap(({ place }, index) => (place.at === 'fact' ? [[place.fact, index] as const] : [])),
  )
  const idAt = plan.columns.findIndex(({ place }) => place.at === 'record_id')
  const named = investorsByName(db)
  const brought = broughtBefore(db, plan.signature)
  const read = (row: ReadRow, fact: ContactFact) => row.values[at.get(fact) ?? -1] ?? null

  const compare = (located: LocatedRow, stored: StoredContact | null): ContactWork => {
    const { row } = located
    const work: ContactWork = {
      located,
      patch: {},
      emails: [],
      addressSteps: [],
      join: [],
      leave: [],
      roles: [],
      role: null,
      changes: [],
    }
    for (const fact of ['name', 'title', 'phone', 'linkedin', 'notes'] as const) {
      if (at.has(fact)) compareFact(work, fact, read(row, fact) as string | null, stored)
    }
    if (idAt >= 0) compareExternalId(work, row.values[idAt], stored)
    if (at.has('email')) compareEmails(work, (read(row, 'email') as string[] | null) ?? [], stored, brought)
    if (at.has('investor'))
      compareInvestors(work, (read(row, 'investor') as string[] | null) ?? [], stored, named, brought)
    if (at.has('role')) compareRole(work, read(row, 'role') as string | null, stored)
    return work
  }

  return {
    check: (row) => unknownInvestor(plan, at.get('investor'), row, named),
    compare: (rows) => {
      const stored = storedContacts(
        db,
        rows.flatMap(({ id }) => id ?? []),
      )
      const works = rows.map((located) => compare(located, located.id ? (stored.get(located.id) ?? null) : null))
      return {
        outcomes: works.map(outcomeOf),
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

function compareFact(
  work: ContactWork,
  fact: 'name' | 'title' | 'phone' | 'linkedin' | 'notes',
  value: string | null,
  stored: StoredContact | null,
): void {
  const before = stored?.row[fact] ?? null
  const after = fact === 'name' ? (value?.trim() ? value : unnamed) : value
  if (before === after) return

  Object.assign(work.patch, { [fact]: after })
  if (fact === 'name') work.patch.nameKey = fold(String(after))
  work.changes.push({ field: fact, before, after })
}

function compareExternalId(work: ContactWork, value: unknown, stored: StoredContact | null): void {
  const before = stored?.row.externalId ?? null
  const after = typeof value === 'string' ? value.trim() : before
  if (before === after) return

  work.patch.externalId = after
  work.changes.push({ field: 'record_id', before, after })
}

function compareEmails(work: ContactWork, texts: string[], stored: StoredContact | null, brought: Brought): void {
  work.emails = parseAddressList(texts.join(', ')).map(({ address }) => address)
  if (!stored) return

  work.addressSteps = addressSteps(stored.row.id, stored.addresses, work.emails, brought)
  if (work.addressSteps.length === 0) return
  work.changes.push({ field: 'emails', before: stored.addresses.map(({ address }) => address), after: work.emails })
}

function compareInvestors(
  work: ContactWork,
  names: string[],
  stored: StoredContact | null,
  named: Map<string, string[]>,
  brought: Brought,
): void {
  const wanted = new Set(names.flatMap((name) => named.get(nameKey(name)) ?? []))
  const present = stored?.roles ?? []
  work.join = [...wanted].filter((id) => !present.some((role) => role.investorId === id))
  work.leave = present
    .filter((role) => !wanted.has(role.investorId) && brought('contact_roles', role.id))
    .map((role) => role.id)
  if (work.join.length + work.leave.length === 0) return

  work.changes.push({ field: 'investor_ids', before: present.map((role) => role.investorId), after: [...wanted] })
}

/** The role a file gives is the person's at every investor they stay at. */
function compareRole(work: ContactWork, role: string | null, stored: StoredContact | null): void {
  work.role = role
  const different = (stored?.roles ?? []).filter((one) => !work.leave.includes(one.id) && one.role !== role)
  work.roles = different.map(({ id }) => ({ id, role }))
  if (different.length > 0) work.changes.push({ field: 'role', before: different[0]?.role ?? null, after: role })
}

function writeContact(tx: Tx, work: ContactWork): void {
  const id = work.located.id ?? newContact(tx, work)
  if (work.located.id !== null && Object.keys(work.patch).length > 0) amend(tx, 'contacts', id, work.patch)

  for (const step of work.addressSteps) takeAddressStep(tx, step)
  for (const link of work.leave) archive(tx, 'contact_roles', link)
  for (const { id: link, role } of work.roles) amend(tx, 'contact_roles', link, { role })
  for (const investorId of work.join) join(tx, id, investorId, work.role)
}

function newContact(tx: Tx, { patch, emails }: ContactWork): string {
  const name = patch.name ?? unnamed
  const { id } = record(tx, 'contacts', { ...patch, name, nameKey: fold(name) })

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

function storedContacts(db: Db, ids: string[]): Map<string, StoredContact> {
  if (ids.length === 0) return new Map()
  const rows = db.select().from(contacts).where(inArray(contacts.id, ids)).all()
  const addresses = addressesOf(db, ids)
  const roles = db
    .select()
    .from(contactRoles)
    .where(inArray(contactRoles.contactId, ids))
    .orderBy(contactRoles.id)
    .all()
  const rolesOf = Map.groupBy(roles, (role) => role.contactId)

  return new Map(
    rows.map((row) => [row.id, { row, addresses: addresses.get(row.id) ?? [], roles: rolesOf.get(row.id) ?? [] }]),
  )
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

import { parseAddressList } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { inArray } from '../db/drizzle.ts'
import type { Patch, Row } from '../db/entities.ts'
import { contactRoles, contacts } from '../db/live.ts'
import { fold } from '../db/summaries.ts'
import { nameKey } from '../grid/investors.ts'
import { unnamed } from './investor-rows.ts'
import { type AddressStep, addressesOf, addressSteps, type Brought } from './people-rows.ts'
import type { CellChange } from './report.ts'
import type { LocatedRow } from './slices.ts'

interface Role {
  id: string
  investorId: string
  role: string | null
}

export interface StoredContact {
  row: Row<'contacts'>
  addresses: { id: string; address: string; key: string }[]
  roles: Role[]
}

/** What has to be written so that a contact is what the row says. */
export interface ContactWork {
  located: LocatedRow
  patch: Patch<'contacts'>
  cells: Record<string, unknown>
  /** Keys the file speaks of, blank or not: there a new contact gets no default. */
  told: Set<string>
  emails: string[]
  addressSteps: AddressStep[]
  join: string[]
  leave: string[]
  roles: { id: string; role: string | null }[]
  role: string | null
  changes: Omit<CellChange, 'row' | 'id'>[]
}

export function storedContacts(db: Db, ids: string[]): Map<string, StoredContact> {
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

export function compareFact(
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

export function compareExternalId(work: ContactWork, value: unknown, stored: StoredContact | null): void {
  const before = stored?.row.externalId ?? null
  const after = typeof value === 'string' ? value.trim() : before
  if (before === after) return

  work.patch.externalId = after
  work.changes.push({ field: 'record_id', before, after })
}

export function compareEmails(
  work: ContactWork,
  texts: string[],
  stored: StoredContact | null,
  brought: Brought,
): void {
  work.emails = parseAddressList(texts.join(', ')).map(({ address }) => address)
  if (!stored) return

  work.addressSteps = addressSteps(stored.row.id, stored.addresses, work.emails, brought)
  if (work.addressSteps.length === 0) return
  work.changes.push({ field: 'emails', before: stored.addresses.map(({ address }) => address), after: work.emails })
}

export function compareInvestors(
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
export function compareRole(work: ContactWork, role: string | null, stored: StoredContact | null): void {
  work.role = role
  const different = (stored?.roles ?? []).filter((one) => !work.leave.includes(one.id) && one.role !== role)
  work.roles = different.map(({ id }) => ({ id, role }))
  if (different.length > 0) work.changes.push({ field: 'role', before: different[0]?.role ?? null, after: role })
}

/** Contacts by page, searched as everywhere (matching.ts), with what a line about each needs. */
import { and, asc, eq, exists, type inArray, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { contactAddresses, contactRoles, contacts, investors } from '../db/live.ts'
import { type ListQuery, orderBy } from '../http/lists.ts'
import type { Contact, ContactCard } from './contacts.ts'
import { matches } from './matching.ts'

export type ContactFilter = { search?: string | undefined; investorId?: string | undefined }

/** One page of contacts, by name unless asked otherwise; `total` counts all that the filter lets through. */
export function findContacts(db: Db, { search, investorId }: ContactFilter, { limit, offset, sort }: ListQuery) {
  const c = contacts
  const where = and(investorId ? exists(linkedTo(db, investorId)) : undefined, search ? matches(search) : undefined)
  const sortable = { name: c.nameKey, title: c.title, created_at: c.createdAt, updated_at: c.updatedAt }
  const order = orderBy(sort, sortable, sort?.length ? [c.id] : [c.nameKey, c.id])
  const page = db
    .select()
    .from(c)
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .offset(offset)
    .all()
  const total = db.select({ n: sql<number>`count(*)` }).from(c).where(where).get()?.n ?? 0
  return { contacts: contactCards(db, page), total }
}

/** Contacts with their addresses and roles, in three statements however many there are. */
export function contactCards(db: Db, page: Contact[]): ContactCard[] {
  const ids = page.map((contact) => contact.id)
  const a = contactAddresses
  const addresses = db.select().from(a).where(among(a.contactId, ids)).orderBy(asc(a.position), asc(a.id)).all()
  const addressesOf = Map.groupBy(addresses, (address) => address.contactId)
  const rolesOf = Map.groupBy(rolesAmong(db, ids), (role) => role.contactId)

  return page.map((contact) => ({
    ...contact,
    addresses: addressesOf.get(contact.id) ?? [],
    roles: (rolesOf.get(contact.id) ?? []).map(({ contactId: _, ...role }) => role),
  }))
}

function rolesAmong(db: Db, ids: string[]) {
  const r = contactRoles
  const role = {
    contactId: r.contactId,
    id: r.id,
    investorId: investors.id,
    investorName: investors.name,
    role: r.role,
  }
  return db
    .select(role)
    .from(r)
    .innerJoin(investors, eq(investors.id, r.investorId))
    .where(among(r.contactId, ids))
    .orderBy(asc(r.id))
    .all()
}

/** As one parameter, so that an export of thousands stays below SQLite's limit of them. */
const among = (column: Parameters<typeof inArray>[0], ids: string[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`

const linkedTo = (db: Db, investorId: string) =>
  db
    .select({ one: sql`1` })
    .from(contactRoles)
    .innerJoin(investors, eq(investors.id, contactRoles.investorId))
    .where(and(eq(contactRoles.contactId, contacts.id), eq(contactRoles.investorId, investorId)))

/** People as every page and answer shows them: with their addresses, the investors they belong to, and the last contact. */

import type { Db } from '../db/db.ts'
import { asc, eq, type inArray, type SQL, sql } from '../db/drizzle.ts'
import { contactAddresses, contactRoles, contactSummaries, contacts, investors, whole } from '../db/live.ts'
import { contactInTouch, type InTouch, neverInTouch } from '../meetings/in-touch.ts'
import type { Address, Contact } from './contacts.ts'

/** Addresses and roles stand in the order they were given. */
export type ContactCard = Contact & {
  addresses: Address[]
  roles: { id: string; investorId: string; investorName: string; role: string | null }[]
  inTouch: InTouch
}

export function contactCard(db: Db, contact: Contact): ContactCard {
  const [card] = contactCards(db, [contact])
  return card ?? { ...contact, addresses: [], roles: [], inTouch: neverInTouch }
}

/** The people at one investor, in the order they were added. */
export function contactsOf(db: Db, investorId: string): ContactCard[] {
  const rows = db
    .select({ contact: whole(contacts) })
    .from(contactRoles)
    .innerJoin(contacts, eq(contacts.id, contactRoles.contactId))
    .where(eq(contactRoles.investorId, investorId))
    .orderBy(asc(contactRoles.position), asc(contactRoles.id))
    .all()
  return contactCards(
    db,
    rows.map((row) => row.contact),
  )
}

/** Three statements, however many people there are. */
export function contactCards(db: Db, page: Contact[]): ContactCard[] {
  const ids = page.map((contact) => contact.id)
  const a = contactAddresses
  const addresses = db.select().from(a).where(among(a.contactId, ids)).orderBy(asc(a.position), asc(a.id)).all()
  const addressesOf = Map.groupBy(addresses, (address) => address.contactId)
  const rolesOf = Map.groupBy(rolesAmong(db, ids), (role) => role.contactId)
  const inTouchOf = new Map(inTouchAmong(db, ids).map(({ contactId, ...inTouch }) => [contactId, inTouch]))

  return page.map((contact) => ({
    ...contact,
    addresses: addressesOf.get(contact.id) ?? [],
    roles: (rolesOf.get(contact.id) ?? []).map(({ contactId: _, ...role }) => role),
    inTouch: inTouchOf.get(contact.id) ?? neverInTouch,
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

const inTouchAmong = (db: Db, ids: string[]) =>
  db
    .select({ contactId: contactSummaries.contactId, ...contactInTouch })
    .from(contactSummaries)
    .where(among(contactSummaries.contactId, ids))
    .all()

/** As one parameter, so that an export of thousands stays below SQLite's limit of them. */
const among = (column: Parameters<typeof inArray>[0], ids: string[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`

/** Contacts by page, searched as everywhere (matching.ts), with what a line about each needs. */

import type { Db } from '../db/db.ts'
import { and, eq, exists, sql } from '../db/drizzle.ts'
import { contactRoles, contacts, investors } from '../db/live.ts'
import { type ListQuery, orderBy } from '../http/lists.ts'
import { contactCards } from './cards.ts'
import { matches } from './matching.ts'

export type ContactFilter = { search?: string | undefined; investorId?: string | undefined }

/** One page of contacts, by name unless asked otherwise; `total` counts all that the filter lets through. */
export function findContacts(db: Db, { search, investorId }: ContactFilter, { limit, offset, sort }: ListQuery) {
  const c = contacts
  const where = and(investorId ? exists(linkedTo(db, investorId)) : undefined, search ? matches(search) : undefined)
  const sortable = { ...own, ...inTouch }
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

const own = {
  name: contacts.nameKey,
  title: contacts.title,
  created_at: contacts.createdAt,
  updated_at: contacts.updatedAt,
}
const summary = (column: string) =>
  sql`(SELECT ${sql.raw(column)} FROM contact_summaries WHERE contact_id = ${contacts.id})`
const inTouch = Object.fromEntries(
  ['last_contact_at', 'last_inbound_at', 'next_meeting_at'].map((column) => [column, summary(column)]),
)

const linkedTo = (db: Db, investorId: string) =>
  db
    .select({ one: sql`1` })
    .from(contactRoles)
    .innerJoin(investors, eq(investors.id, contactRoles.investorId))
    .where(and(eq(contactRoles.contactId, contacts.id), eq(contactRoles.investorId, investorId)))

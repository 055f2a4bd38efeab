/** With whom a communication was. */

import type { Db } from '../db/db.ts'
import { eq, type inArray, type SQL, sql } from '../db/drizzle.ts'
import { communicationContacts, communicationInvestors, contacts, investors } from '../db/live.ts'

/** Who of the investors' people took part, per communication. */
export function peopleAt(db: Db, communicationIds: string[]): Map<string, { id: string; name: string }[]> {
  const c = communicationContacts
  const rows = db
    .select({ communication: c.communicationId, id: contacts.id, name: contacts.name })
    .from(c)
    .innerJoin(contacts, eq(contacts.id, c.contactId))
    .where(among(c.communicationId, communicationIds))
    .orderBy(c.id)
    .all()
  return Map.groupBy(rows, (row) => row.communication)
}

/** The investors of each communication. */
export function investorsAt(db: Db, communicationIds: string[]) {
  const l = communicationInvestors
  const rows = db
    .select({ communication: l.communicationId, id: investors.id, name: investors.name })
    .from(l)
    .innerJoin(investors, eq(investors.id, l.investorId))
    .where(among(l.communicationId, communicationIds))
    .orderBy(investors.nameKey)
    .all()
  return Map.groupBy(rows, (row) => row.communication)
}

/** As one parameter: SQLite takes a limited number of them. */
const among = (column: Parameters<typeof inArray>[0], ids: string[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`

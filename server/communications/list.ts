import { and, desc, eq, exists, gte, like, lt, or, type SQL, sql } from 'drizzle-orm'
import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { communicationInvestors, investors, toldCommunications } from '../db/live.ts'
import { fold } from '../db/summaries.ts'
import { type ListQuery, orderBy } from '../http/lists.ts'
import type { Communication } from './log.ts'
import { isOpenSql } from './privacy.ts'
import { investorsAt, peopleAt } from './timeline.ts'
import type { Told } from './told.ts'

/** `since` and `until` are instants: since inclusive, until exclusive. `search` looks into what `readerId` may see. */
export type CommunicationFilter = {
  id?: string | undefined
  type?: Communication['type'] | undefined
  userId?: string | undefined
  investorId?: string | undefined
  since?: string | undefined
  until?: string | undefined
  search?: string | undefined
  readerId?: string | null | undefined
}

export type CommunicationItem = {
  communication: Told
  by: string | null
  investors: { id: string; name: string }[]
  people: { id: string; name: string }[]
}

const sortable = {
  occurred_at: toldCommunications.occurredAt,
  created_at: toldCommunications.createdAt,
  updated_at: toldCommunications.updatedAt,
  type: toldCommunications.type,
}

/** Communications newest first unless asked otherwise, with whom they were; `total` counts all that the filter lets through. */
export function listCommunications(db: Db, filter: CommunicationFilter, page: ListQuery) {
  const c = toldCommunications
  const where = and(...conditions(db, filter))
  const order = page.sort?.length ? orderBy(page.sort, sortable, [c.id]) : [desc(c.occurredAt), desc(c.id)]
  const rows = db
    .select()
    .from(c)
    .where(where)
    .orderBy(...order)
    .limit(page.limit)
    .offset(page.offset)
    .all()
  const total = db.select({ n: sql<number>`count(*)` }).from(c).where(where).get()?.n ?? 0
  return { items: withPeople(db, rows), total }
}

function conditions(db: Db, filter: CommunicationFilter): (SQL | undefined)[] {
  const { id, type, userId, investorId, since, until, search, readerId } = filter
  const c = toldCommunications
  return [
    id ? eq(c.id, id) : undefined,
    type ? eq(c.type, type) : undefined,
    userId ? eq(c.userId, userId) : undefined,
    since ? gte(c.occurredAt, since) : undefined,
    until ? lt(c.occurredAt, until) : undefined,
    exists(linkedTo(db, investorId ? eq(communicationInvestors.investorId, investorId) : undefined)),
    search ? matching(db, search, readerId ?? null) : undefined,
  ]
}

/**
 * What was said, or with whom: the text as it stands, the investor's name without regard to case and accents. Words the
 * reader may not see are not found either.
 */
function matching(db: Db, search: string, readerId: string | null): SQL | undefined {
  const c = toldCommunications
  const within = (text: string) => `%${text.replace(/[%_]/g, '')}%`
  const named = linkedTo(db, like(investors.nameKey, within(fold(search))))
  const open = isOpenSql(readerId, sql`${c.privacy}`, sql`${c.userId}`, sql`${c.participants}`)
  return or(
    and(open, like(c.summary, within(search))),
    and(or(open, eq(c.privacy, 'subject')), like(c.subject, within(search))),
    exists(named),
  )
}

/** A communication with archived investors alone is as absent as they are. */
const linkedTo = (db: Db, which: SQL | undefined) =>
  db
    .select({ one: sql`1` })
    .from(communicationInvestors)
    .innerJoin(investors, eq(investors.id, communicationInvestors.investorId))
    .where(and(eq(communicationInvestors.communicationId, toldCommunications.id), which))

function withPeople(db: Db, rows: Told[]): CommunicationItem[] {
  if (rows.length === 0) return []

  const ids = rows.map((row) => row.id)
  const names = userNames(db)
  const people = peopleAt(db, ids)
  const linked = investorsAt(db, ids)
  return rows.map((communication) => ({
    communication,
    by: names.get(communication.userId ?? '') ?? null,
    investors: linked.get(communication.id) ?? [],
    people: people.get(communication.id) ?? [],
  }))
}

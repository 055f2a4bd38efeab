/** Everything that was said, as scripts are told it: what is logged and, beside it, captured mail that is only stored. */
import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { ListQuery } from '../http/lists.ts'
import { matchOf } from '../mail/match.ts'
import { findMailRow, type MailRow, textsOf } from '../mail/shown/mail.ts'
import { capturedKeys, capturedSet, capturedTotal } from './captured.ts'
import type { CommunicationFilter, Key } from './filter.ts'
import { inTouch } from './in-touch.ts'
import { isBegun, keysOf, newestFirst, pageOf, setOf, totalOf } from './keys.ts'
import { type CommunicationItem, communicationItems, termsOf } from './list.ts'

export const saidStates = ['logged', 'captured'] as const
export type SaidState = (typeof saidStates)[number]
export type SaidItem = CommunicationItem & { state: SaidState }

/** `state` narrows it to one of the two; without it both are told. */
export function listSaid(db: Db, filter: CommunicationFilter, page: ListQuery, state?: SaidState) {
  const begun = isBegun(db, filter)
  const logged = state === 'captured' ? 0 : totalOf(db, filter)
  const captured = state === 'logged' ? 0 : capturedTotal(db, filter, begun)
  const keys = page.sort?.length ? ordered(db, filter, page, state) : newest(db, filter, page, { logged, captured })
  return { items: saidItems(db, keys), total: logged + captured }
}

/** Of stored mail only what is newer than the last that is logged has to be looked at. */
function newest(
  db: Db,
  filter: CommunicationFilter,
  { limit, offset }: ListQuery,
  has: Record<SaidState, number>,
): Key[] {
  if (has.captured === 0) return pageOf(db, filter, { limit, offset }).keys

  const most = offset + limit
  const logged = has.logged === 0 ? [] : keysOf(db, filter, { limit: most })
  const from = logged.length < most ? '' : (logged.at(-1)?.at ?? '')
  const captured = capturedKeys(db, filter, { most, from, begun: isBegun(db, filter) })
  return [...logged, ...captured].sort(newestFirst).slice(offset, most)
}

function ordered(
  db: Db,
  filter: CommunicationFilter,
  { limit, offset, sort = [] }: ListQuery,
  state?: SaidState,
): Key[] {
  const begun = isBegun(db, filter)
  const columns = 'c.id, c.occurred_at, c.created_at, c.updated_at, c.type'
  const [logged, captured] = [setOf(db, filter, begun, { columns }), capturedSet(filter, begun)]
  const sets = { logged: logged.sql, captured: captured.sql }
  const order = [...termsOf(sort), 'c.id'].join(', ')
  // Each by itself up to the end of the page: an index that has the order is not read further.
  const from = (state ? [sets[state]] : [sets.logged, sets.captured])
    .filter((set) => set !== null)
    .map((set) => `SELECT * FROM (SELECT c.* FROM (${set}) c ORDER BY ${order} LIMIT @most)`)
  if (from.length === 0) return []

  const sql = `SELECT c.id, c.occurred_at AS at FROM (${from.join(' UNION ALL ')}) c
    ORDER BY ${order} LIMIT @limit OFFSET @offset`
  return prepared<Key>(db, sql).all({ ...captured.values, ...logged.values, limit, offset, most: offset + limit })
}

/** These in this order; an id is either of a communication or of a message. */
function saidItems(db: Db, keys: Key[]): SaidItem[] {
  const logged = new Map(communicationItems(db, keys).map((item) => [item.communication.id, item]))
  const names = userNames(db)
  return keys.map(({ id }) => {
    const item = logged.get(id)
    return item ? { ...item, state: 'logged' } : { ...capturedItem(db, id, names), state: 'captured' }
  })
}

function capturedItem(db: Db, id: string, names: Map<string, string>): CommunicationItem {
  const mail = findMailRow(db, id)
  const people = matchOf(db, id)
  const investorIds = JSON.stringify(people.flatMap((one) => one.investorIds))
  const userId = inTouch(db, id)
  const { text: body, trimmed } = textsOf(db, mail)
  return {
    communication: { ...asCommunication(mail), body, trimmed, userId },
    by: names.get(userId ?? '') ?? null,
    investors: prepared<{ id: string; name: string }>(db, investorsSql).all(investorIds),
    people: people.map(({ contactId, name }) => ({ id: contactId, name })),
  }
}

const investorsSql = `
  SELECT id, name FROM live_investors WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name_key`

/** A message as the communication it would be, were it logged; `privacy.ts` decides about its words in the same way. */
const asCommunication = (mail: MailRow) => ({
  ...{ id: mail.id, version: 1, createdAt: mail.storedAt, createdBy: null, updatedAt: mail.storedAt, updatedBy: null },
  ...{
    deletedAt: null,
    type: 'email' as const,
    direction: mail.direction,
    subject: mail.subject,
    summary: mail.snippet,
  },
  ...{ occurredAt: mail.at, messageId: mail.messageId, threadId: mail.threadId, fromAddress: mail.fromAddress },
  ...{ toAddresses: mail.toAddresses, mailId: mail.id, meetingId: null },
  ...{ privacy: mail.level, participants: mail.participants },
})

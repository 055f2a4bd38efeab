/** What a list of communications can be asked for, and how that is found along an index. */
import { normaliseAddress } from '../../shared/addresses.ts'
import { fold } from '../../shared/fold.ts'
import { keySql } from '../db/address-sql.ts'
import type { Communication } from './log.ts'

/**
 * `since` and `until` are instants: since inclusive, until exclusive. `address` is anybody's on the message, `sender` and
 * `recipient` are who wrote it and who got it; of several addresses any one. `search` looks into what `readerId` may see.
 */
export type CommunicationFilter = {
  id?: string | undefined
  type?: Communication['type'] | undefined
  userId?: string | undefined
  investorId?: string | undefined
  contactId?: string | undefined
  threadId?: string | undefined
  address?: string | string[] | undefined
  sender?: string | string[] | undefined
  recipient?: string | string[] | undefined
  direction?: 'in' | 'out' | undefined
  since?: string | undefined
  until?: string | undefined
  search?: string | undefined
  readerId?: string | null | undefined
}

/** The place of a communication among all, newest first. */
export type Key = { at: string; id: string }

/** Where rows come from, newest first along an index, in the order `newest` where it has one of its own. */
export type Source = { from: string; at: string; where: string; met: (keyof CommunicationFilter)[]; newest?: string }

const all: Source = { from: 'live_communications c', at: 'c.occurred_at', where: 'true', met: [] }
const byId: Source = { ...all, where: 'c.id = @id', met: ['id'] }
const byUser: Source = { ...all, where: 'c.user_id = @userId', met: ['userId'] }
const byInvestor: Source = {
  from: 'live_communication_investors s CROSS JOIN live_communications c ON c.id = s.communication_id',
  at: 's.occurred_at',
  where: 's.investor_id = @investorId AND EXISTS (SELECT 1 FROM live_investors WHERE id = @investorId)',
  met: ['investorId'],
}
const byContact: Source = {
  from: 'live_communication_contacts s CROSS JOIN live_communications c ON c.id = s.communication_id',
  at: 's.occurred_at',
  where: 's.contact_id = @contactId',
  met: ['contactId'],
}

/** What was captured is found by its thread and addresses, what was typed by looking at it: that is little. */
export const typed: Source = { ...all, where: 'c.mail_id IS NULL', met: [] }
const byThread: Source = {
  from: 'mail_messages m CROSS JOIN live_communications c ON c.mail_id = m.id',
  at: 'c.occurred_at',
  where: 'm.thread_id = @threadId',
  met: ['threadId'],
}
const among = (name: string) => `SELECT value FROM json_each(@${name})`
/** One address at a time, because the messages of one stand in the order of time. Who is on it twice is found twice. */
const byParty = (name: Party, at: number): Source => ({
  from: `mail_parties p CROSS JOIN mail_messages m ON m.rowid = p.mail
    CROSS JOIN live_communications c ON c.mail_id = m.id`,
  at: 'c.occurred_at',
  newest: 'p.mail DESC',
  where: `p.address_key = @${name}${at} AND p.role IN (${roles[name]})`,
  met: [name],
})

type Party = 'address' | 'sender' | 'recipient'
const roles = { address: "'from', 'to', 'cc', 'bcc'", sender: "'from'", recipient: "'to', 'cc', 'bcc'" }

/** The sources that together hold all that the filter lets through, the narrowest first that it allows. */
export function sourcesOf(filter: CommunicationFilter): Source[] {
  if (filter.id !== undefined) return [byId]
  if (filter.threadId !== undefined) return [byThread, typed]
  if (filter.contactId !== undefined) return [byContact]
  if (filter.investorId !== undefined) return [byInvestor]
  if (filter.userId !== undefined) return [byUser]
  for (const name of ['address', 'sender', 'recipient'] as const)
    if (filter[name] !== undefined) return [...addresses(filter[name]).map((_, at) => byParty(name, at)), typed]
  // Only e-mails are captured as such: what else was said is in the index of what was typed.
  return filter.type !== undefined && filter.type !== 'email' ? [typed] : [all]
}

/** A communication with archived investors alone is as absent as they are; of those there are few, see `absent.ts`. */
const isPresent = 'c.id NOT IN (SELECT value FROM json_each(@absent))'

const ofMail = (condition: string) => `EXISTS (SELECT 1 FROM mail_messages x WHERE x.id = c.mail_id AND ${condition})`
const withParty = (name: 'address' | 'sender' | 'recipient') =>
  ofMail(
    `EXISTS (SELECT 1 FROM mail_parties WHERE address_key IN (${among(name)}) AND mail = x.rowid AND role IN (${roles[name]}))`,
  )
const isFrom = (name: string) => `${keySql('c.from_address')} IN (${among(name)})`
const isTo = (name: string) =>
  `EXISTS (SELECT 1 FROM json_each(c.to_addresses) t WHERE ${keySql('t.value')} IN (${among(name)}))`

const conditions: Partial<Record<keyof CommunicationFilter, string>> = {
  id: 'c.id = @id',
  type: '(c.type = @type)',
  userId: 'c.user_id = @userId',
  investorId: `EXISTS (SELECT 1 FROM live_communication_investors l JOIN live_investors i ON i.id = l.investor_id
    WHERE l.communication_id = c.id AND l.investor_id = @investorId)`,
  contactId: `EXISTS (SELECT 1 FROM live_communication_contacts l
    WHERE l.communication_id = c.id AND l.contact_id = @contactId)`,
  threadId: `(c.thread_id = @threadId OR ${ofMail('x.thread_id = @threadId')})`,
  address: `(${isFrom('address')} OR ${isTo('address')} OR ${withParty('address')})`,
  sender: `(${isFrom('sender')} OR ${withParty('sender')})`,
  recipient: `(${isTo('recipient')} OR ${withParty('recipient')})`,
  direction: `(c.direction = @direction OR (c.direction IS NULL AND ${ofMail('x.direction = @direction')}))`,
}

/** The conditions that are left when rows come from this source; `all`: none of them is absent. */
export function conditionsOn(source: Source, filter: CommunicationFilter, all: boolean): string[] {
  const left = Object.entries(conditions).filter(
    ([name]) =>
      filter[name as keyof CommunicationFilter] !== undefined &&
      !source.met.includes(name as keyof CommunicationFilter),
  )
  const present = all || source.met.includes('investorId') ? [] : [isPresent]
  const since = filter.since === undefined ? [] : [`${source.at} >= @since`]
  const until = filter.until === undefined ? [] : [`${source.at} < @until`]
  return [source.where, ...since, ...until, ...left.map(([, sql]) => sql), ...present]
}

/** The values the conditions name; addresses as matching compares them. */
export function valuesOf(filter: CommunicationFilter): Record<string, unknown> {
  const given = Object.entries(filter).filter(
    ([name, value]) => value !== undefined && name in { ...conditions, ...span },
  )
  const single = given.map(([name, value]) => [name, name in roles ? JSON.stringify(addresses(value)) : value])
  const each = given.flatMap(([name, value]) =>
    name in roles ? addresses(value).map((address, at) => [`${name}${at}`, address]) : [],
  )
  return Object.fromEntries([...single, ...each])
}

const span = { since: '', until: '' }

/** As matching compares them. */
const addresses = (value: unknown): string[] =>
  [value].flat().map((one) => normaliseAddress(String(one)) ?? fold(String(one)))

/**
 * How capture writes the ledger: once per occasion, whatever became of it, and without a word of what it read. It is called for
 * every message, so it looks up its own occasion alone, however long the ledger is.
 */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { archive, record, type Tx } from '../db/write.ts'
import type { Payload } from './kinds.ts'
import { policyReason } from './policies.ts'
import type { Proposal } from './proposals.ts'
import { type RuleName, rules } from './rules.ts'

export const source = 'capture'

/** Where in a message somebody stands. */
export type Header = 'from' | 'to' | 'cc' | 'bcc' | 'attendee'

/** What a captured proposal keeps of its reasons; the words are looked up when it is read. `contact_id` is who it rests on. */
export type Because = { rule: RuleName; header: Header; contact_id?: string }

export const occasions = {
  mail: (mailId: string, investorId: string) => `mail:${mailId}:${investorId}`,
  meeting: (meetingId: string, investorId: string) => `meeting:${meetingId}:${investorId}`,
  sighting: (sightingId: string) => `sighting:${sightingId}`,
}

export type Standing = { id: string; status: Proposal['status']; payload: Payload; investorId: string | null }

/** What stands in the ledger for an occasion already. */
export function standing(db: Db, occasion: string): Standing | undefined {
  const row = prepared<Raw>(db, `${ledger} AND occasion = ?`).get(source, occasion)
  return row && read(row)
}

/** What waits about one message, meeting or stranger, whichever investor it is for. */
export const waitingFor = (db: Db, prefix: string): Standing[] =>
  everAbout(db, prefix).filter(({ status }) => status === 'pending')

/** The same with what was decided. */
function everAbout(db: Db, prefix: string): Standing[] {
  const rows = prepared(db, `${ledger} AND occasion >= ? AND occasion < ?`).all(source, prefix, `${prefix}\u{10ffff}`)
  return (rows as Raw[]).map(read)
}

type Raw = Omit<Standing, 'payload'> & { payload: string }

const ledger = 'SELECT id, status, payload, investor_id AS investorId FROM live_proposals WHERE source = ?'

function read(row: Raw): Standing {
  const { seen: _, ...payload } = JSON.parse(row.payload) as Payload
  return { ...row, payload }
}

/** `approved`: a policy has agreed already. */
type Entry = { occasion: string; payload: Payload; investorId: string | null; because: Because; approved?: boolean }

export function put(tx: Tx, { occasion, payload, investorId, because, approved = false }: Entry): Proposal {
  const { kind, title, confidence } = rules[because.rule]
  const evidence = [{ text: title, ...because }]
  const decision = {
    status: 'approved' as const,
    decidedAt: tx.at,
    batch: tx.batchId,
    reason: policyReason(because.rule),
  }
  return record(tx, 'proposals', {
    kind,
    investorId,
    title: titles[kind],
    payload: { ...payload, seen: {} },
    evidence,
    confidence,
    source,
    occasion,
    ...(approved && decision),
  })
}

const titles = {
  log_email: 'Log an e-mail',
  log_meeting: 'Log a meeting',
  add_address: 'Add an address',
  new_contact: 'New contact',
  new_prospect: 'New prospect',
} as const

type About = Partial<Record<'mailIds' | 'meetingIds' | 'sightingIds', string[]>>

/** Takes back what waits about these, when they are cancelled or done otherwise; what was decided stays told. */
export function withdrawProposals(tx: Tx, about: About): void {
  for (const prefix of prefixesOf(about)) for (const { id } of waitingFor(tx.db, prefix)) archive(tx, 'proposals', id)
}

/** Puts all aside that was ever proposed about these, when they are erased: what was decided rests on nothing any more. */
export function forgetProposals(tx: Tx, about: About): void {
  for (const prefix of prefixesOf(about)) for (const { id } of everAbout(tx.db, prefix)) archive(tx, 'proposals', id)
}

const prefixesOf = ({ mailIds = [], meetingIds = [], sightingIds = [] }: About): string[] => [
  ...mailIds.map((id) => occasions.mail(id, '')),
  ...meetingIds.map((id) => occasions.meeting(id, '')),
  ...sightingIds.map((id) => occasions.sighting(id)),
]

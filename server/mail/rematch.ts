/**
 * Old mail follows the record: when an address, a person's place or an investor comes or goes, the messages that are held of
 * them propose what they would propose if they came in now. Reads the change log on from where it was left.
 */
import { normaliseAddress } from '../../shared/addresses.ts'
import { systemActor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { act, archive, find, type Tx } from '../db/write.ts'
import { proposeFromMail } from '../proposals/from-mail.ts'
import { waitingFor } from '../proposals/ledger.ts'
import { turn, unlearnAlias, withdrawStranger } from './aliases.ts'
import { isInLog, type LogPlace, logPlace } from './log-place.ts'
import { matchOf } from './match.ts'
import { ownBook } from './own.ts'
import { restateAll, strangersBeside } from './restate.ts'

/** Does all that is due at once; answers how many messages were looked at. */
export function rematchChanged(db: Db, now: Date): number {
  let looked = 0
  for (const some of rematchSteps(db, now)) looked += some
  return looked
}

/** The same in steps of one act each, for whoever lets others work in between; a step answers how many messages it had. */
export function* rematchSteps(db: Db, now: Date): Generator<number> {
  for (let part = nextPart(db); part; part = nextPart(db)) {
    const keys = keysChanged(db, part.entries)
    for (const key of keys) {
      for (const some of slices(mailsWith(db, key))) {
        act(db, systemActor('capture'), what, (tx) => settle(tx, key, some), { now })
        yield some.length
      }
    }
    const beside = strangersBeside(db, keys)
    if (beside.length > 0) act(db, systemActor('capture'), what, (tx) => restateAll(tx, beside), { now })
    moveCursor(db, part)
  }
}

const what = 'Matched mail anew'

/** Mail of our own people proposes nothing because of them, and they are on all of it. */
const mailsWith = (db: Db, key: string): string[] =>
  ownBook(db).isOwn(key) ? [] : prepared<string>(db, withKey).pluck().all(key)

const withKey = `
  SELECT DISTINCT m.id FROM mail_parties p JOIN mail_messages m ON m.rowid = p.mail WHERE p.address_key = ? ORDER BY m.rowid`

/** About 30 ms of work, in which nobody else is answered. */
const atOnce = 50

/** At least one, so that what hangs on the address alone is settled too. */
function slices(mails: string[]): string[][] {
  const count = Math.max(1, Math.ceil(mails.length / atOnce))
  return Array.from({ length: count }, (_, index) => mails.slice(index * atOnce, (index + 1) * atOnce))
}

function settle(tx: Tx, key: string, mailIds: string[]): void {
  const isOwn = ownBook(tx.db).isOwn(key)
  const isContact = !isOwn && isKnown(tx.db, key)
  if (isOwn) turn(tx, key, 'out')
  if (isContact) unlearnAlias(tx, key)
  if (isOwn || isContact) withdrawStranger(tx, key)
  for (const id of mailIds) {
    withdrawUnmatched(tx, id)
    proposeFromMail(tx, id)
  }
}

const isKnown = (db: Db, key: string): boolean => prepared(db, knownSql).get(key) !== undefined

const knownSql = `
  SELECT 1 FROM live_contact_addresses a JOIN live_contacts c ON c.id = a.contact_id WHERE a.address_key = ?`

/** What waits for an investor, or with a person, whom nothing on the message leads to any more. */
function withdrawUnmatched(tx: Tx, mailId: string): void {
  const waiting = waitingFor(tx.db, `mail:${mailId}:`)
  if (waiting.length === 0) return

  const people = matchOf(tx.db, mailId)
  for (const { id, investorId, payload } of waiting) {
    const there = people.filter(({ investorIds }) => investorIds.includes(investorId ?? ''))
    const named = (payload['contact_ids'] ?? []) as string[]
    const stands = there.length > 0 && named.every((one) => there.some(({ contactId }) => contactId === one))
    if (!stands) archive(tx, 'proposals', id)
  }
}

type Entry = { seq: number; entity: string; entityId: string; action: string }
type Part = { from: number; to: number; entries: Entry[] }

const name = 'rematch'
const most = 5000

/** The next stretch of the log; null when there is nothing more to do. */
function nextPart(db: Db): Part | null {
  const cursor = Number(prepared(db, 'SELECT seq FROM log_cursors WHERE name = ?').pluck().get(name) ?? 0)
  const from = Math.max(cursor, passedIn(db))
  const end = logPlace(db)
  if (end.seq <= from) return null

  const to = Math.min(end.seq, from + most)
  const entries = prepared<Entry>(db, concerning).all(from, to)
  if (entries.length > 0 || to - cursor >= most) return { from, to, entries }
  passed.set(db.$client, end)
  return null
}

/**
 * How far what comes after the cursor says nothing. It is remembered and not written, or every act would be followed by another
 * write.
 */
const passed = new WeakMap<Db['$client'], LogPlace>()

function passedIn(db: Db): number {
  const known = passed.get(db.$client)
  return known && isInLog(db, known) ? known.seq : 0
}

const concerning = `
  SELECT seq, entity, entity_id AS entityId, action FROM changes WHERE seq > ? AND seq <= ?
    AND (entity IN ('contact_addresses', 'contact_roles') OR entity IN ('contacts', 'investors', 'users') AND action <> 'update')`

function moveCursor(db: Db, { to }: Part): void {
  prepared(db, 'INSERT OR REPLACE INTO log_cursors (name, seq) VALUES (?, ?)').run(name, to)
}

function keysChanged(db: Db, entries: Entry[]): Set<string> {
  const rows = new Map(entries.map((entry) => [entry.entityId, entry]))
  return new Set([...rows.values()].flatMap((entry) => keysOf(db, entry)))
}

/** The addresses whose mail an entry may have changed the meaning of. */
function keysOf(db: Db, { entity, entityId }: Entry): string[] {
  if (entity === 'contacts') return addressesOf(db, entityId)
  if (entity === 'investors') return prepared<string>(db, addressesAt).pluck().all(entityId)

  const row = find(db, entity as 'users' | 'contact_addresses' | 'contact_roles', entityId)
  if (entity === 'contact_roles') return addressesOf(db, String(row?.['contactId']))
  const key = entity === 'users' ? normaliseAddress(String(row?.['email'])) : row?.['addressKey']
  return typeof key === 'string' ? [key] : []
}

const addressesOf = (db: Db, contactId: string): string[] =>
  prepared<string>(db, 'SELECT address_key FROM live_contact_addresses WHERE contact_id = ?').pluck().all(contactId)

const addressesAt = `
  SELECT a.address_key FROM live_contact_roles r JOIN live_contact_addresses a ON a.contact_id = r.contact_id
  WHERE r.investor_id = ?`

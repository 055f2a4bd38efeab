/**
 * Takes out of the mirror everything with somebody who is never logged. The record never held a word of it, so what is left
 * there are ids; rows that point at what is gone are put aside.
 */

import { normaliseAddress } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { nextEpoch } from '../db/epoch.ts'
import { prepared } from '../db/prepared.ts'
import { archive, type Tx } from '../db/write.ts'
import { eraseMeetings } from '../meetings/erase.ts'
import { forgetProposals } from '../proposals/ledger.ts'
import { forgetStrangers, moveStrangers } from './erase-strangers.ts'
import { forgetAnswers } from './forget-answers.ts'
import { forgetThreads } from './forget-threads.ts'
import { ownBook } from './own.ts'
import { eraseBytes, owesScrub } from './scrub.ts'

export type Erased = { messages: number; meetings: number; communications: number }

/** Erases whatever is held of those on the list as it is now. */
export function eraseNeverLogged(tx: Tx): Erased {
  eraseBytes(tx)
  const { isNever } = ownBook(tx.db)
  const rowids = messagesWith(tx.db, isNever)
  const traces = eraseTraces(tx, isNever)
  const logged = eraseMessages(tx, rowids)
  const byHand = archiveByHand(tx, isNever)
  const meetings = eraseMeetings(tx, isNever)
  if (rowids.length + traces + meetings > 0) owesScrub(tx)
  nextEpoch(tx.db)
  return { messages: rowids.length, meetings, communications: logged + byHand }
}

function messagesWith(db: Db, isNever: (key: string) => boolean): number[] {
  const keys = prepared<string>(db, 'SELECT DISTINCT address_key FROM mail_parties').pluck().all()
  return prepared<number>(db, rowidsOf)
    .pluck()
    .all(JSON.stringify(keys.filter(isNever)))
}

const rowidsOf = 'SELECT DISTINCT mail FROM mail_parties WHERE address_key IN (SELECT value FROM json_each(?))'

/** Erases messages with all that hangs on them; answers how many communications they were logged as. */
export function eraseMessages(tx: Tx, rowids: number[]): number {
  const { db } = tx
  const rows = JSON.stringify(rowids)
  const messages = prepared<{ id: string; threadId: string }>(db, namesOf).all(rows)
  const mailIds = messages.map(({ id }) => id)
  const ids = JSON.stringify(mailIds)

  forgetProposals(tx, { mailIds })
  const communications = prepared<string>(db, loggedAs).pluck().all(ids)
  for (const id of communications) archive(tx, 'communications', id)
  forgetAnswers(db, [...mailIds, ...communications])
  prepared(db, `DELETE FROM mail_copies WHERE mail_id ${these}`).run(ids)
  for (const sql of ofRows) prepared(db, sql).run(rows)
  moveStrangers(tx, ids)
  forgetThreads(tx, [...new Set(messages.map(({ threadId }) => threadId))])
  return communications.length
}

const these = 'IN (SELECT value FROM json_each(?))'
const namesOf = `SELECT id, thread_id AS threadId FROM mail_messages WHERE rowid ${these}`
const loggedAs = `SELECT id FROM live_communications WHERE mail_id ${these}`
const ofRows = [
  `DELETE FROM mail_parties WHERE mail ${these}`,
  `DELETE FROM mail_search WHERE rowid ${these}`,
  `DELETE FROM mail_bodies WHERE rowid ${these}`,
  `DELETE FROM mail_messages WHERE rowid ${these}`,
]

/** Strangers who were seen, addresses we seemed to write from, and searches for their mail; answers how many. */
function eraseTraces(tx: Tx, isNever: (key: string) => boolean): number {
  const seen = prepared<{
    id: string
    key: string
  }>(tx.db, 'SELECT id, address_key AS key FROM mail_sightings').all()
  const strangers = seen.filter(({ key }) => isNever(key)).map(({ id }) => id)
  forgetStrangers(tx, strangers)
  forgetAnswers(tx.db, strangers)
  let erased = strangers.length
  for (const table of ['mail_aliases', 'mail_searched']) {
    const keys = prepared<string>(tx.db, `SELECT DISTINCT address_key FROM ${table}`).pluck().all()
    const json = JSON.stringify(keys.filter(isNever))
    erased += prepared(tx.db, `DELETE FROM ${table} WHERE address_key ${these}`).run(json).changes
  }
  return erased
}

/** What a colleague logged by hand before it was captured says who wrote to whom as well. */
function archiveByHand(tx: Tx, isNever: (key: string) => boolean): number {
  const rows = prepared<{ id: string; from: string | null; to: string }>(tx.db, withAddresses).all()
  const theirs = rows.filter(({ from, to }) =>
    [from ?? '', ...(JSON.parse(to) as string[])].some((address) => isNever(normaliseAddress(address) ?? '')),
  )
  for (const { id } of theirs) archive(tx, 'communications', id)
  return theirs.length
}

const withAddresses = `
  SELECT id, from_address AS "from", to_addresses AS "to" FROM live_communications
  WHERE type = 'email' AND (from_address IS NOT NULL OR to_addresses <> '[]')`

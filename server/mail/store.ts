/**
 * Keeps a message of a mailbox: once for the whole team, however many mailboxes hold it. Everything about it is written in the
 * caller's transaction, so that a message is there whole, with its copy, its thread, its level and its proposals, or not at all.
 */
import { isDeepStrictEqual } from 'node:util'
import { normaliseAddresses } from '../../shared/addresses.ts'
import { recrediting } from '../communications/in-touch.ts'
import { newId } from '../db/ids.ts'
import type { MailParty } from '../db/mirror.ts'
import type { Tx } from '../db/write.ts'
import { proposeFromMail } from '../proposals/from-mail.ts'
import { isAlias, learnAlias } from './aliases.ts'
import { addCopy, findCopy, isSent, markBack, type Where } from './copies.ts'
import { levelOf } from './levels.ts'
import type { ReadMessage } from './message/read.ts'
import { ownBook } from './own.ts'
import { indexParties, keyOf, keysOf, senderOf } from './parties.ts'
import { areSameWords, type Told, together } from './same.ts'
import { joinThread, threadKeys } from './threads.ts'
import { readAddresses } from './wanted.ts'
import { findKept, insertMail, type Kept, rewriteMail } from './written.ts'

export type { Where } from './copies.ts'

/**
 * `stored`: new to the team; `copied`: another mailbox had it; `known`: this copy is there already; `unwanted`: with nobody in
 * the record, among ourselves, or never to be logged.
 */
export type Outcome = { outcome: 'stored' | 'copied' | 'known' | 'unwanted'; mailId?: string }

export function storeMail(tx: Tx, where: Where, message: ReadMessage): Outcome {
  const copy = findCopy(tx.db, where)
  if (copy?.goneAt) markBack(tx, where.mailbox, where.gmailId)
  if (copy) return { outcome: 'known', mailId: copy.mailId }

  const told = readCopy(tx, where, message)
  if (!told) return { outcome: 'unwanted' }

  const kept = findKept(tx.db, message.identity)
  return kept ? addToKept(tx, where, message, told, kept) : keepNew(tx, where, message, told)
}

/** What this copy tells, when it is ours to keep; what its sender writes from is learnt on the way. */
function readCopy(tx: Tx, where: Where, message: ReadMessage): Told | null {
  const book = ownBook(tx.db, where.domain)
  const keys = keysOf(message.parties)
  const sender = senderOf(message.parties)
  const from = sender && keyOf(sender)
  const { wanted, known } = readAddresses(tx.db, book, keys, isSent(where) && from ? [from] : [])
  if (wanted !== 'known' || normaliseAddresses(message.beyond).some(book.isNever)) return null

  const isStrange = from !== null && !book.isOwn(from) && !known.includes(from)
  if (isStrange && isSent(where)) learnAlias(tx, from, where.mailbox)
  const isOurs = isSent(where) || (from !== null && book.isOwn(from)) || (isStrange && isAlias(tx.db, from))
  return toldBy(where, message, sender, isOurs ? 'out' : 'in')
}

function toldBy({ at }: Where, message: ReadMessage, from: MailParty | null, direction: 'in' | 'out'): Told {
  const { subject, sentAt, snippet, text, trimmed, html, attachments } = message
  const { nature, natureWhy, recipients, size, parties } = message
  const sender = { fromName: from?.name ?? null, fromAddress: from?.address ?? null }
  const words = { subject, ...sender, sentAt, snippet, text, trimmed, html, attachments }
  return { at, direction, nature, natureWhy, recipients, size, parties, words }
}

function keepNew(tx: Tx, where: Where, message: ReadMessage, told: Told): Outcome {
  const mailId = newId()
  const threadId = joinThread(tx, threadKeys(where, message))
  const rowid = insertMail(tx, { mailId, threadId, ...message }, told)
  indexParties(tx.db, rowid, told.parties)
  addCopy(tx, where, mailId)
  levelOf(tx, rowid)
  proposeFromMail(tx, mailId)
  return { outcome: 'stored', mailId }
}

function addToKept(tx: Tx, where: Where, message: ReadMessage, told: Told, kept: Kept): Outcome {
  const { mailId, rowid } = kept
  const now = together(kept.told, told)
  joinThread(tx, threadKeys(where, message), kept.threadId)
  recrediting(tx, mailId, () => {
    addCopy(tx, where, mailId)
    if (!isDeepStrictEqual(now, kept.told)) rewrite(tx, rowid, now, kept.told)
  })
  levelOf(tx, rowid)
  if (proposesMore(kept.told, now)) proposeFromMail(tx, mailId)
  return { outcome: 'copied', mailId }
}

function rewrite(tx: Tx, rowid: number, now: Told, before: Told): void {
  rewriteMail(tx, rowid, now, !areSameWords(now.words, before.words))
  indexParties(tx.db, rowid, now.parties)
}

const proposesMore = (before: Told, now: Told): boolean =>
  now.nature !== before.nature || keysOf(now.parties).length > keysOf(before.parties).length

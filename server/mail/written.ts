/** How a message stands in the mirror: a row, its words apart, and a document for the search. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'
import { oweToSearch } from './indexed.ts'
import type { Told, Words } from './same.ts'

export type Kept = { mailId: string; rowid: number; threadId: string; told: Told }

/** What was kept of this message so far. */
export function findKept(db: Db, identity: string): Kept | null {
  const row = prepared<Row>(db, keptOf).get(identity)
  if (!row) return null

  const { id: mailId, rowid, threadId, parties, attachments, words, ...facts } = read(row)
  return { mailId, rowid, threadId, told: { ...facts, parties, words: { ...words, attachments } } }
}

type Row = Record<string, unknown>

const keptOf = `
  SELECT m.rowid, m.id, m.thread_id AS threadId, m.at, m.direction, m.nature, m.nature_why AS natureWhy, m.recipients, m.size,
    m.parties, m.attachments, m.subject, m.from_name AS fromName, m.from_address AS fromAddress, m.sent_at AS sentAt, m.snippet,
    b.text, b.trimmed, b.html
  FROM mail_messages m JOIN mail_bodies b ON b.rowid = m.rowid WHERE m.identity = ?`

function read(row: Row) {
  const { subject, fromName, fromAddress, sentAt, snippet, text, trimmed, html, ...facts } = row
  const words = { subject, fromName, fromAddress, sentAt, snippet, text, trimmed, html } as Omit<Words, 'attachments'>
  const attachments = JSON.parse(String(row['attachments'])) as Words['attachments']
  const parties = JSON.parse(String(row['parties'])) as Told['parties']
  return { ...(facts as Omit<Told, 'words' | 'parties'> & KeptIds), parties, attachments, words }
}

type KeptIds = { id: string; rowid: number; threadId: string }

type Names = { mailId: string; threadId: string; identity: string; messageId: string | null }

/** Answers the rowid, by which everything else about the message is found. */
export function insertMail(tx: Tx, { mailId, threadId, identity, messageId }: Names, told: Told): number {
  const names = { mailId, threadId, identity, messageId, storedAt: tx.at }
  const rowid = freeRowid(tx.db, told.at)
  prepared(tx.db, insert).run({ rowid, ...names, ...columnsOf(told) })
  writeWords(tx, rowid, told.words)
  return rowid
}

/** Rowids follow time, a thousand to a millisecond, so that the newest hits of a search are its highest. */
function freeRowid(db: Db, at: string): number {
  const base = Math.min(Date.parse(at) || 0, latest) * 1000
  const last = prepared(db, 'SELECT max(rowid) FROM mail_messages WHERE rowid BETWEEN ? AND ?').pluck()
  let free = base
  for (let highest = last.get(free, free + 999); typeof highest === 'number'; highest = last.get(free, free + 999))
    free = highest + 1
  return free
}

/** In milliseconds since 1970: what comes after has no exact rowid. */
const latest = Math.floor(Number.MAX_SAFE_INTEGER / 1000) - 1000

/** Level and participants follow from its copies, see `levels.ts`: until there is one, nobody sees anything. */
const insert = `
  INSERT INTO mail_messages (rowid, id, identity, message_id, thread_id, at, sent_at, direction, nature, nature_why, from_name,
    from_address, to_addresses, parties, recipients, subject, snippet, attachments, size, level, participants, stored_at)
  VALUES (@rowid, @mailId, @identity, @messageId, @threadId, @at, @sentAt, @direction, @nature, @natureWhy, @fromName,
    @fromAddress, @toAddresses, @parties, @recipients, @subject, @snippet, @attachments, @size, 'metadata', '[]', @storedAt)`

/** Writes what all copies came to; its words only when they are others. */
export function rewriteMail(tx: Tx, rowid: number, told: Told, areOtherWords: boolean): void {
  prepared(tx.db, update).run({ rowid, ...columnsOf(told) })
  if (!areOtherWords) return

  prepared(tx.db, 'DELETE FROM mail_bodies WHERE rowid = ?').run(rowid)
  writeWords(tx, rowid, told.words)
}

const update = `
  UPDATE mail_messages SET at = @at, sent_at = @sentAt, direction = @direction, nature = @nature, nature_why = @natureWhy,
    from_name = @fromName, from_address = @fromAddress, to_addresses = @toAddresses, parties = @parties,
    recipients = @recipients, subject = @subject, snippet = @snippet, attachments = @attachments, size = @size
  WHERE rowid = @rowid`

function columnsOf({ at, direction, nature, natureWhy, recipients, size, parties, words }: Told) {
  const { subject, fromName, fromAddress, sentAt, snippet, attachments } = words
  const to = parties.filter(({ role }) => role === 'to' || role === 'cc').map(({ address }) => address)
  const lists = { parties: JSON.stringify(parties), attachments: JSON.stringify(attachments) }
  const facts = { at, direction, nature, natureWhy, recipients, size, toAddresses: JSON.stringify(to) }
  return { ...facts, ...lists, subject, fromName, fromAddress, sentAt, snippet }
}

function writeWords(tx: Tx, rowid: number, { text, trimmed, html }: Words): void {
  prepared(tx.db, 'INSERT INTO mail_bodies (rowid, text, trimmed, html) VALUES (?, ?, ?, ?)').run(
    rowid,
    text,
    trimmed,
    html,
  )
  oweToSearch(tx, rowid)
}

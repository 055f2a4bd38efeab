import type { Db } from '../db/db.ts'
import { newId } from '../db/ids.ts'
import { prepared } from '../db/prepared.ts'
export function noteRead(
  db: Db,
  read: { mailbox: string; actorId: string | null; purpose: string; looked: number; kept: number },
  now: Date,
): void {
  prepared(
    db,
    'INSERT INTO mailbox_reads (id, mailbox, at, actor_id, purpose, looked, kept) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(newId(), read.mailbox, now.toISOString(), read.actorId, read.purpose, read.looked, read.kept)
}

import { prepared } from '../db/prepared.ts'
import { archive, type Tx } from '../db/write.ts'

/**
 * After messages of these threads were erased: a thread is found by what is left of it alone, because a Message-ID tells whose
 * system made it; what was decided for a thread of which nothing is left is put aside.
 */
export function forgetThreads(tx: Tx, threadIds: string[]): void {
  const json = JSON.stringify(threadIds)
  prepared(tx.db, dropKeys).run({ threads: json })
  for (const id of prepared<string>(tx.db, emptyDecisions).pluck().all(json)) archive(tx, 'thread_levels', id)
}

const dropKeys = `
  DELETE FROM mail_thread_keys WHERE thread_id IN (SELECT value FROM json_each(@threads)) AND key NOT IN (
    SELECT 'id:' || m.message_id FROM mail_messages m
    WHERE m.thread_id IN (SELECT value FROM json_each(@threads)) AND m.message_id IS NOT NULL
    UNION ALL
    SELECT 'gmail:' || c.mailbox || ':' || c.gmail_thread_id FROM mail_messages m JOIN mail_copies c ON c.mail_id = m.id
    WHERE m.thread_id IN (SELECT value FROM json_each(@threads))
    UNION ALL
    SELECT k.key FROM mail_thread_keys k JOIN mail_messages m ON m.thread_id = k.thread_id
    WHERE k.thread_id IN (SELECT value FROM json_each(@threads)) AND k.key LIKE 'thread:%')`

const emptyDecisions = `
  SELECT t.id FROM live_thread_levels t WHERE t.thread_id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM mail_messages m WHERE m.thread_id = t.thread_id)`

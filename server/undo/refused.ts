/** The acts that cannot be taken back, in one list: none of them is offered an Undo, and asking for one is refused. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { remembered } from '../grid/memo.ts'

/** `acts` selects the batches; entries are few per entity, so the log is walked by entity and never by a whole import. */
const refusals = [
  {
    acts: "SELECT id FROM batches WHERE surface = 'restore'",
    why: 'A restore cannot be undone. To go back, restore the safety copy that was taken right before it.',
  },
  {
    acts: "SELECT batch_id AS id FROM changes WHERE entity = 'api_tokens'",
    why: 'Making or revoking an API token cannot be undone. Revoke it, or make another, under “Your account”.',
  },
  {
    acts: "SELECT batch_id AS id FROM changes WHERE entity = 'users' AND action = 'create'",
    why: 'Signing up cannot be undone. An admin can end somebody’s access on the page of users.',
  },
  {
    acts: "SELECT batch_id AS id FROM changes WHERE entity = 'users' AND field = 'password_hash'",
    why: 'A password cannot be changed back. Choose another one under “Your account”.',
  },
  {
    acts: "SELECT batch_id AS id FROM changes WHERE entity = 'users' AND field = 'sign_in_link'",
    why: 'A sign-in link that was given away cannot be undone. A newer one for the same person replaces it.',
  },
  {
    acts: `SELECT batch_id AS id FROM changes WHERE entity IN ('fields', 'stages') AND action = 'create'
      AND (entity = 'stages' OR after ->> '$.builtin')`,
    why: 'What the system set up itself cannot be undone.',
  },
  {
    acts: `SELECT batch_id AS id FROM changes
      WHERE entity = 'mailboxes' AND field IN ('set_aside', 'put_back')`,
    why: 'Setting a message aside or putting it back cannot be undone. Decide again beside it, on the page of capture.',
  },
  {
    acts: "SELECT batch_id AS id FROM changes WHERE entity IN ('mailboxes', 'never_log')",
    why: 'What capture may read and keep cannot be undone. Change it back on the page of capture.',
  },
  {
    // A decision about a meeting bears the meeting's id in the place of a thread's; the log still says so of one taken back.
    acts: `SELECT c.batch_id AS id FROM changes c
      JOIN changes made ON made.entity = c.entity AND made.entity_id = c.entity_id AND made.action = 'create'
      JOIN meetings m ON m.id = made.after ->> '$.thread_id'
      WHERE c.entity = 'thread_levels' AND c.surface <> 'capture'`,
    why: 'Who reads what a meeting is about cannot be undone. Decide again beside the meeting.',
  },
  {
    acts: "SELECT batch_id AS id FROM changes WHERE entity = 'thread_levels' AND surface <> 'capture'",
    why: 'Who reads a thread cannot be undone. Decide again beside the thread.',
  },
]

/** Why this act cannot be taken back; null when it can. */
export function refusalOf(db: Db, batchId: string): string | null {
  const refusal = refusals.find(({ acts }) => prepared(db, `SELECT 1 FROM (${acts}) WHERE +id = ?`).get(batchId))
  return refusal?.why ?? null
}

/** Every act there is that cannot be taken back, by id. */
export const refusedActs = (db: Db): Set<string> =>
  remembered(db, 'acts that cannot be undone', () => new Set(prepared<string>(db, allRefused).pluck().all()))

const allRefused = refusals.map(({ acts }) => acts).join(' UNION ')

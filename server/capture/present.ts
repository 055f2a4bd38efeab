import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { reasonText } from '../google/reasons.ts'
import type { Reconciliation } from './reconcile.ts'
import { stateOf } from './states.ts'
import type { Visited } from './visit.ts'

const problem = z
  .string()
  .nullable()
  .describe('Why the mailbox was not captured to the end, as a word such as `google_sign_in`; null when it was.')

const visitShape = z.object({
  address: z.string(),
  looked: z.int().describe('Messages looked at.'),
  stored: z.int().describe('Messages new to the team.'),
  copied: z.int().describe('Messages a colleague’s mailbox had brought before.'),
  unreadable: z.int(),
  problem,
  problem_detail: z.string().nullable().describe('What Google itself said.'),
  problem_text: z.string().nullable().describe('The problem in a sentence, and what to do about it.'),
})

export const runShape = z.object({ mailboxes: z.array(visitShape) })

export const presentRun = (visited: Visited[]): z.infer<typeof runShape> => ({ mailboxes: visited.map(presentVisit) })

const presentVisit = ({ address, looked, stored, copied, unreadable, problem }: Visited) => ({
  ...{ address, looked, stored, copied, unreadable },
  problem: problem?.reason ?? null,
  problem_detail: problem?.detail ?? null,
  problem_text: problem && reasonText({ reason: problem.reason, word: problem.detail }),
})

const direction = z.enum(['sent', 'received'])
const count = z.object({ listed: z.int(), stored: z.int(), missing: z.int() })
const missing = z.object({ gmail_id: z.string(), direction, reason: z.string(), at: z.string().nullable() })

export const reconciledShape = z.object({
  mailboxes: z.array(
    visitShape.extend({
      reconciled_at: z.string().nullable().describe('Null when the mailbox was never compared.'),
      missing: z.int().nullable().describe('Messages Gmail lists for known addresses that are not stored.'),
      messages: z.array(missing).describe('The first 500 of them.'),
      sent: count.nullable(),
      received: count.nullable(),
      set_aside: z.int().describe('Impossible to read, and put aside by an admin.'),
      left_out: z.int().describe('Listed, and rightly not stored: for instance with somebody who is never logged.'),
    }),
  ),
})

/** What the comparison found is kept with the mailbox; one that failed shows what the last one found. */
export function presentReconciled(db: Db, visited: Visited[]): z.infer<typeof reconciledShape> {
  return { mailboxes: visited.map((one) => ({ ...presentVisit(one), ...lastReconciliation(db, one.address) })) }
}

function lastReconciliation(db: Db, address: string) {
  const found = stateOf(db, address).reconciliation as Reconciliation | null
  const counts = { sent: found?.sent ?? null, received: found?.received ?? null }
  const lists = {
    missing: found?.missing ?? null,
    messages: found?.messages ?? [],
    left_out: found?.left_out ?? 0,
    set_aside: found?.set_aside ?? 0,
  }
  return { reconciled_at: found?.at ?? null, ...lists, ...counts }
}

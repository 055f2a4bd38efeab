import { z } from 'zod'
import { privacyLevels } from '../mail/levels.ts'
import type { ReadEntry } from './reads.ts'
import { purposeText } from './reads.ts'
import type { Standing } from './standing.ts'

const instant = z.string().nullable()
const counts = z.object({ listed: z.int(), stored: z.int(), missing: z.int() }).nullable()

export const mailboxShape = z.object({
  id: z.string().nullable().describe('Null while nobody has decided anything about this mailbox.'),
  address: z.string(),
  user_id: z.string().nullable(),
  enabled: z.boolean(),
  level: z.enum(privacyLevels).describe('What colleagues who did not take part see of its mail.'),
  status: z
    .enum(['off', 'proven', 'waiting', 'missing'])
    .describe('`proven`: Gmail was asked, and nothing is missing.'),
  status_text: z.string(),
  last_run_at: instant,
  last_success_at: instant,
  cursor_at: instant.describe('Up to when Gmail’s own history has been followed.'),
  backlog: z.int().describe('Known addresses whose older mail still has to be searched for.'),
  problem: z.string().nullable().describe('A word such as `google_sign_in`.'),
  problem_text: z.string().nullable(),
  reconciled_at: instant,
  missing: z.int().nullable().describe('Null when it was never compared.'),
  sent: counts,
  received: counts,
})

export function presentMailbox({ mailbox, state, reconciliation, verdict }: Standing): z.infer<typeof mailboxShape> {
  const { id, address, owner, enabled, level } = mailbox
  return {
    ...{ id, address, enabled, level },
    user_id: owner?.id ?? null,
    status: verdict.tone,
    status_text: [verdict.text, verdict.more].filter(Boolean).join(' '),
    last_run_at: state?.lastRunAt ?? null,
    last_success_at: state?.lastSuccessAt ?? null,
    cursor_at: state?.historyAt ?? null,
    backlog: state?.backlog ?? 0,
    problem: state?.problem ?? null,
    problem_text: state?.problem ? verdict.more : null,
    reconciled_at: reconciliation?.at ?? null,
    missing: reconciliation?.missing ?? null,
    sent: reconciliation?.sent ?? null,
    received: reconciliation?.received ?? null,
  }
}

export const readShape = z.object({
  id: z.string(),
  at: z.string(),
  purpose: z.string(),
  purpose_text: z.string(),
  reader: z.string().nullable().describe('A colleague’s name; null: the service itself.'),
  looked: z.int().describe('Messages or events that were opened.'),
  kept: z.int().describe('How many of them are stored.'),
})

export const presentRead = (entry: ReadEntry): z.infer<typeof readShape> => ({
  ...entry,
  purpose_text: purposeText(entry.purpose),
})

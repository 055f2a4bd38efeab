import { z } from 'zod'
import { plural } from '../../shared/words.ts'
import type { Db } from '../db/db.ts'
import type { Reason } from '../health.ts'
import { lasting, type Standing, standingsOf } from './standing.ts'

/** What `GET /api/health` tells whoever watches the box: numbers and times, no addresses. */
export const captureHealthShape = z.object({
  status: z
    .enum(['off', 'proven', 'waiting', 'missing'])
    .describe('The worst of the mailboxes; `missing` also when one cannot be read.'),
  mailboxes: z.int().describe('How many are captured.'),
  failing: z.int().describe('How many of them could not be read at the last pass.'),
  missing: z.int().describe('Messages Gmail lists for known addresses that are not stored.'),
  last_success_at: z.string().nullable().describe('The oldest of their last whole passes; null when one had none.'),
  reconciled_at: z.string().nullable().describe('The oldest of their proofs; null when one has none.'),
})

export type CaptureHealth = z.infer<typeof captureHealthShape> & { reason: Reason | null }

export function captureHealth(db: Db, now: Date): CaptureHealth {
  const on = standingsOf(db, now).filter(({ mailbox }) => mailbox.enabled)
  const status = (['missing', 'waiting', 'proven'] as const).find((one) => on.some((s) => s.verdict.tone === one))
  const missing = on.reduce((sum, { reconciliation }) => sum + (reconciliation?.missing ?? 0), 0)
  const told = {
    status: status ?? ('off' as const),
    mailboxes: on.length,
    failing: on.filter(({ state }) => state?.problem).length,
    missing,
    last_success_at: oldest(on.map(({ state }) => state?.lastSuccessAt ?? null)),
    reconciled_at: oldest(on.map(({ reconciliation }) => reconciliation?.at ?? null)),
  }
  return { ...told, reason: on.length === 0 ? null : reasonOf(told, on, now) }
}

function oldest(times: (string | null)[]): string | null {
  return times.includes(null) ? null : (times.sort()[0] ?? null)
}

function reasonOf(told: z.infer<typeof captureHealthShape>, on: Standing[], now: Date): Reason {
  const worst = on.find(({ verdict }) => verdict.tone === told.status)
  const whose = worst?.mailbox.owner?.fullName ?? worst?.mailbox.address ?? ''
  if (told.missing > 0)
    return {
      tone: 'bad',
      text: `Gmail has ${plural(told.missing, 'message')} that ${told.missing === 1 ? 'is' : 'are'} missing here.`,
    }
  if (told.status === 'missing') return { tone: 'bad', text: `The mailbox of ${whose} cannot be read.` }
  if (told.status === 'waiting') return { tone: 'late', text: `Gmail, ${whose}: ${worst?.verdict.text}` }

  const age = now.getTime() - Date.parse(told.reconciled_at ?? now.toISOString())
  return { tone: 'good', text: `Mail was compared with Gmail ${lasting(age)} ago, and nothing is missing.` }
}

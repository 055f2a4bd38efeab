import type { FastifyInstance } from 'fastify'
import { plural } from '../../shared/words.ts'
import { allUsers } from '../accounts/users.ts'
import { reasonText } from '../google/reasons.ts'
import { listNeverLog } from '../mail/never-log.ts'
import { listUnreadable } from '../mail/unreadable.ts'
import { mailByDay } from './days.ts'
import { gmailLink } from './gmail-link.ts'
import { type Standing, standingsOf, type Tone } from './standing.ts'

const mostUnreadable = 50

/** What the trust page shows: what holds for all mailboxes, each of them, and what is kept out. */
export function trustPage(app: Pick<FastifyInstance, 'db' | 'config' | 'now'>) {
  const { db, config, now } = app
  const standings = standingsOf(db, now())
  const on = standings.filter(({ mailbox }) => mailbox.enabled).sort(byTone)
  return {
    on: on.map((standing) => ({ ...standing, days: mailByDay(db, standing.mailbox.address, config.timezone, now()) })),
    off: standings.filter(({ mailbox }) => !mailbox.enabled),
    summary: summaryOf(on),
    busy: on.some(({ busy }) => busy),
    connected: config.googleKeyFile !== null,
    neverLog: listNeverLog(db),
    unreadable: listUnreadable(db, { limit: mostUnreadable, offset: 0 }),
    reasonText,
    gmailLink,
    names: new Map(allUsers(db).map((user) => [user.id, user.fullName])),
  }
}

const order: Tone[] = ['missing', 'waiting', 'proven', 'off']

/** What somebody has to look at comes first. */
const byTone = (a: Standing, b: Standing) => order.indexOf(a.verdict.tone) - order.indexOf(b.verdict.tone)

export type Summary = { tone: Tone; text: string; provenAt: string | null; missing: number }

/** One sentence for all of them; `provenAt` is the oldest of their proofs, so that it holds for each. */
function summaryOf(on: Standing[]): Summary {
  const tone = (['missing', 'waiting', 'proven'] as const).find((one) => on.some(({ verdict }) => verdict.tone === one))
  const proofs = on.map(({ reconciliation }) => reconciliation?.at ?? null)
  const missing = on.reduce((sum, { reconciliation }) => sum + (reconciliation?.missing ?? 0), 0)
  const provenAt = proofs.length > 0 && proofs.every((at) => at !== null) ? (proofs.sort()[0] ?? null) : null
  return { tone: tone ?? 'off', text: textOf(on, missing), provenAt, missing }
}

function textOf(on: Standing[], missing: number): string {
  const failing = on.filter(({ state }) => state?.problem).length
  if (on.length === 0) return 'No mailbox is captured yet.'
  if (missing > 0) return `${plural(missing, 'message')} ${missing === 1 ? 'is' : 'are'} missing.`
  if (failing > 0) return `${plural(failing, 'mailbox', 'mailboxes')} could not be read.`
  if (on.some(({ verdict }) => verdict.tone === 'waiting')) return 'Not everything is proven yet.'
  return 'Nothing is missing.'
}

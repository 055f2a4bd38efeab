import { GoogleProblem } from './problems.ts'
import type { Workspace } from './workspace.ts'

/** The services that count a user's calls apart from each other. */
export type QuotaService = 'gmail' | 'calendar'

/** Units a user may spend in a minute, as for Cloud projects made since May 2026; a calendar call counts as one. */
export const usualQuota: Record<QuotaService, number> = { gmail: 6000, calendar: 600 }

interface Spending {
  minute: number
  units: number
}

const spentBy = new WeakMap<Workspace, Map<string, Spending>>()

/** Charges a call to its user; past the minute's quota it is refused, whatever it would have answered. */
export function chargeQuota(workspace: Workspace, service: QuotaService, user: string, units: number) {
  const spendings = spentBy.get(workspace) ?? new Map<string, Spending>()
  spentBy.set(workspace, spendings)
  const minute = Math.floor(workspace.clock.now().getTime() / 60_000)
  const last = spendings.get(`${service} ${user}`)
  const spent = last?.minute === minute ? last.units : 0
  if (spent + units > workspace.unitsPerMinute[service]) throw rateLimitExceeded(service)
  spendings.set(`${service} ${user}`, { minute, units: spent + units })
}

function rateLimitExceeded(service: QuotaService): GoogleProblem {
  return new GoogleProblem({
    status: 429,
    reason: 'rateLimitExceeded',
    message:
      "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service " +
      `'${service}.googleapis.com'.`,
  })
}

/**
 * What is approved by itself. Nothing is decided in silence: the setting is in the log with who chose it and when, and every
 * proposal approved by it stands in the ledger like any other and can be taken back.
 */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'
import { setSetting } from '../settings/settings.ts'
import { type RuleName, ruleNames, rules } from './rules.ts'

/** Whether something is on, since when, and who chose it; nobody did while it is as it came. */
export type Policy = { on: boolean; at: string | null; by: string | null }

/** `correspondence` as a switch of its own: whether mail with somebody wholly unknown proposes a prospect at all. */
export type Policies = { auto: Record<RuleName, Policy>; correspondents: Policy }

type Stored = { auto?: Partial<Record<string, Policy>>; correspondents?: Policy }

export function policiesOf(db: Db): Policies {
  const { auto = {}, correspondents = asItCame(false) } = stored(db)
  const chosen = ruleNames.map((name) => [name, auto[name] ?? asItCame(rules[name].auto)] as const)
  return { auto: Object.fromEntries(chosen) as Record<RuleName, Policy>, correspondents }
}

const asItCame = (on: boolean): Policy => ({ on, at: null, by: null })

/** Asked for every captured message. */
export const isApprovedBySelf = (db: Db, rule: RuleName): boolean => stored(db).auto?.[rule]?.on ?? rules[rule].auto

/** Whether mail with somebody unknown proposes a prospect. */
export const proposesCorrespondents = (db: Db): boolean => stored(db).correspondents?.on ?? false

export type PolicyPatch = {
  auto?: Partial<Record<RuleName, boolean>> | undefined
  correspondents?: boolean | undefined
}

/** Switches what differs from what is so now, with the name and the time of whoever does. */
export function setPolicies(tx: Tx, { auto = {}, correspondents }: PolicyPatch): void {
  const now = policiesOf(tx.db)
  const switched = (policy: Policy, on: boolean | undefined): Policy =>
    on === undefined || on === policy.on ? policy : { on, at: tx.at, by: tx.actor.id }
  const rulesNow = ruleNames.map((name) => [name, switched(now.auto[name], auto[name])] as const)
  const chosen = Object.fromEntries(rulesNow.filter(([, policy]) => policy.at !== null))
  setSetting(tx, setting, { auto: chosen, correspondents: switched(now.correspondents, correspondents) })
}

/** What a person reads of a proposal that was approved by a policy. */
export const policyReason = (rule: RuleName): string => `Policy: ${rules[rule].title.toLowerCase()}`

const setting = 'capture_policies'

function stored(db: Db): Stored {
  const json = prepared(db, 'SELECT value FROM live_settings WHERE id = ?').pluck().get(setting)
  return typeof json === 'string' ? (JSON.parse(json) as Stored) : {}
}

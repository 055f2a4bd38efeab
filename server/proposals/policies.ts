/**
 * What is approved by itself. Nothing is decided in silence: the setting is in the log with who chose it and when, and every
 * proposal approved by it stands in the ledger like any other and can be taken back.
 */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'
import { setSetting } from '../settings/settings.ts'
import { isRule, type RuleName, ruleNames, rules } from './rules.ts'

/** `correspond`: whether mail with somebody wholly unknown, in both directions, proposes a prospect at all. */
export type Policies = { auto: Record<RuleName, boolean>; correspond: boolean }

type Stored = { auto?: Partial<Record<string, boolean>>; correspond?: boolean }

export function policiesOf(db: Db): Policies {
  const { auto = {}, correspond = false } = stored(db)
  const chosen = ruleNames.map((name) => [name, auto[name] ?? rules[name].auto] as const)
  return { auto: Object.fromEntries(chosen) as Record<RuleName, boolean>, correspond }
}

/** Asked for every captured message. */
export const isApprovedBySelf = (db: Db, rule: RuleName): boolean => stored(db).auto?.[rule] ?? rules[rule].auto

/** Whether mail with somebody unknown proposes a prospect. */
export const proposesCorrespondents = (db: Db): boolean => stored(db).correspond ?? false

export function setPolicies(
  tx: Tx,
  { auto, correspond }: { auto?: Partial<Record<RuleName, boolean>>; correspond?: boolean },
) {
  const now = policiesOf(tx.db)
  setSetting(tx, setting, { auto: { ...now.auto, ...auto }, correspond: correspond ?? now.correspond })
}

/** What a person reads of a proposal that was approved by a policy. */
export const policyReason = (rule: unknown): string =>
  isRule(rule) ? `Policy: ${rules[rule].title.toLowerCase()}` : 'Policy'

const setting = 'capture_policies'

function stored(db: Db): Stored {
  const json = prepared(db, 'SELECT value FROM live_settings WHERE id = ?').pluck().get(setting)
  return typeof json === 'string' ? (JSON.parse(json) as Stored) : {}
}

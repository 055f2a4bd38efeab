/** Policies, applied by a person to what waits already. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Done } from '../db/write.ts'
import type { Outcome } from './decide.ts'
import { type Decider, decideMany } from './decide-many.ts'
import { policiesOf } from './policies.ts'
import { type RuleName, ruleNames } from './rules.ts'

/** How much one act takes on; what is left is done by the next. */
const most = 2000

/** How many wait by the rule they follow from. What a person took back, or decided before, is theirs and never counts. */
export function waitingByRule(db: Db): Map<string, number> {
  const rows = prepared<{ rule: string; n: number }>(db, counted).all()
  return new Map(rows.map(({ rule, n }) => [rule, n]))
}

const undecided = `
  status = 'pending' AND source = 'capture'
    AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.entity = 'proposals' AND c.entity_id = p.id AND c.field = 'status')`

const counted = `
  SELECT p.evidence ->> '$[0].rule' AS rule, count(*) AS n FROM live_proposals p WHERE ${undecided} GROUP BY rule`

/** Approves, as whoever asks for it, what waits by rules that are approved by themselves; by one rule, if it is named. */
export function applyPolicies(decider: Decider, what: string, only?: RuleName): Promise<Done<Outcome[]>> {
  const { auto } = policiesOf(decider.db)
  const on = ruleNames.filter((name) => auto[name].on && (only === undefined || name === only))
  const ids = prepared<string>(decider.db, waiting)
    .pluck()
    .all({ rules: JSON.stringify(on), most })
  return decideMany(decider, what, ids, { action: 'approve' })
}

const waiting = `
  SELECT p.id FROM live_proposals p
  WHERE ${undecided} AND p.evidence ->> '$[0].rule' IN (SELECT value FROM json_each(@rules))
  ORDER BY p.id LIMIT @most`

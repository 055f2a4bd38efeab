/** The rules of the fund. They act for everybody, so admins write them. */

import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { asc, eq } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { automations } from '../db/live.ts'
import { prepared, preparedQuery } from '../db/prepared.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { invalid, notFound } from '../errors.ts'
import { whileStanding } from '../grid/memo.ts'
import { requireWorking } from './check.ts'
import { type Action, actionsShape, type Trigger, triggerShape } from './rule.ts'

type Stored = Row<'automations'>
export type Automation = Omit<Stored, 'trigger' | 'actions'> & { trigger: Trigger; actions: Action[] }

const name = z.string().trim().min(1, 'Give the rule a name.').max(200, 'Keep the name under 200 characters.')
const facts = {
  description: z.string().trim().max(2000).nullish(),
  enabled: z.boolean().optional(),
  conditions: z
    .record(z.string(), z.unknown())
    .nullish()
    .describe('A filter tree that must hold, as rows are filtered by. Null: always.'),
}

export const automationForm = z.strictObject({ name, trigger: triggerShape, actions: actionsShape, ...facts })
export const automationPatch = z.strictObject({
  name: name.optional(),
  trigger: triggerShape.optional(),
  actions: actionsShape.optional(),
  position: z.int().min(0).optional(),
  ...facts,
})
export type AutomationForm = z.output<typeof automationForm>
export type AutomationPatch = z.output<typeof automationPatch>

export const listAutomations = (db: Db): Automation[] => inOrder(db).all().map(parsed)

const inOrder = preparedQuery((db) =>
  db.select().from(automations).orderBy(asc(automations.position), asc(automations.id)).prepare(),
)

const atWork = preparedQuery((db) =>
  db
    .select()
    .from(automations)
    .where(eq(automations.enabled, true))
    .orderBy(asc(automations.position), asc(automations.id))
    .prepare(),
)

export function findAutomation(db: Db, id: string): Automation {
  const stored = db.select().from(automations).where(eq(automations.id, id)).get()
  if (!stored) throw notFound('rule')

  return parsed(stored)
}

const parsed = (stored: Stored): Automation => ({
  ...stored,
  trigger: triggerShape.parse(stored.trigger),
  actions: actionsShape.parse(stored.actions),
})

/** A new rule rests until it is switched on. `key` names the ones every fund starts with. */
export function addAutomation(tx: Tx, form: AutomationForm, key: string | null = null): Automation {
  const { trigger, actions, conditions = null, enabled = false, description = null } = form
  requireWorking(tx.db, { trigger, conditions, actions })
  const position = Math.max(0, ...listAutomations(tx.db).map((rule) => rule.position)) + 1
  const tree = conditions as Stored['conditions']
  return parsed(
    record(tx, 'automations', {
      key,
      name: form.name,
      description,
      enabled,
      trigger,
      conditions: tree,
      actions,
      position,
    }),
  )
}

/** What cannot work can be saved switched off only as far as it is named; switching on checks all of it again. */
export function editAutomation(tx: Tx, id: string, patch: AutomationPatch): Automation {
  const rule = findAutomation(tx.db, id)
  const { trigger = rule.trigger, actions = rule.actions } = patch
  const conditions = patch.conditions === undefined ? rule.conditions : patch.conditions
  const isWork = patch.enabled || patch.trigger || patch.actions || patch.conditions
  if (isWork) requireWorking(tx.db, { trigger, conditions, actions })
  return parsed(amend(tx, 'automations', id, patch as Partial<Stored>))
}

export function archiveAutomation(tx: Tx, id: string): Automation {
  return parsed(archive(tx, 'automations', findAutomation(tx.db, id).id))
}

/** A rule that is at work. `since` is the log entry that set it to work as it is: what happened before is not its business. */
export type Rule = Automation & { since: number; sinceAt: string }

/** Asked after every act, so they are read again only when a rule was changed. */
export const enabledRules = (db: Db): readonly Rule[] =>
  whileStanding(db, 'automations', 'at work', () =>
    atWork(db)
      .all()
      .map((rule) => ({ ...parsed(rule), ...sinceOf(db, rule.id) })),
  )

/** The same for one rule, at work or not. */
export const ruleOf = (db: Db, automation: Automation): Rule => ({ ...automation, ...sinceOf(db, automation.id) })

function sinceOf(db: Db, id: string): { since: number; sinceAt: string } {
  const found = prepared<{ seq: number; at: string }>(db, setToWork).get(id)
  if (!found) throw invalid({ id: 'This rule is not in the change log.' })

  return { since: found.seq, sinceAt: found.at }
}

const setToWork = `
  SELECT seq, at FROM changes WHERE entity = 'automations' AND entity_id = ?
  AND (action IN ('create', 'restore') OR field IN ('enabled', 'trigger')) ORDER BY seq DESC LIMIT 1`

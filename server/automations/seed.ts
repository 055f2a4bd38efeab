/** The two rules every fund starts with, switched off until an admin wants them. */
import type { z } from 'zod'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'
import { addAutomation, automationForm } from './automations.ts'
import { problemsOf } from './check.ts'

const rules: Record<string, z.input<typeof automationForm>> = {
  graveyard: {
    name: 'Graveyard',
    description: 'Longshots and follow-ups nobody has spoken with for a year leave the lists, if somebody agrees.',
    trigger: { kind: 'no_contact', days: 365 },
    conditions: {
      op: 'and',
      conditions: [
        { field: 'list', op: 'any_of', value: ['longshot', 'follow_up'] },
        { field: 'total_committed', op: '=', value: 0 },
      ],
    },
    actions: [
      {
        kind: 'propose',
        action: { kind: 'move_list', list: 'graveyard' },
        reason: 'No contact for a year, and nothing committed.',
      },
    ],
  },
  follow_up: {
    name: 'Follow up',
    description: 'Open opportunities that went quiet for a month come back to their owner.',
    trigger: { kind: 'no_contact', days: 30 },
    conditions: {
      op: 'and',
      conditions: [
        { field: 'list', op: 'is', value: 'main' },
        { field: 'open_opportunities', op: '>', value: 0 },
      ],
    },
    actions: [
      { kind: 'create_task', title: 'Follow up with {Name}', due_in_days: 3, owner: 'owner' },
      { kind: 'move_list', list: 'follow_up' },
    ],
  },
}

/** Adds those a fund never had and whose lists it has: one that was archived stays away. */
export function seedAutomations(tx: Tx): void {
  const had = new Set(prepared(tx.db, everSeeded).pluck().all())
  for (const [key, given] of Object.entries(rules).filter(([one]) => !had.has(one))) {
    const rule = automationForm.parse(given)
    const problems = problemsOf(tx.db, { ...rule, conditions: rule.conditions ?? null })
    if (Object.keys(problems).length === 0) addAutomation(tx, rule, key)
  }
}

const everSeeded = `
  SELECT after ->> '$.key' FROM changes WHERE entity = 'automations' AND action = 'create'
  UNION SELECT key FROM live_automations`

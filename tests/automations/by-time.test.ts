import { expect, test } from 'vitest'
import { editAutomation, findAutomation, listAutomations } from '../../server/automations/automations.ts'
import { dryRun } from '../../server/automations/dry-run.ts'
import { logCommunication } from '../../server/communications/log.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { listProposals, titleOf } from '../../server/proposals/proposals.ts'
import { listTasks } from '../../server/tasks/tasks.ts'
import { days } from '../support/clock.ts'
import { openRules, setStep } from './support.ts'

function call({ inAct, clock }: ReturnType<typeof openRules>, investorId: string) {
  const said = { type: 'call' as const, summary: 'Spoke', occurred_at: clock.now().toISOString() }
  return inAct((tx) => logCommunication(tx, { ...said, investor_id: investorId }))
}

test('silence fires once per last contact, and again after the next one was followed by silence', async () => {
  const rules = openRules()
  const { rule, byTime, clock, harbor, runs } = rules
  call(rules, harbor.id)
  const conditions = { field: 'name', op: 'contains', value: 'Harbor' }
  rule({
    trigger: { kind: 'no_contact', days: 30 },
    conditions,
    actions: [{ kind: 'create_task', title: 'Call {Name}' }],
  })

  clock.advance(days(29))
  await byTime()
  expect(runs()).toHaveLength(0)

  clock.advance(days(1))
  await byTime()
  await byTime()
  expect(runs()).toMatchObject([{ investorId: harbor.id, outcome: 'done' }])

  call(rules, harbor.id)
  clock.advance(days(31))
  await byTime()
  expect(runs()).toHaveLength(2)
})

test('whoever was never spoken with is silent since they were added', async () => {
  const { rule, byTime, clock, runs } = openRules()
  rule({ trigger: { kind: 'no_contact', days: 10 }, actions: [setStep('Say hello')] })

  clock.advance(days(9))
  await byTime()
  expect(runs()).toHaveLength(0)

  clock.advance(days(1))
  await byTime()
  expect(runs()).toHaveLength(3)
})

test('what was taken back after the clock set it off is not done again', async () => {
  const { rule, byTime, clock, undo, quill, values, runs } = openRules()
  rule({ trigger: { kind: 'no_contact', days: 10 }, actions: [setStep('Say hello')] })
  clock.advance(days(10))
  await byTime()

  undo(runs().find((run) => run.investorId === quill.id)?.batch ?? '')
  await byTime()

  expect(values(quill.id)['next_step']).toBeNull()
  expect(runs()).toHaveLength(3)
})

test('a date is reached once per date, days before it when asked, and not when it is long past', async () => {
  const { rule, edit, byTime, clock, harbor, alder, runs } = openRules()
  edit(alder.id, { next_step_at: '2026-10-01' })
  edit(harbor.id, { next_step_at: '2026-11-20' })
  rule({
    trigger: { kind: 'date_reached', field: 'next_step_at', offset_days: -2 },
    actions: [{ kind: 'create_task', title: 'Due soon' }],
  })
  await byTime()
  expect(runs()).toHaveLength(0)

  clock.advance(days(2))
  await byTime()
  clock.advance(days(1))
  await byTime()
  expect(runs()).toMatchObject([{ investorId: harbor.id, occasion: 'date:next_step_at:2026-11-20' }])
})

test('a rule of the clock acts on what is due as soon as it is switched on', () => {
  const { rule, clock, runs } = openRules()
  clock.advance(days(40))

  rule({ trigger: { kind: 'no_contact', days: 30 }, actions: [setStep('Say hello')] })

  expect(runs()).toHaveLength(3)
})

test('the rules every fund starts with are switched off, propose the graveyard and bring quiet deals back', () => {
  const rules = openRules()
  const { db, inAct, settle, clock, harbor, fundII, ines, values } = rules
  const [graveyard, followUp] = listAutomations(db)
  expect([graveyard, followUp]).toMatchObject([
    { key: 'graveyard', enabled: false },
    { key: 'follow_up', enabled: false },
  ])
  inAct((tx) => flagOpportunity(tx, { investor_id: harbor.id, fund_id: fundII.id }))
  clock.advance(days(366))

  for (const rule of [graveyard, followUp]) inAct((tx) => editAutomation(tx, String(rule?.id), { enabled: true }))
  settle()

  expect(listProposals(db, { status: 'pending' }).map(titleOf)).toEqual([
    'Move to Graveyard (Alder Pension)',
    'Move to Graveyard (Quill Endowment)',
  ])
  expect(listTasks(db).map(({ task }) => task)).toMatchObject([
    { title: 'Follow up with Harbor Family Office', ownerId: ines.id },
  ])
  expect(values(harbor.id)['list']).toBe('follow_up')
})

test('a dry run says what would be done to whom, and writes nothing', async () => {
  const { db, world, rule, inAct, edit, quill, alder } = openRules()
  const { id } = rule({
    enabled: false,
    trigger: { kind: 'field_changes', field: 'list', to: ['longshot', 'follow_up'] },
    actions: [setStep('Call'), { kind: 'create_task', title: 'Call {Name}' }],
  })
  edit(alder.id, { next_step: 'Call' })
  const before = db.$client.serialize()

  const run = await dryRun(world, findAutomation(db, id))

  expect(run).toMatchObject({ matched: 2, would_act: 2 })
  expect(run.rows.map(({ name, effects }) => [name, effects.length])).toEqual([
    ['Alder Pension', 1],
    ['Quill Endowment', 2],
  ])
  expect(run.rows[1]?.effects[0]).toEqual({ kind: 'set_field', field: 'next_step', before: null, after: 'Call' })
  expect(before.equals(db.$client.serialize())).toBe(true)
  expect(inAct(() => quill.id).changed).toBe(0)
})

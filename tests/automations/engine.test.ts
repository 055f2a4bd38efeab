import { expect, test } from 'vitest'
import { editAutomation } from '../../server/automations/automations.ts'
import { work } from '../../server/automations/engine.ts'
import { runAgain } from '../../server/automations/fire.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { archive, record } from '../../server/db/write.ts'
import { editCells } from '../../server/grid/cells.ts'
import { addField } from '../../server/grid/fields.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { flagOpportunity, moveOpportunity } from '../../server/pipeline/opportunities.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { listTasks } from '../../server/tasks/tasks.ts'
import { plainView } from '../../shared/views.ts'
import { openRules, setStep, toGraveyard } from './support.ts'

test('fires once when a field changes to the value, as an act of its own under the rule’s name', () => {
  const { db, rule, edit, settle, quill, values, runs } = openRules()
  const { id } = rule({ name: 'Goodbye', trigger: toGraveyard, actions: [setStep('Send a goodbye note')] })

  edit(quill.id, { list: 'graveyard' })
  settle()
  settle()

  expect(values(quill.id)['next_step']).toBe('Send a goodbye note')
  expect(runs()).toMatchObject([
    {
      automationId: id,
      investorId: quill.id,
      outcome: 'done',
      depth: 0,
      effects: [{ kind: 'set_field', field: 'next_step', before: null, after: 'Send a goodbye note' }],
    },
  ])
  const batch = db.$client
    .prepare('SELECT actor_id, actor_name, surface FROM batches WHERE id = ?')
    .get(runs()[0]?.batch)
  expect(batch).toEqual({ actor_id: null, actor_name: 'Rule “Goodbye”', surface: 'automation' })
})

test.each([
  ['another value', { list: 'follow_up' }],
  ['another field', { city: 'Oslo' }],
  ['the value it had', { list: 'longshot' }],
])('does not fire for %s', (_what, values) => {
  const { rule, edit, settle, quill, runs } = openRules()
  rule({ trigger: toGraveyard, actions: [setStep('x')] })

  edit(quill.id, values)
  settle()

  expect(runs()).toEqual([])
})

test('a field that is set and set back within one act has not changed', () => {
  const { rule, inAct, settle, quill, runs } = openRules()
  rule({ trigger: { kind: 'field_changes', field: 'city' }, actions: [setStep('x')] })

  inAct((tx) => {
    editCells(tx, quill.id, { city: 'Oslo' })
    editCells(tx, quill.id, { city: null })
  })
  settle()

  expect(runs()).toEqual([])
})

test('every committed change fires for itself, also when several wait', () => {
  const { rule, inAct, edit, settle, quill, runs } = openRules()
  const { result: field } = inAct((tx) => addField(tx, { label: 'Tier', type: 'text' }))
  const action = { kind: 'set_field', field: field.key, value: 'C' } as const
  rule({ trigger: { kind: 'field_changes', field: 'city' }, actions: [action] })
  inAct((tx) => archive(tx, 'fields', field.id))

  for (const city of ['Oslo', 'Rome', 'Oslo']) edit(quill.id, { city })
  settle()

  expect(runs().map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed'])
})

test('conditions are asked when it fires', () => {
  const { rule, edit, settle, quill, alder, values } = openRules()
  const conditions = { field: 'type', op: 'is', value: 'Pension' }
  rule({ trigger: toGraveyard, conditions, actions: [setStep('Goodbye')] })

  edit(quill.id, { list: 'graveyard' })
  edit(alder.id, { list: 'graveyard' })
  settle()

  expect(values(alder.id)['next_step']).toBe('Goodbye')
  expect(values(quill.id)['next_step']).toBeNull()
})

test('what happened before a rule was switched on is not its business', () => {
  const { rule, edit, settle, quill, runs } = openRules()
  edit(quill.id, { list: 'graveyard' })

  rule({ trigger: toGraveyard, actions: [setStep('x')] })
  settle()

  expect(runs()).toEqual([])
})

test('a new investor fires “created” once, and changes nothing yet', () => {
  const { rule, inAct, settle, runs } = openRules()
  rule({ trigger: { kind: 'created' }, actions: [{ kind: 'create_task', title: 'Welcome {Name}' }] })
  rule({ trigger: { kind: 'field_changes', field: 'city' }, actions: [setStep('x')] })

  const { result: birch } = inAct((tx) => addInvestor(tx, { name: 'Birch Foundation', city: 'Bergen' }))
  settle()

  expect(runs()).toMatchObject([
    { investorId: birch.id, outcome: 'done', effects: [{ title: 'Welcome Birch Foundation' }] },
  ])
})

test('a custom column that several values are in fires when one of them comes in', () => {
  const { rule, inAct, edit, settle, quill, runs } = openRules()
  const choices = [{ name: 'Asia' }, { name: 'Europe' }]
  const { result: field } = inAct((tx) =>
    addField(tx, { label: 'Regions', type: 'multi_select', options: { choices } }),
  )
  rule({ trigger: { kind: 'field_changes', field: field.key, to: 'Asia' }, actions: [setStep('Plan a trip')] })

  edit(quill.id, { [field.key]: ['Europe'] })
  settle()
  expect(runs()).toHaveLength(0)

  edit(quill.id, { [field.key]: ['Europe', 'Asia'] })
  settle()
  edit(quill.id, { [field.key]: ['Asia'] })
  settle()
  expect(runs()).toHaveLength(1)
})

test('a column worked out from other records fires when it comes to the value', () => {
  const { rule, inAct, settle, harbor, fundII, runs } = openRules()
  rule({ trigger: { kind: 'field_changes', field: 'stage', to: 'due_diligence' }, actions: [setStep('Send the DDQ')] })

  const { result: deal } = inAct((tx) => flagOpportunity(tx, { investor_id: harbor.id, fund_id: fundII.id }))
  settle()
  expect(runs()).toHaveLength(0)

  inAct((tx) => moveOpportunity(tx, deal.id, { stage: 'due_diligence' }))
  settle()
  expect(runs()).toMatchObject([{ investorId: harbor.id, outcome: 'done' }])
})

function viewOfFollowUps({ inAct }: ReturnType<typeof openRules>) {
  const definition = { ...plainView, filter: { field: 'list', op: 'is' as const, value: 'follow_up' } }
  return inAct((tx) => record(tx, 'views', { name: 'Follow-ups', definition, position: 9 })).result
}

test('who is in a view when the rule is switched on is known; who enters fires, again after leaving', () => {
  const rules = openRules()
  const { rule, edit, settle, alder, harbor, runs } = rules
  const view = viewOfFollowUps(rules)
  rule({ trigger: { kind: 'enters_view', view_id: view.id }, actions: [{ kind: 'create_task', title: 'Call {Name}' }] })
  expect(runs()).toEqual([])

  edit(harbor.id, { list: 'follow_up' })
  settle()
  expect(runs()).toMatchObject([{ investorId: harbor.id, outcome: 'done' }])

  edit(alder.id, { list: 'main' })
  settle()
  edit(alder.id, { list: 'follow_up' })
  settle()
  expect(runs().map(({ investorId }) => investorId)).toEqual([alder.id, harbor.id])
})

test('changing the view itself moves nobody in', () => {
  const rules = openRules()
  const { rule, inAct, settle, runs } = rules
  const view = viewOfFollowUps(rules)
  rule({ trigger: { kind: 'enters_view', view_id: view.id }, actions: [setStep('x')] })

  inAct((tx) => {
    archive(tx, 'views', view.id)
    addContact(tx, { name: 'Somebody', emails: [], investor_ids: [] })
  })
  settle()

  expect(runs()).toEqual([])
})

test('undoing an act, or what a rule did, fires nothing and is not done again', () => {
  const { rule, edit, settle, undo, quill, values, runs } = openRules()
  rule({ trigger: { kind: 'field_changes', field: 'list' }, actions: [setStep('Look at it')] })
  const batch = edit(quill.id, { list: 'graveyard' })
  settle()

  undo(runs()[0]?.batch ?? '')
  settle()
  undo(batch)
  settle()

  expect(values(quill.id)).toMatchObject({ list: 'longshot', next_step: null })
  expect(runs()).toHaveLength(1)
})

test('adding an investor can be undone although a rule looked at it', () => {
  const { rule, inAct, settle, undo, values, harbor } = openRules()
  const propose = { kind: 'propose', action: { kind: 'move_list', list: 'longshot' } } as const
  rule({ trigger: { kind: 'created' }, actions: [propose] })
  const { result: birch, batchId } = inAct((tx) => addInvestor(tx, { name: 'Birch Foundation' }))
  settle()

  const undone = undo(batchId)

  expect(undone.skipped).toEqual([])
  expect(values(birch.id)).toEqual({})
  expect(values(harbor.id)).not.toEqual({})
})

test('rules may set off one another, but none acts twice on one investor in a chain', () => {
  const { rule, edit, settle, quill, values, runs } = openRules()
  const ping = rule({
    name: 'Ping',
    trigger: { kind: 'field_changes', field: 'city' },
    actions: [{ kind: 'set_field', field: 'country', value: 'Norway' }],
  })
  rule({
    name: 'Pong',
    trigger: { kind: 'field_changes', field: 'country' },
    actions: [{ kind: 'set_field', field: 'city', value: 'Bergen' }],
  })

  edit(quill.id, { city: 'Oslo' })
  settle()

  expect(values(quill.id)).toMatchObject({ city: 'Bergen', country: 'Norway' })
  expect(
    runs()
      .map(({ outcome, depth }) => [outcome, depth])
      .toReversed(),
  ).toEqual([
    ['done', 0],
    ['done', 1],
    ['stopped', 2],
  ])
  expect(runs()[0]).toMatchObject({ automationId: ping.id, reason: expect.stringContaining('already acted') })
})

test('a chain of many rules ends after five', () => {
  const { rule, inAct, edit, settle, quill, runs } = openRules()
  const keys = Array.from(
    { length: 8 },
    (_, n) => inAct((tx) => addField(tx, { label: `Step ${n}`, type: 'number' })).result.key,
  )
  for (const [n, key] of keys.slice(0, -1).entries()) {
    const next = { kind: 'set_field', field: String(keys[n + 1]), value: n } as const
    rule({ name: `Rule ${n}`, trigger: { kind: 'field_changes', field: key }, actions: [next] })
  }

  edit(quill.id, { [String(keys[0])]: 1 })
  settle()

  expect(
    runs()
      .map(({ outcome }) => outcome)
      .toReversed(),
  ).toEqual(['done', 'done', 'done', 'done', 'done', 'stopped'])
})

test('a rule that fails says why, the others go on, and it can be run again', () => {
  const { world, rule, inAct, edit, settle, quill, values, runs } = openRules()
  const { result: field } = inAct((tx) => addField(tx, { label: 'Tier', type: 'text' }))
  const broken = rule({
    name: 'Broken',
    trigger: toGraveyard,
    actions: [{ kind: 'set_field', field: field.key, value: 'C' }],
  })
  rule({ name: 'Sound', trigger: toGraveyard, actions: [setStep('Goodbye')] })
  inAct((tx) => archive(tx, 'fields', field.id))

  edit(quill.id, { list: 'graveyard' })
  settle()

  expect(values(quill.id)['next_step']).toBe('Goodbye')
  const failed = runs().find((run) => run.automationId === broken.id)
  expect(failed).toMatchObject({ outcome: 'failed', reason: 'There is no column “tier” any more.' })

  const { result: mended } = inAct((tx) =>
    editAutomation(tx, broken.id, { actions: [{ kind: 'move_list', list: 'main' }] }),
  )
  const again = runAgain(world, failed as NonNullable<typeof failed>, mended)
  expect(again).toMatchObject({ outcome: 'done', reason: null })
  expect(values(quill.id)['list']).toBe('main')
  expect(() => runAgain(world, again, mended)).toThrow('Only what failed')
})

test('what waits when the service stops is done when it starts again, and nothing twice', () => {
  const { world, rule, inAct, settle, runs } = openRules()
  rule({ trigger: { kind: 'created' }, actions: [{ kind: 'create_task', title: 'Welcome {Name}' }] })
  inAct((tx) => {
    for (let n = 0; n < 35; n += 1) addInvestor(tx, { name: `Investor ${n}` })
  })

  // Killed after the first slice: the place in the log was not moved on yet.
  work(world).next()
  expect(runs()).toHaveLength(10)
  settle()

  expect(runs()).toHaveLength(35)
  expect(new Set(runs().map(({ investorId }) => investorId)).size).toBe(35)
})

test('a task is owned by the investor’s owner, due in the fund’s days, and not added twice while it is open', () => {
  const { db, rule, edit, settle, harbor, ines } = openRules()
  const task = { kind: 'create_task', title: 'Call {name} in {City}', due_in_days: 3, owner: 'owner' } as const
  rule({ trigger: { kind: 'field_changes', field: 'phone' }, actions: [task] })

  edit(harbor.id, { phone: '1' })
  edit(harbor.id, { phone: '2' })
  settle()

  expect(listTasks(db).map((one) => one.task)).toMatchObject([
    { title: 'Call Harbor Family Office in Boston', dueOn: '2026-11-19', ownerId: ines.id, investorId: harbor.id },
  ])
})

test('a proposal waits for a person, with its reason', () => {
  const { db, rule, edit, settle, quill, values } = openRules()
  const propose = {
    kind: 'propose',
    action: { kind: 'move_list', list: 'graveyard' },
    reason: 'They said no.',
  } as const
  rule({ name: 'Said no', trigger: { kind: 'field_changes', field: 'notes' }, actions: [propose] })

  edit(quill.id, { notes: 'No interest' })
  settle()

  expect(values(quill.id)['list']).toBe('longshot')
  const [item] = listProposals(db, { status: 'pending' })
  expect(item?.proposal).toMatchObject({ title: 'Move to Graveyard', kind: 'move_list' })
  expect(item?.proposal.evidence[0]).toEqual({ text: 'They said no.' })
})

test('a date is set as so many days from the day it fires', () => {
  const { rule, edit, settle, quill, values } = openRules()
  const due = { kind: 'set_field', field: 'next_step_at', value: '$today+7' } as const
  rule({ trigger: toGraveyard, actions: [due] })

  edit(quill.id, { list: 'graveyard' })
  settle()

  expect(values(quill.id)['next_step_at']).toBe('2026-11-23')
})

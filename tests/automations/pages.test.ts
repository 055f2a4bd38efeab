import { expect, test } from 'vitest'
import { listAutomations } from '../../server/automations/automations.ts'
import { work } from '../../server/automations/engine.ts'
import { drain } from '../../server/automations/turns.ts'
import { days } from '../support/clock.ts'
import { openPanel, person, textOf } from '../web/person.ts'

const form = {
  name: 'Hand over',
  'trigger.kind': 'field_changes',
  'trigger.field': 'list',
  'trigger.to': 'follow-up, longshot',
  'conditions.op': 'and',
  'conditions.0.field': 'total_committed',
  'conditions.0.op': '=',
  'conditions.0.value': '0',
  'conditions.1.field': 'type',
  'conditions.1.op': 'any_of',
  'conditions.1.value': 'Pension, Endowment',
  'actions.0.kind': 'set_field',
  'actions.0.field': 'owner',
  'actions.0.value': 'marcus lindqvist',
  'actions.1.kind': 'move_list',
  'actions.1.list': 'main',
  'actions.1.propose': 'yes',
  'actions.1.reason': 'It is somebody else’s now',
}

test('a rule is written in a form without script and read as a sentence', async () => {
  const { db, inesAt, marcus } = await openPanel()

  const reply = await inesAt.submit('/automations', form)
  const page = await inesAt.visit(String(reply.headers.location))

  expect(reply.statusCode).toBe(303)
  const rule = listAutomations(db).find(({ name }) => name === 'Hand over')
  expect(rule).toMatchObject({
    enabled: false,
    trigger: { kind: 'field_changes', field: 'list', to: ['follow_up', 'longshot'] },
    conditions: {
      op: 'and',
      conditions: [
        { field: 'total_committed', op: '=', value: 0 },
        { field: 'type', op: 'any_of', value: ['Pension', 'Endowment'] },
      ],
    },
    actions: [
      { kind: 'set_field', field: 'owner', value: marcus.id },
      { kind: 'propose', action: { kind: 'move_list', list: 'main' }, reason: 'It is somebody else’s now' },
    ],
  })
  expect(textOf(page.body)).toContain('List changes to Follow-up or Longshot')
})

test('the form of a rule starts with what the rule says, and saving it again changes nothing', async () => {
  const { db, inesAt } = await openPanel()
  const at = String((await inesAt.submit('/automations', form)).headers.location)
  const before = listAutomations(db)

  const { body } = await inesAt.visit(`${at}/edit`)
  expect(body).toContain('value="Marcus Lindqvist"')
  await inesAt.submit(at, form)

  expect(listAutomations(db)).toEqual(before)
})

test('what is wrong is said beside its input, with everything that was typed', async () => {
  const { inesAt } = await openPanel()

  const reply = await inesAt.submit('/automations', { ...form, 'actions.1.list': 'attic', 'actions.0.value': 'nobody' })

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('There is no such colleague.')
  expect(textOf(reply.body)).toContain('“attic” is not an option of “List”.')
  expect(reply.body).toContain('value="nobody"')
})

test('a rule is tried on today’s data, switched on, acts, and its runs are told', async () => {
  const { app, db, ines, clock } = await openPanel()
  clock.advance(days(366))
  const inesAt = person(app, ines)
  const graveyard = String(listAutomations(db)[0]?.id)

  const tried = await inesAt.visit(`/automations/${graveyard}?try=1`)
  expect(textOf(tried.body)).toContain('It would have acted on 2 investors')
  expect(textOf(tried.body)).toContain('Quill Endowment Propose: Move to Graveyard')

  await inesAt.submit(`/automations/${graveyard}/enabled`, { enabled: 'yes' })
  await drain(work({ db, now: clock.now, zone: 'UTC' }))
  const shown = await inesAt.visit(`/automations/${graveyard}`)
  expect(shown.body).toContain('aria-checked="true"')
  expect(textOf(shown.body)).toContain('Proposed: Move to Graveyard')
})

test('members read the rules and are offered nothing to change', async () => {
  const { db, marcusAt } = await openPanel()
  const [rule] = listAutomations(db)

  const page = await marcusAt.visit('/automations')

  expect(textOf(page.body)).toContain('When there was no contact for 365 days')
  expect(page.body).not.toContain('role="switch"')
  expect((await marcusAt.visit(`/automations/${rule?.id}/edit`)).statusCode).toBe(403)
})

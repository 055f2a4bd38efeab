import { expect, test } from 'vitest'
import { work } from '../../server/automations/engine.ts'
import { drain } from '../../server/automations/turns.ts'
import { openApp } from '../support/world.ts'

const at = '/api/fundraising/automations'
const goodbye = {
  name: 'Goodbye',
  enabled: true,
  trigger: { kind: 'field_changes', field: 'list', to: 'graveyard' },
  conditions: { field: 'type', op: 'is', value: 'Endowment' },
  actions: [{ kind: 'set_field', field: 'next_step', value: 'Send a goodbye note' }],
}

async function openRules() {
  const world = await openApp()
  return { ...world, settle: () => drain(work({ db: world.db, now: world.clock.now, zone: 'UTC' })) }
}

test('a rule is added, told in a sentence, switched off and on, and archived', async () => {
  const { asInes } = await openRules()

  const added = await asInes('POST', at, goodbye)
  const { id } = added.json()
  const off = await asInes('PATCH', `${at}/${id}`, { enabled: false })

  expect(added.statusCode).toBe(201)
  expect(added.json().sentence).toBe(
    'When List changes to Graveyard, if Type is Endowment, set Next step to Send a goodbye note.',
  )
  expect(off.json()).toMatchObject({ enabled: false, problems: {} })
  expect((await asInes('GET', at)).json().data.map((rule: { name: string }) => rule.name)).toEqual([
    'Graveyard',
    'Follow up',
    'Goodbye',
  ])
  await asInes('DELETE', `${at}/${id}`)
  expect((await asInes('GET', `${at}/${id}`)).statusCode).toBe(404)
})

test('the rule follows what people do, and the run tells before and after', async () => {
  const { asInes, asVera, quill, settle } = await openRules()
  const { id } = (await asInes('POST', at, goodbye)).json()

  await asInes('PATCH', `/api/fundraising/rows/${quill.id}`, { values: { list: 'graveyard' } })
  await settle()

  const { data, total } = (await asVera('GET', `${at}/${id}/runs`)).json()
  expect(total).toBe(1)
  expect(data[0]).toMatchObject({
    investor: { name: 'Quill Endowment' },
    outcome: 'done',
    effects: [{ kind: 'set_field', field: 'next_step', before: null, after: 'Send a goodbye note' }],
  })
  expect((await asVera('GET', `${at}/runs?investor_id=${quill.id}`)).json().total).toBe(1)
  const { data: history } = (await asVera('GET', `/api/fundraising/rows/${quill.id}/history`)).json()
  const set = history.find((one: { field: string }) => one.field === 'next_step')
  expect(set).toMatchObject({ surface: 'automation', actor: { id: null, name: 'Rule “Goodbye”' } })
})

test('a dry run answers what would be done and does nothing', async () => {
  const { asInes, asVera, quill } = await openRules()
  const { id } = (await asInes('POST', at, { ...goodbye, enabled: false })).json()
  await asInes('PATCH', `/api/fundraising/rows/${quill.id}`, { values: { list: 'graveyard' } })

  const reply = await asVera('POST', `${at}/${id}/dry-run`)

  expect(reply.json()).toMatchObject({ matched: 1, would_act: 1, rows: [{ id: quill.id, name: 'Quill Endowment' }] })
  expect((await asInes('GET', `/api/fundraising/rows/${quill.id}`)).json().values.next_step).toBeNull()
  expect((await asInes('GET', `${at}/runs`)).json().total).toBe(0)
})

test('what failed is run again by an admin', async () => {
  const { asInes, asMarcus, quill, settle } = await openRules()
  const { id: fieldId, key } = (await asInes('POST', '/api/fundraising/fields', { label: 'Tier', type: 'text' })).json()
  const rule = { ...goodbye, actions: [{ kind: 'set_field', field: key, value: 'C' }] }
  const { id } = (await asInes('POST', at, rule)).json()
  const { batch_id } = (await asInes('DELETE', `/api/fundraising/fields/${fieldId}?confirm=true`)).json()
  await asInes('PATCH', `/api/fundraising/rows/${quill.id}`, { values: { list: 'graveyard' } })
  await settle()
  const [failed] = (await asInes('GET', `${at}/${id}/runs?outcome=failed`)).json().data
  expect(failed.reason).toBe('There is no column “tier” any more.')
  expect((await asInes('GET', `${at}/${id}`)).json().problems).toEqual({
    'actions.0.field': 'There is no column “tier”.',
  })

  await asInes('POST', '/api/fundraising/undo', { batch_id })
  expect((await asMarcus('POST', `${at}/runs/${failed.id}/retry`)).statusCode).toBe(403)
  const again = await asInes('POST', `${at}/runs/${failed.id}/retry`)

  expect(again.json()).toMatchObject({ outcome: 'done', reason: null })
  expect((await asInes('GET', `/api/fundraising/rows/${quill.id}`)).json().values[key]).toBe('C')
})

test.each([
  [{ trigger: { kind: 'full_moon' } }, 'trigger.kind'],
  [{ trigger: { kind: 'field_changes', field: 'shoe_size' } }, 'trigger.field'],
  [{ trigger: { kind: 'field_changes', field: 'updated_at' } }, 'trigger.field'],
  [{ trigger: { kind: 'field_changes', field: 'stage' } }, 'trigger.to'],
  [{ trigger: { kind: 'date_reached', field: 'city' } }, 'trigger.field'],
  [{ trigger: { kind: 'no_contact', days: 0 } }, 'trigger.days'],
  [{ trigger: { kind: 'enters_view', view_id: 'none' } }, 'trigger.view_id'],
  [{ conditions: { op: 'and', conditions: [{ field: 'city', op: '>', value: 3 }] } }, 'conditions.conditions.0.op'],
  [{ actions: [] }, 'actions'],
  [{ actions: [{ kind: 'set_field', field: 'list', value: 'attic' }] }, 'actions.0.value'],
  [{ actions: [{ kind: 'set_field', field: 'stage', value: 'lead' }] }, 'actions.0.value'],
  [{ actions: [{ kind: 'move_list', list: 'attic' }] }, 'actions.0.list'],
  [{ actions: [{ kind: 'create_task', title: 'Call {Nobody}' }] }, 'actions.0.title'],
  [{ actions: [{ kind: 'create_task', title: 'Call', owner: 'x' }] }, 'actions.0.owner'],
  [{ actions: [{ kind: 'propose', action: { kind: 'move_list', list: 'attic' } }] }, 'actions.0.action.list'],
])('refuses %j at %s', async (wrong, place) => {
  const { asInes } = await openRules()

  const reply = await asInes('POST', at, { ...goodbye, ...wrong })

  expect(reply.statusCode).toBe(422)
  expect(Object.keys(reply.json().fields)).toEqual([place])
})

test('only admins write rules, everybody reads them', async () => {
  const { asInes, asMarcus } = await openRules()
  const { id } = (await asInes('POST', at, goodbye)).json()

  expect((await asMarcus('GET', `${at}/${id}`)).statusCode).toBe(200)
  expect((await asMarcus('PATCH', `${at}/${id}`, { enabled: false })).statusCode).toBe(403)
})

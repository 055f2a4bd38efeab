import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const text = '  e\u0301 \t=1 \r\n\u200b  '

test('what somebody writes is stored as it is, white space and all', async () => {
  const { asMarcus, harbor } = await openApp()
  const make = async (url: string, body: object) => (await asMarcus('POST', url, body)).json()
  const talk = { investor_id: harbor.id, type: 'note', occurred_at: '2026-11-01T10:00:00Z' }

  expect(await make('/api/contacts', { name: text, notes: text })).toMatchObject({ name: text, notes: text })
  expect(await make('/api/tasks', { title: text, notes: text })).toMatchObject({ title: text, notes: text })
  expect(await make('/api/feature-requests', { title: text, detail: text })).toMatchObject({
    title: text,
    detail: text,
  })
  expect(await make('/api/communications', { ...talk, summary: text, subject: text, body: text })).toMatchObject({
    ...{ summary: text, subject: text, body_text: text },
  })
  expect((await asMarcus('POST', '/api/tasks', { title: ' \t' })).json().fields).toHaveProperty('title')
})

test('names of things, addresses and the descriptions of rules lose the blanks at their ends', async () => {
  const { asInes } = await openApp()
  const make = async (url: string, body: object) => (await asInes('POST', url, body)).json()
  const name = ' Blue  heron\t'
  const rule = {
    trigger: { kind: 'field_changes', field: 'list', to: 'graveyard' },
    actions: [{ kind: 'set_field', field: 'next_step', value: 'Send a goodbye note' }],
  }

  const made = [
    await make('/api/tags', { name }),
    await make('/api/funds', { name, currency: 'EUR' }),
    await make('/api/tokens', { name }),
    await make('/api/fundraising/views', { name, definition: {} }),
    await make('/api/fundraising/automations', { name, description: name, ...rule }),
    await make('/api/fundraising/fields', { label: name, type: 'text' }),
    await make('/api/auth/invite', { email: ' noor@northlight.example ', role: 'viewer', full_name: name }),
    await make('/api/contacts', { name, emails: [' ana@alder.example '] }),
  ]

  const trimmed = { name: 'Blue  heron' }
  expect(made).toMatchObject([
    ...[trimmed, trimmed, trimmed, trimmed],
    { ...trimmed, description: 'Blue  heron' },
    { label: 'Blue  heron' },
    { email: 'noor@northlight.example', full_name: 'Blue  heron' },
    { name, emails: ['ana@alder.example'] },
  ])
})

test('a contact has each mailbox once, the first as it was given, in the order that was given last', async () => {
  const { asMarcus, maya } = await openApp()
  const emails = ['ana@alder.example', 'ANA+news@alder.example', 'lee@alder.example']
  const made = (await asMarcus('POST', '/api/contacts', { name: 'Ana Lee', emails })).json()
  expect(made.emails).toEqual(['ana@alder.example', 'lee@alder.example'])

  const turned = ['lee@alder.example', 'ana@alder.example']
  const patch = () => asMarcus('PATCH', `/api/contacts/${made.id}`, { emails: turned })
  expect((await patch()).json().emails).toEqual(turned)
  expect((await patch()).json().batch_id).toBeNull()
  expect((await asMarcus('GET', `/api/contacts/${maya.id}`)).json().emails).toEqual(['maya.chen@harborfo.example'])
})

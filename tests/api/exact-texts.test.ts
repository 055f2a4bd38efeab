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

import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

test('what a change to a contact does not mention stays as it is', async () => {
  const { asInes, maya, harbor } = await openApp()

  const reply = await asInes('PATCH', `/api/contacts/${maya.id}`, { name: 'Maya Chen-Ruiz' })

  expect(reply.json()).toMatchObject({
    name: 'Maya Chen-Ruiz',
    emails: ['maya.chen@harborfo.example'],
    investor_ids: [harbor.id],
    title: 'CIO',
  })
})

test('a list that is mentioned is replaced', async () => {
  const { asInes, maya, alder } = await openApp()

  const reply = await asInes('PATCH', `/api/contacts/${maya.id}`, { emails: [], investor_ids: [alder.id] })

  expect(reply.json()).toMatchObject({ emails: [], investor_ids: [alder.id] })
})

test('the whole grid may be sent back as it was read', async () => {
  const { asInes } = await openApp()
  const { version, rows } = (await asInes('GET', '/api/fundraising/state')).json()

  const reply = await asInes('PUT', '/api/fundraising/state', { expected_version: version, rows })

  expect(reply.json()).toMatchObject({ created: 0, updated: 0, archived: 0, unchanged: 3 })
})

test('a role at one investor changes nothing at the others', async () => {
  const { asInes, maya, harbor, alder } = await openApp()
  const roleAt = (investor_id: string, role: string | null) =>
    asInes('PATCH', `/api/contacts/${maya.id}`, { at: { investor_id, role } })
  await roleAt(harbor.id, 'CIO')
  await roleAt(alder.id, 'Adviser')

  const reply = await roleAt(alder.id, null)

  expect(reply.json().investors).toEqual([
    { id: harbor.id, name: 'Harbor Family Office', role: 'CIO' },
    { id: alder.id, name: 'Alder Pension', role: null },
  ])
})

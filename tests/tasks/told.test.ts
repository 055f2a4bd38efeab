import { expect, test } from 'vitest'
import { openPanel, textOf } from '../web/person.ts'

test('what was done with tasks and rules reads as sentences', async () => {
  const { inesAt, asInes, asMarcus, marcus, harbor } = await openPanel()
  const task = { title: 'Send the DDQ', investor_id: harbor.id }
  const { id } = (await asInes('POST', '/api/tasks', task)).json()
  await asInes('PATCH', `/api/tasks/${id}`, { owner: marcus.id })
  await asMarcus('PATCH', `/api/tasks/${id}`, { status: 'done' })
  const { data } = (await asInes('GET', '/api/fundraising/automations')).json()
  await asInes('PATCH', `/api/fundraising/automations/${data[0].id}`, { enabled: true })

  const activity = textOf((await inesAt.visit('/activity')).body)
  const history = textOf((await inesAt.visit(`/investors/${harbor.id}/history`)).body)

  expect(activity).toMatch(/switched the rule “Graveyard” on.*Marcus did the task “Send the DDQ”/)
  expect(history).toContain('changed the owner of the task “Send the DDQ”')
  expect(history).toMatch(/Ines Okafor.{0,20}Marcus Lindqvist/)
  expect(history).toContain('added the task “Send the DDQ”')
})

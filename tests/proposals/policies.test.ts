import { expect, test } from 'vitest'
import { batches, changes } from '../../server/db/live.ts'
import { proposeFromMail } from '../../server/proposals/from-mail.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor, openApp, type World } from '../support/world.ts'
import { openPanel, textOf } from '../web/person.ts'
import { capture, captured } from './captured.ts'

const statuses = ({ db }: World) => listProposals(db).map(({ proposal }) => proposal.status)
const timeline = ({ db }: World) => db.$client.prepare('SELECT count(*) FROM live_communications').pluck().get()
const only = ({ db }: World) => String(listProposals(db)[0]?.proposal.id)

test('exact addresses are approved by themselves, everything else asks', async () => {
  const { asInes } = await openApp()

  const { policies } = (await asInes('GET', '/api/admin/policies')).json()

  const on = policies.filter((one: { auto: boolean }) => one.auto).map((one: { name: string }) => one.name)
  expect(on).toEqual(['exact_address'])
  expect(policies.length).toBeGreaterThan(5)
})

test('policies are an admin’s', async () => {
  const { asMarcus } = await openApp()

  expect((await asMarcus('GET', '/api/admin/policies')).statusCode).toBe(403)
  expect((await asMarcus('PUT', '/api/admin/policies', { auto: { known_domain: true } })).statusCode).toBe(403)
})

test('a switched policy remembers who switched it and when, and the log does too', async () => {
  const world = await openApp()

  await world.asInes('PUT', '/api/admin/policies', { auto: { exact_address: false } })

  const { policies } = (await world.asInes('GET', '/api/admin/policies')).json()
  expect(policies[0]).toMatchObject({
    name: 'exact_address',
    auto: false,
    at: world.clock.now().toISOString(),
    by: world.ines.id,
  })
  expect(policies[1]).toMatchObject({ auto: false, at: null, by: null })
  expect(world.db.select().from(changes).all().at(-1)).toMatchObject({ entity: 'settings', actorId: world.ines.id })
})

test('an unknown rule is refused', async () => {
  const { asInes } = await openApp()

  expect((await asInes('PUT', '/api/admin/policies', { auto: { everything: true } })).statusCode).toBe(422)
})

test('what waits already is approved when somebody asks for it, and one undo brings all of it back', async () => {
  const world = await openApp()
  await world.asInes('PUT', '/api/admin/policies', { auto: { exact_address: false } })
  capture(world)
  capture(world)
  await world.asInes('PUT', '/api/admin/policies', { auto: { exact_address: true } })
  expect(statuses(world)).toEqual(['pending', 'pending'])

  const applied = (await world.asInes('POST', '/api/admin/policies/apply')).json()
  expect(applied).toMatchObject({ decided: 2, left: 0 })
  expect([timeline(world), ...statuses(world)]).toEqual([2, 'approved', 'approved'])

  await world.asInes('POST', '/api/fundraising/undo', { batch_id: applied.batch_id })
  expect([timeline(world), ...statuses(world)]).toEqual([0, 'pending', 'pending'])
})

test('an e-mail logged by the policy is taken back alone, and waits', async () => {
  const world = await openApp()
  capture(world)
  capture(world)

  const reply = await world.asMarcus('POST', `/api/proposals/${only(world)}/undo`)

  expect(reply.json()).toMatchObject({ status: 'pending', decided_at: null, reason: null })
  expect(timeline(world)).toBe(1)
})

test('no policy approves again what somebody took back', async () => {
  const world = await openApp()
  const mailId = capture(world)
  await world.asMarcus('POST', `/api/proposals/${only(world)}/undo`)

  captured(world, (tx) => proposeFromMail(tx, mailId))
  const applied = (await world.asInes('POST', '/api/admin/policies/apply')).json()

  expect(applied.decided).toBe(0)
  expect([timeline(world), ...statuses(world)]).toEqual([0, 'pending'])
})

test('undoing a whole pass of capture lets its proposals wait instead of forgetting them', async () => {
  const world = await openApp()
  capture(world)
  const batch = world.db
    .select()
    .from(batches)
    .all()
    .find(({ surface }) => surface === 'capture')

  undo(world.db, actorFor(world.ines), String(batch?.id), { now: world.clock.now() })

  expect([timeline(world), ...statuses(world)]).toEqual([0, 'pending'])
})

test('a person’s decision is a colleague’s to take back only if they are an admin', async () => {
  const world = await openApp()
  await world.asInes('PUT', '/api/admin/policies', { auto: { exact_address: false } })
  capture(world)
  const id = only(world)
  await world.asInes('POST', `/api/proposals/${id}/reject`, { reason: 'Private' })

  expect((await world.asMarcus('POST', `/api/proposals/${id}/undo`)).statusCode).toBe(403)
  expect((await world.asInes('POST', `/api/proposals/${id}/undo`)).json().status).toBe('pending')
})

test('the page switches a rule and says who did', async () => {
  const { inesAt, veraAt } = await openPanel()

  await inesAt.submit('/admin/policies/known_domain', { on: 'yes' })

  const text = textOf((await inesAt.visit('/admin/policies')).body)
  expect(text).toMatch(/Domain of a known contact .* switched on by Ines/)
  expect((await veraAt.visit('/admin/policies')).statusCode).toBe(403)
})

test('what a policy approved has a list of its own, where it is undone', async () => {
  const panel = await openPanel()
  capture(panel)

  const page = (await panel.inesAt.visit('/review?decided=policy')).body
  expect(textOf(page)).toMatch(
    /Harbor Family Office Log e-mail from Maya Chen Data room approved Policy: exact address/,
  )
  expect(textOf((await panel.inesAt.visit('/review?decided=1')).body)).toContain('Nothing was decided yet')

  await panel.inesAt.submit(`/review/${only(panel)}/undo`, {})
  expect(statuses(panel)).toEqual(['pending'])
})

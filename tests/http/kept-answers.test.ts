import { expect, test } from 'vitest'
import { forgetReplies } from '../../server/http/act.ts'
import { days } from '../support/clock.ts'
import { openApp } from '../support/world.ts'

test('an answer is repeated for a month, and then forgotten', async () => {
  const { db, clock, asMarcus } = await openApp()
  const add = async () =>
    (
      await asMarcus('POST', '/api/fundraising/rows', { values: { name: 'Otter Vale' } }, { 'idempotency-key': 'one' })
    ).json().id
  const first = await add()

  clock.advance(days(29))
  forgetReplies(db, clock.now())
  expect(await add()).toBe(first)

  clock.advance(days(2))
  forgetReplies(db, clock.now())
  expect(await add()).not.toBe(first)
})

test('an answer is for whoever asked, while they may ask', async () => {
  const { asInes, asMarcus, marcus } = await openApp()
  const add = (as: typeof asInes) =>
    as('POST', '/api/fundraising/rows', { values: { name: 'Otter Vale' } }, { 'idempotency-key': 'one' })
  const { id } = (await add(asMarcus)).json()

  expect((await add(asInes)).json().id).not.toBe(id)
  await asInes('PATCH', `/api/users/${marcus.id}`, { role: 'viewer' })
  expect((await add(asMarcus)).statusCode).toBe(403)
  await asInes('PATCH', `/api/users/${marcus.id}`, { active: false })
  expect((await add(asMarcus)).statusCode).toBe(401)
})

test('no cache on the way keeps what the API says', async () => {
  const { asVera } = await openApp()

  expect((await asVera('GET', '/api/contacts')).headers['cache-control']).toBe('no-store')
})

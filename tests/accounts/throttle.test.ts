import { expect, test } from 'vitest'
import { changePassword } from '../../server/accounts/change-password.ts'
import { ownPath } from '../../server/accounts/routes.ts'
import { signIn } from '../../server/accounts/sign-in.ts'
import { findUser, setPasswordHash } from '../../server/accounts/users.ts'
import { act } from '../../server/db/write.ts'
import { actorFor, openApp, openWorld, password } from '../support/world.ts'

const seen = { address: '203.0.113.7' }

test('guesses sent all at once are throttled like guesses one by one', async () => {
  const { app } = await openApp()
  const guess = () =>
    app.inject({
      method: 'POST',
      url: '/api/auth/login',
      payload: { email: 'ines@northlight.example', password: 'wrong' },
    })

  const statuses = (await Promise.all(Array.from({ length: 20 }, guess))).map((reply) => reply.statusCode)

  expect(statuses.filter((status) => status === 401)).toHaveLength(8)
  expect(statuses.filter((status) => status === 429)).toHaveLength(12)
})

test('another spelling of the same address is the same account', async () => {
  const { db, clock } = openWorld()
  const spellings = ['Zoë@northlight.example', 'zoe\u0308@northlight.example', ' ZOË@NORTHLIGHT.EXAMPLE ']
  const guess = (n: number) =>
    signIn(db, { email: spellings[n % 3], password: 'wrong' }, { address: `203.0.113.${n}` }, clock.now())
  for (let n = 0; n < 8; n += 1) await guess(n).catch(() => null)

  await expect(guess(9)).rejects.toMatchObject({ status: 429 })
})

test('the right password clears what was tried before', async () => {
  const { db, clock } = openWorld()
  const email = 'ines@northlight.example'
  for (let n = 0; n < 7; n += 1) await signIn(db, { email, password: 'wrong' }, seen, clock.now()).catch(() => null)

  await signIn(db, { email, password }, seen, clock.now())

  await expect(signIn(db, { email, password: 'wrong' }, seen, clock.now())).rejects.toMatchObject({ status: 401 })
})

test('guessing the current password of a session somebody left open is throttled too', async () => {
  const { db, clock, ines } = openWorld()
  const form = { current: 'wrong', password: 'another long passphrase' }
  const guess = () => changePassword(db, { user: ines, actor: actorFor(ines), form }, seen, clock.now())

  const results = await Promise.allSettled(Array.from({ length: 10 }, guess))

  const statuses = results.map((result) => result.status === 'rejected' && result.reason.status)
  expect(statuses.filter((status) => status === 429)).toHaveLength(2)
})

test('a changed password is in the change log, without the password', () => {
  const { db, ines } = openWorld()

  const { batchId } = act(db, actorFor(ines), 'Changed the password', (tx) =>
    setPasswordHash(tx, ines.id, 'a new hash'),
  )

  const logged = db.$client
    .prepare('SELECT entity_id, field, before, after FROM changes WHERE batch_id = ?')
    .all(batchId)
  expect(logged).toEqual([{ entity_id: ines.id, field: 'password_hash', before: null, after: null }])
  expect(findUser(db, ines.id).passwordHash).toBe('a new hash')
})

test.each([
  '/\t/evil.example',
  '/\n/evil.example',
  '/\\evil.example',
  '//evil.example',
  '/./\\evil.example',
  '/.//evil.example',
])('after signing in nobody is led to another site by %j', (next) => expect(ownPath(next)).toBe('/'))

test('after signing in one is led to where one wanted, whatever the words in the address', () => {
  expect(ownPath('/investors?q=Étoile 日本')).toBe('/investors?q=%C3%89toile%20%E6%97%A5%E6%9C%AC')
})

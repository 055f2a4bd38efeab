import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { startSession, userOfSession } from '../../server/accounts/sessions.ts'
import { createSignInLink } from '../../server/accounts/sign-in-links.ts'
import { changeUser, findUser } from '../../server/accounts/users.ts'
import { act } from '../../server/db/write.ts'
import { minutes } from '../support/clock.ts'
import { actorFor, openApp, origin, password } from '../support/world.ts'

const html = { accept: 'text/html' }
const fromPage = { ...html, origin }

async function openLink() {
  const world = await openApp()
  const secret = createSignInLink(world.db, world.marcus, world.clock.now())
  const url = `/sign-in/link/${secret}`
  const press = () => world.app.inject({ method: 'POST', url, headers: fromPage })
  const look = () => world.app.inject({ url, headers: html })
  return { ...world, secret, press, look }
}

test('a link says whom it signs in, and looking at it uses nothing up', async () => {
  const { look, press } = await openLink()

  const page = await look()

  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('Marcus Lindqvist')
  expect(page.cookies).toEqual([])
  expect((await press()).statusCode).toBe(303)
})

test('pressing its button signs that person in', async () => {
  const { app, press } = await openLink()

  const [cookie] = (await press()).cookies
  const me = await app.inject({ url: '/investors', headers: { ...html, cookie: `${cookie?.name}=${cookie?.value}` } })

  expect(cookie).toMatchObject({ name: 'crm_session', httpOnly: true })
  expect(me.statusCode).toBe(200)
})

test('a link works once', async () => {
  const { press, look } = await openLink()
  await press()

  const again = await press()

  expect(again.statusCode).toBe(404)
  expect(again.cookies).toEqual([])
  expect((await look()).body).toContain('was used or has expired')
})

test('a link ends after an hour', async () => {
  const { clock, press } = await openLink()
  clock.advance(minutes(61))

  expect((await press()).statusCode).toBe(404)
})

test('the link of somebody who was deactivated signs nobody in', async () => {
  const { db, ines, marcus, clock, press } = await openLink()
  act(db, actorFor(ines), 'Deactivated Marcus', (tx) => changeUser(tx, marcus.id, { active: false }), {
    now: clock.now(),
  })

  expect((await press()).statusCode).toBe(404)
})

test('another website cannot press the button', async () => {
  const { app, secret } = await openLink()

  const headers = { ...html, origin: 'https://evil.example' }
  const reply = await app.inject({ method: 'POST', url: `/sign-in/link/${secret}`, headers })

  expect(reply.statusCode).toBe(403)
})

test('the table holds no secret', async () => {
  const { db, secret } = await openLink()

  expect(JSON.stringify(db.$client.prepare('SELECT * FROM sign_in_links').all())).not.toContain(secret)
})

test('whoever forgot their password chooses a new one on the page of the link', async () => {
  const { app, db, secret, marcus, clock, asMarcus } = await openLink()
  const elsewhere = startSession(db, marcus, {}, clock.now())
  const other = createSignInLink(db, marcus, clock.now())

  const reply = await press(app, secret, { password: 'a sentence I will remember' })
  const signIn = (password: string) =>
    app.inject({
      method: 'POST',
      url: '/api/auth/login',
      headers: { origin },
      payload: { email: marcus.email, password },
    })

  expect(reply.statusCode).toBe(303)
  expect((await signIn('a sentence I will remember')).statusCode).toBe(200)
  expect((await signIn(password)).statusCode).toBe(401)
  expect(userOfSession(db, elsewhere, clock.now())).toBeNull()
  expect((await press(app, other)).statusCode).toBe(404)
  expect((await press(app, secret, { password: 'and then another sentence' })).statusCode).toBe(404)
  expect((await asMarcus('GET', '/api/me')).statusCode).toBe(200)
})

test('a password too short is refused beside its field, and the link still works', async () => {
  const { app, secret } = await openLink()

  const reply = await press(app, secret, { password: 'too short' })

  expect(reply.statusCode).toBe(422)
  expect(reply.body).toContain('Use at least 12 characters')
  expect(reply.body).not.toContain('too short')
  expect((await press(app, secret)).statusCode).toBe(303)
})

test('a link without its secret chooses no password', async () => {
  const { app, db, marcus } = await openLink()
  const before = findUser(db, marcus.id).passwordHash

  const reply = await press(app, 'a-guess', { password: 'a sentence I will remember' })

  expect(reply.statusCode).toBe(404)
  expect(findUser(db, marcus.id).passwordHash).toBe(before)
})

test('a new password and an end of access take back the links that were not used', async () => {
  const { db, ines, marcus, clock, press } = await openLink()
  const change = (active: boolean) =>
    act(db, actorFor(ines), 'Changed Marcus', (tx) => changeUser(tx, marcus.id, { active }), { now: clock.now() })
  change(false)
  change(true)

  expect((await press()).statusCode).toBe(404)
})

const press = (app: FastifyInstance, secret: string, fields: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: `/sign-in/link/${secret}`,
    headers: { ...fromPage, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

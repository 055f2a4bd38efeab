import { expect, test } from 'vitest'
import { openApp, origin, password } from '../support/world.ts'

const setupToken = 'the-set-up-token-of-the-tests'

test('signing in answers a token that works as bearer, and a cookie only the server can read', async () => {
  const { app, ines } = await openApp()

  const reply = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email: 'INES@northlight.example', password },
  })
  const { token, user } = reply.json()
  const me = await app.inject({ url: '/api/me', headers: { authorization: `Bearer ${token}` } })

  expect(reply.statusCode).toBe(200)
  expect(user).toMatchObject({ id: ines.id, email: 'ines@northlight.example', role: 'admin', active: true })
  expect(JSON.stringify(user)).not.toContain('argon2')
  expect(reply.cookies[0]).toMatchObject({ name: 'crm_session', httpOnly: true, sameSite: 'Lax', value: token })
  expect(reply.cookies[0]).not.toHaveProperty('secure')
  expect(me.json()).toMatchObject({ id: ines.id, signed_in_by: 'bearer' })
})

test('over https the cookie is sent over https only', async () => {
  const { app } = await openApp({ CRM_PUBLIC_URL: 'https://crm.test' })

  const payload = { username: 'ines@northlight.example', password }
  const reply = await app.inject({ method: 'POST', url: '/api/auth/login', payload })

  expect(reply.cookies[0]).toMatchObject({ secure: true })
})

test('a wrong password and an unknown account look alike', async () => {
  const { app } = await openApp()
  const login = (email: string) =>
    app.inject({ method: 'POST', url: '/api/auth/login', payload: { email, password: 'a wrong passphrase' } })

  const [known, unknown] = [await login('ines@northlight.example'), await login('nobody@northlight.example')]

  expect(known.statusCode).toBe(401)
  expect(known.json()).toEqual(unknown.json())
})

test('too many failed sign-ins have to wait, and are told how long', async () => {
  const { app } = await openApp()
  const login = (secret: string) =>
    app.inject({
      method: 'POST',
      url: '/api/auth/login',
      payload: { email: 'ines@northlight.example', password: secret },
    })
  for (let n = 0; n < 8; n += 1) await login('wrong')

  const reply = await login(password)

  expect(reply.statusCode).toBe(429)
  expect(reply.headers['retry-after']).toBe('900')
  expect(reply.json().code).toBe('too_many_requests')
})

test('signing out ends the session', async () => {
  const { app } = await openApp()
  const payload = { email: 'vera@northlight.example', password }
  const { token } = (await app.inject({ method: 'POST', url: '/api/auth/login', payload })).json()
  const headers = { authorization: `Bearer ${token}` }

  const out = await app.inject({ method: 'POST', url: '/api/auth/logout', headers })

  expect(out.statusCode).toBe(200)
  expect((await app.inject({ url: '/api/me', headers })).statusCode).toBe(401)
})

test('a write that comes with the cookie must come from our own pages', async () => {
  const { app, harbor } = await openApp()
  const login = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email: 'marcus@northlight.example', password },
  })
  const cookies = { crm_session: login.json().token }
  const edit = (headers: Record<string, string>) =>
    app.inject({
      method: 'PATCH',
      url: `/api/fundraising/rows/${harbor.id}`,
      cookies,
      headers,
      payload: { values: { city: 'Lisbon' } },
    })

  expect((await edit({ origin: 'https://evil.example' })).statusCode).toBe(403)
  expect((await edit({})).statusCode).toBe(403)
  expect((await edit({ origin })).statusCode).toBe(200)
})

test('the system is set up once', async () => {
  const { app } = await openApp()
  const payload = {
    token: setupToken,
    email: 'eve@evil.example',
    password: 'a long enough passphrase',
    full_name: 'Eve',
  }

  const reply = await app.inject({ method: 'POST', url: '/api/auth/setup', payload })

  expect([reply.statusCode, reply.json().code]).toEqual([409, 'conflict'])
})

test('an invitation makes an account once, with the role it was given', async () => {
  const { app, asInes } = await openApp()
  const invited = await asInes('POST', '/api/auth/invite', {
    email: 'noor@northlight.example',
    role: 'viewer',
    full_name: 'Noor Haddad',
  })
  const secret = new URL(invited.json().invite_url).pathname.split('/').at(-1)
  const accept = () =>
    app.inject({
      method: 'POST',
      url: '/api/auth/accept-invite',
      payload: { token: secret, password, full_name: 'Noor H.' },
    })

  const [first, second] = [await accept(), await accept()]
  const { token } = first.json()
  const write = await app.inject({
    method: 'POST',
    url: '/api/tags',
    headers: { authorization: `Bearer ${token}` },
    payload: { name: 'x' },
  })

  expect(invited.statusCode).toBe(201)
  expect(invited.json()).toMatchObject({ id: expect.any(String), role: 'viewer', expires_at: expect.any(String) })
  expect(first.statusCode).toBe(201)
  expect(first.json()).toMatchObject({ id: expect.any(String), full_name: 'Noor H.', role: 'viewer' })
  expect(second.statusCode).toBe(404)
  expect(write.statusCode).toBe(403)
})

test.each([
  [{ email: 'noor', role: 'member', full_name: 'Noor' }, 'email'],
  [{ email: 'ines@northlight.example', role: 'member', full_name: 'Ines' }, 'email'],
  [{ email: 'noor@northlight.example', role: 'owner', full_name: 'Noor' }, 'role'],
  [{ email: 'noor@northlight.example', role: 'member', full_name: ' ' }, 'full_name'],
])('an invitation of %j is refused for its %s', async (body, field) => {
  const { asInes } = await openApp()

  const reply = await asInes('POST', '/api/auth/invite', body)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields).toHaveProperty([field])
})

test('deactivating somebody ends their tokens at once, and one admin must remain', async () => {
  const { asInes, asMarcus, ines, marcus } = await openApp()

  const off = await asInes('PATCH', `/api/users/${marcus.id}`, { active: false })
  const after = await asMarcus('GET', '/api/me')
  const last = await asInes('PATCH', `/api/users/${ines.id}`, { role: 'viewer' })

  expect(off.json()).toMatchObject({ id: marcus.id, active: false, batch_id: expect.any(String) })
  expect(after.statusCode).toBe(401)
  expect(last.statusCode).toBe(409)
})

test('a token is shown once, acts as its owner, and ends when revoked', async () => {
  const { app, asMarcus, asInes, marcus } = await openApp()
  const made = (await asMarcus('POST', '/api/tokens', { name: 'nightly script' })).json()
  const headers = { authorization: `Bearer ${made.token}` }
  const me = (await app.inject({ url: '/api/me', headers })).json()
  const listed = (await asMarcus('GET', '/api/tokens')).json()

  const foreign = await asInes('DELETE', `/api/tokens/${made.id}`)
  const revoked = await asMarcus('DELETE', `/api/tokens/${made.id}`)

  expect(made.token).toMatch(/^crm_/)
  expect(me.id).toBe(marcus.id)
  expect(listed.data.map((token: { name: string }) => token.name)).toContain('nightly script')
  expect(JSON.stringify(listed)).not.toContain(made.token)
  expect(foreign.statusCode).toBe(404)
  expect(revoked.statusCode).toBe(200)
  expect((await app.inject({ url: '/api/me', headers })).statusCode).toBe(401)
})

test('without a token, with a wrong one and with an expired one nobody is signed in', async () => {
  const { app, asMarcus, clock } = await openApp()
  const body = { name: 'for an hour', expires_at: '2026-11-16T10:00:00Z' }
  const { token } = (await asMarcus('POST', '/api/tokens', body)).json()
  clock.advance(2 * 60 * 60_000)

  for (const authorization of [undefined, 'Bearer wrong', 'Basic eDp5', `Bearer ${token}`]) {
    const reply = await app.inject({ url: '/api/me', headers: authorization ? { authorization } : {} })
    expect(reply.statusCode).toBe(401)
    expect(reply.json()).toEqual({ code: 'not_signed_in', detail: 'Sign in first.' })
  }
})

test('health needs no sign-in and says when the database is gone', async () => {
  const { app, db } = await openApp()
  const well = await app.inject('/api/health')
  db.$client.close()

  const ill = await app.inject('/api/health')

  expect(well.json()).toMatchObject({ status: 'ok', version: expect.stringMatching(/^\d/), database: 'ok' })
  expect(ill.statusCode).toBe(503)
  expect(ill.json()).toMatchObject({ status: 'failing', database: 'unreadable' })
})

import { expect, test } from 'vitest'
import { openApp, origin } from '../support/world.ts'

test('a stranger’s body is not even read', async () => {
  const { app } = await openApp()

  const reply = await app.inject({
    method: 'PUT',
    url: '/api/fundraising/state',
    headers: { 'content-type': 'application/json' },
    payload: '{"rows": [',
  })

  expect(reply.statusCode).toBe(401)
})

test('a page that refuses somebody is guarded like any other page', async () => {
  const { app, tokens } = await openApp()

  const reply = await app.inject({
    url: '/admin/users',
    headers: { authorization: `Bearer ${tokens.vera}`, accept: 'text/html' },
  })

  expect(reply.statusCode).toBe(403)
  expect(reply.headers['content-security-policy']).toContain("default-src 'none'")
})

test('a body that nests without end is refused', async () => {
  const { app } = await openApp()

  const reply = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    headers: { 'content-type': 'application/json' },
    payload: `{"email": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  })

  expect(reply.statusCode).toBe(422)
})

test.each([
  ['/contacts', 'name=Lena%00Roth'],
  ['/investors', 'name=Otter%00Vale'],
  ['/investors/:harbor/tags', 'add=Cli%00mate'],
  ['/investors/:harbor/next-step', 'next_step=Call%00back'],
])('a form to %s cannot carry a NUL character', async (url, payload) => {
  const { app, tokens, harbor, db } = await openApp()
  const before = db.$client.prepare('SELECT count(*) FROM changes').pluck().get()

  const reply = await app.inject({
    method: 'POST',
    url: url.replace(':harbor', harbor.id),
    headers: { authorization: `Bearer ${tokens.ines}`, 'content-type': 'application/x-www-form-urlencoded' },
    payload,
  })

  expect(reply.statusCode).toBe(422)
  expect(db.$client.prepare('SELECT count(*) FROM changes').pluck().get()).toBe(before)
})

test('a list cannot be sorted by what every object has', async () => {
  const { asVera } = await openApp()

  expect((await asVera('GET', '/contacts?sort=constructor')).statusCode).toBe(200)
  expect((await asVera('GET', '/api/funds?sort=constructor')).statusCode).toBe(422)
})

async function saveBrand(
  app: Awaited<ReturnType<typeof openApp>>['app'],
  token: string,
  brand: Record<string, string>,
) {
  return app.inject({
    method: 'POST',
    url: '/admin/settings',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded', origin },
    payload: new URLSearchParams({ name: 'Northlight', accent: '#1f6f5c', logo: '', ...brand }).toString(),
  })
}

test('a logo cannot carry a directive into the content security policy', async () => {
  const { app, tokens } = await openApp()

  const reply = await saveBrand(app, tokens.ines, { logo: 'https://a;sandbox/logo.png' })

  expect(reply.statusCode).toBe(422)
})

test('pages outlive a logo that has no place in the content security policy', async () => {
  const { app } = await openApp({ CRM_BRAND_LOGO: 'https://a;sandbox/logo.png' })

  const reply = await app.inject({ url: '/sign-in', headers: { accept: 'text/html' } })

  expect(reply.statusCode).toBe(200)
  expect(reply.headers['content-security-policy']).not.toContain('sandbox')
})

test('the brand can be changed again after its first change was undone', async () => {
  const { app, tokens, asInes } = await openApp()
  await saveBrand(app, tokens.ines, { name: 'Polar' })
  await asInes('POST', '/api/fundraising/undo', {})

  const reply = await saveBrand(app, tokens.ines, { name: 'Meridian' })

  expect(reply.statusCode).toBe(303)
  expect((await app.inject({ url: '/sign-in' })).body).toContain('Meridian')
})

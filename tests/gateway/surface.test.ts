import { expect, test } from 'vitest'
import { askAs, domain, openGateway } from './support.ts'

test('the health of the gateway is nobody’s secret', async () => {
  const { app } = await openGateway()

  const reply = await app.inject({ url: '/healthz' })

  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toEqual({ status: 'ok' })
})

test.for([
  ['GET', '/'],
  ['GET', '/api/health'],
  ['POST', '/api/auth/login'],
  ['GET', '/api/fundraising/rows'],
  ['GET', '/investors'],
  ['GET', '/sign-in'],
  ['GET', '/setup'],
  ['GET', '/addon/v1'],
  ['GET', '/addon/v1/dossier'],
  ['POST', '/addon/v1/home'],
  ['DELETE', '/addon/v1/communications'],
  ['GET', '/addon/v2/home'],
  ['GET', '/addon/v1/../../api/health'],
  ['POST', '/healthz'],
] as const)('%s %s is not there, whoever asks', async ([method, url]) => {
  const { app } = await openGateway()

  const reply = await app.inject({ method, url })

  expect(reply.statusCode).toBe(404)
  expect(reply.json()).toEqual({ code: 'not_found', detail: expect.any(String) })
})

test('a viewer reads', async () => {
  const { asVera, harbor } = await openGateway()

  expect((await asVera('GET', '/search?q=harbor')).body.results[0]).toMatchObject({ id: harbor.id })
  const { status, body } = await asVera('POST', '/dossier', { addresses: ['maya.chen@harborfo.example'] })
  expect(status).toBe(200)
  expect(body.viewer.can_write).toBe(false)
})

test.for(['/communications', '/opportunities', '/opportunities/some-id/stage', '/contacts', '/investors'])(
  'a viewer may not write to %s',
  async (path) => {
    const { asVera, db } = await openGateway()
    const before = db.$client.prepare('SELECT count(*) AS n FROM changes').get()

    const { status, body } = await asVera('POST', path, {})

    expect(status).toBe(403)
    expect(body.code).toBe('forbidden')
    expect(db.$client.prepare('SELECT count(*) AS n FROM changes').get()).toEqual(before)
  },
)

test('a request of more than 64 KiB is too large', async () => {
  const { asMarcus } = await openGateway()

  const { status, body } = await asMarcus('POST', '/dossier', { addresses: ['x'.repeat(70_000)] })

  expect(status).toBe(413)
  expect(body.code).toBe('too_large')
})

test('a stranger is refused before a large request is read', async () => {
  const { app } = await openGateway()

  const reply = await app.inject({
    method: 'POST',
    url: '/addon/v1/dossier',
    payload: { addresses: ['x'.repeat(70_000)] },
  })

  expect(reply.statusCode).toBe(401)
})

test('keys the gateway does not know are refused by name', async () => {
  const { asMarcus } = await openGateway()

  const { status, body } = await asMarcus('POST', '/dossier', { addresses: [], body: 'Dear Ines, …' })

  expect(status).toBe(422)
  expect(body.code).toBe('invalid')
  expect(body.fields).toHaveProperty('body')
})

test.for([
  [{ addresses: 'maya.chen@harborfo.example' }, 'addresses'],
  [{ addresses: Array.from({ length: 201 }, (_, n) => `person${n}@harborfo.example`) }, 'addresses'],
  [{ addresses: [], message_id: 7 }, 'message_id'],
] as const)('a wrong dossier request names its field', async ([payload, field]) => {
  const { asMarcus } = await openGateway()

  const { status, body } = await asMarcus('POST', '/dossier', payload)

  expect(status).toBe(422)
  expect(body.fields).toHaveProperty(field)
})

test('a NUL character is refused by the name of its field', async () => {
  const { asMarcus } = await openGateway()

  const { status, body } = await asMarcus('POST', '/investors', { name: 'Harbor\0 Two' })

  expect(status).toBe(422)
  expect(body.fields).toEqual({ name: 'Text cannot hold a NUL character.' })
})

test('broken JSON is malformed', async () => {
  const { app, workspace } = await openGateway()
  const authorization = `Bearer ${await workspace.identityToken(`marcus@${domain}`)}`

  const reply = await app.inject({
    method: 'POST',
    url: '/addon/v1/dossier',
    headers: { authorization, 'content-type': 'application/json' },
    payload: '{"addresses": [',
  })

  expect(reply.statusCode).toBe(400)
  expect(reply.json()).toMatchObject({ code: 'bad_request', detail: expect.any(String) })
})

test('a person who asks too much is told when to come back', async () => {
  const { asMarcus, asInes } = await openGateway({ limits: { perUser: 2, perAddress: 100 } })
  await asMarcus('GET', '/home')
  await asMarcus('GET', '/home')

  const { status, body, headers } = await asMarcus('GET', '/home')

  expect(status).toBe(429)
  expect(body).toMatchObject({ code: 'too_many_requests', detail: expect.stringContaining('Wait a minute') })
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
  expect((await asInes('GET', '/home')).status).toBe(200)
})

test('an address that asks too much is refused before its tokens are looked at', async () => {
  const { app } = await openGateway({ limits: { perUser: 100, perAddress: 3 } })
  const ask = askAs(app, () => 'not-a-token')
  for (let n = 0; n < 3; n += 1) expect((await ask('GET', '/home')).status).toBe(401)

  expect((await ask('GET', '/home')).status).toBe(429)
})

test('answers carry no cookie, open to no other origin, and are kept by nobody', async () => {
  const { app, asMarcus } = await openGateway()

  const { headers } = await asMarcus('GET', '/home', undefined, { origin: 'https://elsewhere.example' })
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/addon/v1/home',
    headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'GET' },
  })

  expect(headers).not.toHaveProperty('set-cookie')
  expect(headers).not.toHaveProperty('access-control-allow-origin')
  expect(headers['cache-control']).toBe('no-store')
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(preflight.statusCode).toBe(404)
})

import { expect, test } from 'vitest'
import { get, ines, openWorkspace, readonly, requestToken, signAssertion, tokenFor, tomas } from './support.ts'

const now = Date.parse('2026-11-20T12:00:00Z') / 1000

test('a service account with delegation gets a token for a member of staff', async () => {
  const workspace = await openWorkspace()

  const { status, body } = await requestToken(workspace, await signAssertion(workspace))

  expect(status).toBe(200)
  expect(body).toEqual({ access_token: expect.stringMatching(/^ya29\./), expires_in: 3599, token_type: 'Bearer' })
})

test.each([
  ['another audience', { aud: 'https://northgate.example/token' }, 400, 'invalid_grant'],
  ['a lifetime over an hour', { exp: now + 3601 }, 400, 'invalid_grant'],
  ['an issue time ahead of the clock', { iat: now + 60, exp: now + 120 }, 400, 'invalid_grant'],
  ['an expiry in the past', { iat: now - 7200, exp: now - 3600 }, 400, 'invalid_grant'],
  ['an unknown issuer', { iss: 'robot@elsewhere.example' }, 400, 'invalid_grant'],
  ['a person outside the domain', { sub: 'maya@harbor.example' }, 400, 'invalid_grant'],
  ['a subject that is no address', { sub: 'ines' }, 400, 'invalid_request'],
  [
    'an undelegated scope beside a delegated one',
    { scope: `${readonly} https://mail.google.com/` },
    401,
    'unauthorized_client',
  ],
  ['an invented scope', { scope: 'gmail.readonly' }, 400, 'invalid_scope'],
  ['no scope', { scope: '' }, 400, 'invalid_scope'],
])('refuses %s', async (_case, overrides, status, error) => {
  const workspace = await openWorkspace()

  const reply = await requestToken(workspace, await signAssertion(workspace, overrides))

  expect(reply).toMatchObject({ status, body: { error, error_description: expect.any(String) } })
})

test('refuses a signature by another key', async () => {
  const workspace = await openWorkspace()

  const reply = await requestToken(workspace, await signAssertion(workspace, {}, 'somebody-else'))

  expect(reply).toEqual({
    status: 400,
    body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
  })
})

test('refuses a suspended member of staff', async () => {
  const workspace = await openWorkspace()
  workspace.controls.suspendUser(ines.email)

  expect(await requestToken(workspace, await signAssertion(workspace))).toMatchObject({
    body: { error: 'invalid_grant' },
  })
})

test('refuses any other grant type', async () => {
  const workspace = await openWorkspace()
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: '1//x' })

  const reply = await fetch(`${workspace.url}/token`, { method: 'POST', body })

  expect(reply.status).toBe(400)
  expect(await reply.json()).toMatchObject({ error: 'unsupported_grant_type' })
})

test('refuses a body that is not form-encoded', async () => {
  const workspace = await openWorkspace()
  const body = JSON.stringify({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await signAssertion(workspace),
  })

  const reply = await fetch(`${workspace.url}/token`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  })

  expect(reply.status).toBe(400)
  expect(await reply.json()).toMatchObject({ error: 'invalid_request' })
})

test('a token without a subject has no mailbox', async () => {
  const workspace = await openWorkspace()
  const token = await tokenFor(workspace, { sub: null })

  const reply = await get(workspace, '/gmail/v1/users/me/profile', token)

  expect(reply).toMatchObject({ status: 400, body: { error: { status: 'FAILED_PRECONDITION' } } })
})

test('an unknown, an expired and a suspended person’s token are all 401', async () => {
  const workspace = await openWorkspace()
  const inesToken = await tokenFor(workspace)
  const tomasToken = await tokenFor(workspace, { sub: tomas.email })
  workspace.controls.suspendUser(tomas.email)

  expect((await get(workspace, '/gmail/v1/users/me/profile', inesToken)).status).toBe(200)
  expect((await get(workspace, '/gmail/v1/users/me/profile', 'ya29.invented')).status).toBe(401)
  expect((await get(workspace, '/gmail/v1/users/me/profile', tomasToken)).status).toBe(401)
  workspace.clock.advance(3_600_000)
  expect((await get(workspace, '/gmail/v1/users/me/profile', inesToken)).status).toBe(401)
})

test('a revoked scope is gone from tokens already issued', async () => {
  const workspace = await openWorkspace()
  const token = await tokenFor(workspace)
  workspace.controls.revokeScope(readonly)

  expect((await get(workspace, '/gmail/v1/users/me/profile', token)).status).toBe(403)
  expect((await requestToken(workspace, await signAssertion(workspace))).body).toMatchObject({
    error: 'unauthorized_client',
  })
})

import { SignJWT, UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'
import { signingKey } from '../../emulator/keys.ts'
import { changeUser } from '../../server/accounts/users.ts'
import { minutes } from '../support/clock.ts'
import { asInesInWeb, askAs, clientId, domain, type Gateway, openGateway } from './support.ts'

const marcus = `marcus@${domain}`
const home = async (gateway: Gateway, token: string) => askAs(gateway.app, () => token)('GET', '/home')

test('a colleague with a good token is let in as themselves', async () => {
  const { asMarcus } = await openGateway()

  const { status, body } = await asMarcus('GET', '/home')

  expect(status).toBe(200)
  expect(body.viewer).toMatchObject({ name: 'Marcus Lindqvist', role: 'member', can_write: true })
})

const seconds = (gateway: Gateway) => Math.floor(gateway.clock.now().getTime() / 1000)

test.for<[string, (gateway: Gateway) => Record<string, unknown>]>([
  ['meant for another audience', () => ({ aud: 'other.apps.googleusercontent.com' })],
  ['meant for several audiences, ours among them', () => ({ aud: [clientId, 'other'] })],
  ['without an audience', () => ({ aud: null })],
  ['of another issuer', () => ({ iss: 'https://accounts.example' })],
  ['of the issuer googleapis.com', () => ({ iss: 'googleapis.com' })],
  ['without an issuer', () => ({ iss: null })],
  ['that expired two minutes ago', (g) => ({ iat: seconds(g) - 3720, exp: seconds(g) - 120 })],
  ['that never expires', () => ({ exp: null })],
  ['from the future', (g) => ({ iat: seconds(g) + 7200, exp: seconds(g) + 10_800 })],
  ['issued longer ago than any token lives', (g) => ({ iat: seconds(g) - 200_000 })],
  ['without an e-mail address', () => ({ email: null })],
  ['whose address is not verified', () => ({ email_verified: false })],
  ['whose address may be verified or not', () => ({ email_verified: null })],
  ['whose address is verified in words', () => ({ email_verified: 'true' })],
  ['of another Workspace domain', () => ({ hd: 'other.example' })],
  ['of a consumer account', () => ({ hd: null })],
  ['without a subject', () => ({ sub: null })],
  ['signed with a key nobody knows', () => ({ kid: 'made-up' })],
])('a token %s is refused without a word of why', async ([, forge]) => {
  const gateway = await openGateway()

  const { status, body, headers } = await home(gateway, await gateway.workspace.identityToken(marcus, forge(gateway)))

  expect(status).toBe(401)
  expect(headers['www-authenticate']).toBe('Bearer')
  expect(body).toEqual({
    code: 'not_signed_in',
    detail: 'This sign-in was not accepted. Reload Gmail with your fund account, and try again.',
  })
})

test.for(['https://accounts.google.com', 'accounts.google.com'])(
  'both spellings of Google’s issuer are good: %s',
  async (iss) => {
    const gateway = await openGateway()

    const { status } = await home(gateway, await gateway.workspace.identityToken(marcus, { iss }))

    expect(status).toBe(200)
  },
)

const claimsOf = (token: string) => JSON.parse(Buffer.from(String(token.split('.')[1]), 'base64url').toString())
const headerOf = (token: string) => JSON.parse(Buffer.from(String(token.split('.')[0]), 'base64url').toString())

test('a token that is not signed at all is refused', async () => {
  const gateway = await openGateway()
  const claims = claimsOf(await gateway.workspace.identityToken(marcus))

  const { status } = await home(gateway, new UnsecuredJWT(claims).encode())

  expect(status).toBe(401)
})

test('a token signed with the public key as a shared secret is refused', async () => {
  const gateway = await openGateway()
  const good = await gateway.workspace.identityToken(marcus)
  const secret = new TextEncoder().encode((await signingKey('google-1')).publicPem)
  const forged = await new SignJWT(claimsOf(good))
    .setProtectedHeader({ alg: 'HS256', kid: headerOf(good).kid })
    .sign(secret)

  const { status } = await home(gateway, forged)

  expect(status).toBe(401)
})

test('a token that claims Google’s key but was signed with another is refused', async () => {
  const gateway = await openGateway()
  const good = await gateway.workspace.identityToken(marcus)
  const { privateKey } = await signingKey('somebody-else')
  const forged = await new SignJWT(claimsOf(good))
    .setProtectedHeader({ alg: 'RS256', kid: headerOf(good).kid })
    .sign(privateKey)

  const { status } = await home(gateway, forged)

  expect(status).toBe(401)
})

test('a token whose claims were changed after signing is refused', async () => {
  const gateway = await openGateway()
  const [header, , signature] = (await gateway.workspace.identityToken(marcus)).split('.')
  const claims = claimsOf(await gateway.workspace.identityToken(`ines@${domain}`))
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')

  const { status } = await home(gateway, `${header}.${payload}.${signature}`)

  expect(status).toBe(401)
})

test.for(['', 'Bearer', 'Bearer not.a.token', 'Basic aW5lczpzZWNyZXQ=', 'Bearer ..'])(
  'the authorization “%s” is refused',
  async (authorization) => {
    const { app } = await openGateway()

    const reply = await app.inject({ url: '/addon/v1/home', headers: { authorization } })

    expect(reply.statusCode).toBe(401)
  },
)

test('an API token of the private listener is nothing here', async () => {
  const gateway = await openGateway()

  const { status } = await home(gateway, gateway.tokens.ines)

  expect(status).toBe(401)
})

test.for(['CRM_ADDON_CLIENT_IDS', 'CRM_WORKSPACE_DOMAIN'])('without %s every token is refused', async (name) => {
  const { asMarcus } = await openGateway({ settings: { [name]: '' } })

  expect((await asMarcus('GET', '/home')).status).toBe(401)
})

test('somebody of the domain without an account has no seat', async () => {
  const gateway = await openGateway()

  const { status, body } = await home(gateway, await gateway.workspace.identityToken(`stranger@${domain}`))

  expect(status).toBe(403)
  expect(body).toEqual({
    code: 'forbidden',
    detail: 'Your account has no active seat in the CRM. Ask an admin to invite you.',
  })
})

test('deactivating somebody ends their sidebar at once', async () => {
  const gateway = await openGateway()
  const token = await gateway.workspace.identityToken(marcus)
  expect((await home(gateway, token)).status).toBe(200)

  asInesInWeb(gateway, (tx) => changeUser(tx, gateway.marcus.id, { active: false }))

  expect((await home(gateway, token)).status).toBe(403)
})

test('the letter case of the address in the token does not matter', async () => {
  const gateway = await openGateway()

  const { status } = await home(gateway, await gateway.workspace.identityToken(`Marcus@${domain.toUpperCase()}`))

  expect(status).toBe(200)
})

test('when Google rotates its keys the new one is fetched by need', async () => {
  const gateway = await openGateway()
  const before = await gateway.workspace.identityToken(marcus)
  expect((await home(gateway, before)).status).toBe(200)

  gateway.workspace.controls.rotateKeys()

  expect((await home(gateway, await gateway.workspace.identityToken(marcus))).status).toBe(200)
  expect((await home(gateway, before)).status).toBe(200)
})

test('without Google’s keys nobody is let in, and nobody is called a liar', async () => {
  const gateway = await openGateway()
  gateway.workspace.faults.failNext({ path: '/oauth2', status: 503, reason: 'backendError', times: 1 })
  const token = await gateway.workspace.identityToken(marcus)

  const { status, body, headers } = await home(gateway, token)

  expect(status).toBe(503)
  expect(body.code).toBe('unavailable')
  expect(headers['retry-after']).toBe('30')

  gateway.clock.advance(minutes(1))
  expect((await home(gateway, token)).status).toBe(200)
})

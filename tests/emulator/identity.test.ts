import { createPrivateKey, createPublicKey } from 'node:crypto'
import { google } from 'googleapis'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { ines, openWorkspace } from './support.ts'

test('an identity token carries what Google says about the person', async () => {
  const workspace = await openWorkspace({ now: () => new Date() })
  const keys = createRemoteJWKSet(new URL(`${workspace.url}/oauth2/v3/certs`))

  const { payload } = await jwtVerify(await workspace.identityToken(ines.email), keys)

  expect(payload).toMatchObject({
    iss: 'https://accounts.google.com',
    aud: workspace.clientId,
    azp: workspace.clientId,
    email: ines.email,
    email_verified: true,
    hd: 'northgate.example',
    sub: expect.stringMatching(/^\d{21}$/),
  })
  expect(Number(payload.exp) - Number(payload.iat)).toBe(3600)
})

test('an override of null removes a claim', async () => {
  const workspace = await openWorkspace({ now: () => new Date() })
  const keys = createRemoteJWKSet(new URL(`${workspace.url}/oauth2/v3/certs`))

  const { payload } = await jwtVerify(await workspace.identityToken(ines.email, { hd: null, aud: 'another' }), keys)

  expect(payload).not.toHaveProperty('hd')
  expect(payload.aud).toBe('another')
})

test('Google’s own library verifies a token against the PEM certificates', async () => {
  const workspace = await openWorkspace({ now: () => new Date() })
  const client = new google.auth.OAuth2({
    endpoints: { oauth2FederatedSignonPemCertsUrl: `${workspace.url}/oauth2/v1/certs` },
  })

  const ticket = await client.verifyIdToken({
    idToken: await workspace.identityToken(ines.email),
    audience: workspace.clientId,
  })

  expect(ticket.getPayload()?.email).toBe(ines.email)
})

test.each(['/oauth2/v1/certs', '/oauth2/v3/certs'])('%s says how long the keys may be kept', async (path) => {
  const workspace = await openWorkspace()

  const reply = await fetch(workspace.url + path)

  expect(reply.headers.get('cache-control')).toMatch(/max-age=\d+/)
})

test('rotation signs with a new key and serves the old one until told to drop it', async () => {
  const workspace = await openWorkspace()
  const kids = async () => Object.keys((await (await fetch(`${workspace.url}/oauth2/v1/certs`)).json()) as object)
  const [before] = await kids()

  workspace.controls.rotateKeys()
  expect(await kids()).toEqual([expect.not.stringMatching(before ?? ''), before])
  workspace.controls.rotateKeys({ dropOld: true })
  expect(await kids()).not.toContain(before)
})

test('the key file is a usable PKCS #8 key with the numeric client id', async () => {
  const workspace = await openWorkspace()

  const file = await workspace.serviceAccountKeyFile()

  expect(file).toMatchObject({ type: 'service_account', token_uri: 'https://oauth2.googleapis.com/token' })
  expect(file.client_id).toMatch(/^\d{21}$/)
  expect(createPublicKey(createPrivateKey(file.private_key)).asymmetricKeyType).toBe('rsa')
})

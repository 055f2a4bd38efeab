import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { signingKey } from '../../emulator/keys.ts'
import { idTokens, TokenRefused } from '../../server/google/id-tokens.ts'
import { KeysUnavailable } from '../../server/google/signing-keys.ts'
import { days, minutes, testClock } from '../support/clock.ts'

const audience = '4242.apps.googleusercontent.com'
const domain = 'northlight.example'
const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

/** Google with one key, which it can withdraw or hide, and a check that has already found one token of Marcus good. */
async function openChecked() {
  const clock = testClock()
  const { kid, privateKey, publicKey } = await signingKey('google-1')
  const google = { key: publicKey as typeof publicKey | null, answers: true }
  const find = async () => {
    if (!google.answers) throw new KeysUnavailable()
    return google.key
  }
  const sign = (email: string, { key = privateKey, lifetime = minutes(60) } = {}) =>
    new SignJWT({ email, email_verified: true, hd: domain })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer('https://accounts.google.com')
      .setAudience(audience)
      .setSubject(email)
      .setIssuedAt(seconds(clock.now()))
      .setExpirationTime(seconds(clock.now()) + lifetime / 1000)
      .sign(key)

  const identify = idTokens({ audiences: [audience], domain }, { find })
  const token = await sign(`marcus@${domain}`)
  const ask = (given = token) => identify(given, clock.now())
  expect(await ask()).toEqual({ email: `marcus@${domain}`, subject: `marcus@${domain}` })
  return { clock, google, sign, token, ask }
}

test('a token found good is good again', async () => {
  const { ask, clock } = await openChecked()

  clock.advance(minutes(59))

  expect(await ask()).toEqual({ email: `marcus@${domain}`, subject: `marcus@${domain}` })
})

test('tokens of two people are told apart', async () => {
  const { ask, sign } = await openChecked()
  const vera = await sign(`vera@${domain}`)

  expect(await ask(vera)).toMatchObject({ email: `vera@${domain}` })
  expect(await ask()).toMatchObject({ email: `marcus@${domain}` })
  expect(await ask(vera)).toMatchObject({ email: `vera@${domain}` })
})

test('a token found good before is refused once it has expired', async () => {
  const { ask, clock } = await openChecked()

  clock.advance(minutes(62))

  await expect(ask()).rejects.toThrow(TokenRefused)
})

test('a token that claims to live for a week is refused', async () => {
  const { ask, sign } = await openChecked()

  await expect(ask(await sign(`vera@${domain}`, { lifetime: days(7) }))).rejects.toThrow('claim_exp')
})

test('a token found good before is refused when the clock was put back to before it was issued', async () => {
  const { ask, clock } = await openChecked()

  clock.advance(-days(1))

  await expect(ask()).rejects.toThrow(TokenRefused)
})

test('a token found good before is refused once Google has withdrawn its key', async () => {
  const { ask, google } = await openChecked()

  google.key = null

  await expect(ask()).rejects.toThrow(TokenRefused)
})

test('a token found good before is checked again when another key has the id of its own', async () => {
  const { ask, google } = await openChecked()

  google.key = (await signingKey('google-2')).publicKey

  await expect(ask()).rejects.toThrow(TokenRefused)
})

test('a token found good before counts for nothing while Google’s keys cannot be had', async () => {
  const { ask, google } = await openChecked()

  google.answers = false
  await expect(ask()).rejects.toThrow(KeysUnavailable)

  google.answers = true
  expect(await ask()).toMatchObject({ email: `marcus@${domain}` })
})

test('the signature of one token does not make another with the same claims good', async () => {
  const { ask, sign, token } = await openChecked()
  const forged = await sign(`marcus@${domain}`, { key: (await signingKey('somebody-else')).privateKey })
  expect(forged.split('.').slice(0, 2)).toEqual(token.split('.').slice(0, 2))

  await expect(ask(forged)).rejects.toThrow(TokenRefused)
})

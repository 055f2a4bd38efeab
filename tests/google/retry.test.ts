import { expect, test } from 'vitest'
import { GoogleFailure, googleFailure, retrying } from '../../server/google/retry.ts'

const api = (status: number, reason: string) => ({ response: { status, data: { error: { errors: [{ reason }] } } } })
const newer = (status: number, reason: string) => ({
  response: { status, data: { error: { code: status, details: [{ '@type': 'help' }, { reason }] } } },
})
const token = (status: number, error: string) => ({ response: { status, data: { error, error_description: 'x' } } })

test.for<[string, unknown, string]>([
  ['a used-up quota', api(429, 'rateLimitExceeded'), 'google_quota'],
  ['a used-up quota as a 403', api(403, 'userRateLimitExceeded'), 'google_quota'],
  ['a used-up quota in the newer form', newer(403, 'RATE_LIMIT_EXCEEDED'), 'google_quota'],
  ['the day’s quota', api(403, 'dailyLimitExceeded'), 'google_denied'],
  ['a missing scope', api(403, 'insufficientPermissions'), 'google_denied'],
  ['an expired token', api(401, 'authError'), 'google_sign_in'],
  ['a delegation that is not set up', token(401, 'unauthorized_client'), 'google_sign_in'],
  ['a suspended person', token(400, 'invalid_grant'), 'google_sign_in'],
  ['a message that is gone', api(404, 'notFound'), 'google_missing'],
  ['a bad day at Google', api(503, 'backendError'), 'google_busy'],
  ['a sync token that is no longer known', api(410, 'fullSyncRequired'), 'google_missing'],
  ['a body that broke off', { response: { status: 200, data: '{"messa' } }, 'google_unreachable'],
  ['a question Google does not understand', api(400, 'invalidArgument'), 'google_refused'],
  ['a page instead of JSON', { response: { status: 502, data: '<html>' } }, 'google_busy'],
  ['a refused connection', { code: 'ECONNREFUSED' }, 'google_unreachable'],
  ['something that was thrown', 'oops', 'google_unreachable'],
])('%s has a name', ([, error, reason]) => {
  expect(googleFailure(error).reason).toBe(reason)
})

test.for<[string, string]>([
  ['Invalid email or User ID', 'unknownPerson'],
  ['The account has been deleted', 'unknownPerson'],
  ['Invalid JWT Signature.', 'badKey'],
  ['Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.', 'badClock'],
  ['Invalid JWT: No valid verifier found for issuer', 'unknownAccount'],
  ['Something new', 'invalid_grant'],
])('an invalid grant is told apart: %s', ([error_description, word]) => {
  const failure = googleFailure({ response: { status: 400, data: { error: 'invalid_grant', error_description } } })

  expect(failure).toMatchObject({ reason: 'google_sign_in', word })
})

test('a failure carries neither the request nor the token in it', () => {
  const error = Object.assign(new Error('Request as ines@fund.example failed'), {
    config: { headers: { authorization: 'Bearer secret' } },
    ...api(503, 'backendError'),
  })

  const failure = googleFailure(error)

  expect(JSON.stringify({ ...failure, message: failure.message, stack: failure.stack })).not.toMatch(/secret|ines@/)
  expect(failure.cause).toBeUndefined()
})

/** Fails as told, call by call, and notes what was waited. */
function calls(...failures: unknown[]) {
  const waits: number[] = []
  const call = async () => {
    const failure = failures.shift()
    if (failure) throw failure
    return 'done'
  }
  return { call, waits, options: { wait: async (ms: number) => waits.push(ms), random: () => 0.5 } }
}

test('what passes is tried again, each time after a longer wait', async () => {
  const { call, waits, options } = calls(api(429, 'rateLimitExceeded'), api(500, 'backendError'), {
    code: 'ECONNRESET',
  })

  expect(await retrying(call, options)).toBe('done')
  expect(waits).toEqual([1500, 2500, 4500])
})

test('no wait is longer than 64 seconds', async () => {
  const { call, waits, options } = calls(...Array.from({ length: 8 }, () => api(503, 'backendError')))

  await retrying(call, { ...options, tries: 9 })

  expect(Math.max(...waits)).toBe(64_000)
})

test('what does not pass is not tried again', async () => {
  const { call, waits, options } = calls(api(403, 'insufficientPermissions'))

  await expect(retrying(call, options)).rejects.toMatchObject({ reason: 'google_denied' })
  expect(waits).toEqual([])
})

test('after the last try the failure is told', async () => {
  const { call, options } = calls(api(429, 'rateLimitExceeded'), api(429, 'rateLimitExceeded'))

  await expect(retrying(call, { ...options, tries: 2 })).rejects.toBeInstanceOf(GoogleFailure)
})

test('an expired access token is replaced once, without waiting', async () => {
  const { call, waits, options } = calls(api(401, 'authError'))
  const forgotten: string[] = []

  expect(await retrying(call, { ...options, forget: () => forgotten.push('token') })).toBe('done')
  expect({ forgotten, waits }).toEqual({ forgotten: ['token'], waits: [] })
})

test('a token that lacks a scope is replaced where that was not tried yet', async () => {
  const { call, waits, options } = calls(api(403, 'insufficientPermissions'), api(403, 'insufficientPermissions'))
  let left = 1

  const asked = retrying(call, { ...options, regain: () => left-- > 0 })

  await expect(asked).rejects.toMatchObject({ word: 'insufficientPermissions' })
  expect(await retrying(call, options)).toBe('done')
  expect({ left, waits }).toEqual({ left: 0, waits: [] })
})

test('a token that stays bad is not replaced for ever', async () => {
  const { call, options } = calls(api(401, 'authError'), api(401, 'authError'), api(401, 'authError'))

  await expect(retrying(call, { ...options, forget: () => {} })).rejects.toMatchObject({ reason: 'google_sign_in' })
})

test('whoever stops waits for no further try', async () => {
  const { call, waits, options } = calls(api(503, 'backendError'))
  const stopping = new AbortController()
  stopping.abort()

  await expect(retrying(call, { ...options, signal: stopping.signal })).rejects.toMatchObject({
    reason: 'google_stopped',
  })
  expect(waits).toEqual([])
})

test('a wait ends with the signal', async () => {
  const { call } = calls(api(503, 'backendError'))
  const stopping = new AbortController()
  const wait = async () => {
    stopping.abort()
    throw stopping.signal.reason
  }

  await expect(retrying(call, { wait, signal: stopping.signal })).rejects.toMatchObject({ reason: 'google_stopped' })
})

import Fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { signingKey } from '../../emulator/keys.ts'
import { KeysUnavailable, signingKeys } from '../../server/google/signing-keys.ts'
import { days, minutes, testClock } from '../support/clock.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A certificate address that counts how often it is asked, and a clock to let its answers grow old. */
async function openCerts(cacheControl?: string) {
  const certs = { asked: 0, names: ['first'], cacheControl, status: 200, gate: Promise.resolve() }
  const server = Fastify()
  server.get('/certs', async (_request, reply) => {
    certs.asked += 1
    await certs.gate
    if (certs.cacheControl) reply.header('cache-control', certs.cacheControl)
    const keys = (await Promise.all(certs.names.map(signingKey))).map((key) => key.jwk)
    return reply.status(certs.status).send({ keys: [{ kid: 'elliptic', kty: 'EC' }, ...keys] })
  })
  const url = new URL(`${await server.listen({ host: '127.0.0.1', port: 0 })}/certs`)
  closing.push(() => server.close())

  const clock = testClock()
  const keys = signingKeys(url, clock.now)
  const kids = { first: (await signingKey('first')).kid, second: (await signingKey('second')).kid }
  return { certs, clock, keys, kids, server }
}

test('keys are asked for once in their max-age', async () => {
  const { certs, clock, keys, kids } = await openCerts('public, max-age=3600, must-revalidate')

  expect(await keys.find(kids.first)).not.toBeNull()
  clock.advance(minutes(59))
  await keys.find(kids.first)
  expect(certs.asked).toBe(1)

  clock.advance(minutes(2))
  await keys.find(kids.first)
  expect(certs.asked).toBe(2)
})

test('without a max-age keys are kept for ten minutes', async () => {
  const { certs, clock, keys, kids } = await openCerts()

  await keys.find(kids.first)
  clock.advance(minutes(9))
  await keys.find(kids.first)
  expect(certs.asked).toBe(1)

  clock.advance(minutes(2))
  await keys.find(kids.first)
  expect(certs.asked).toBe(2)
})

test('a key that Google withdrew is unknown once the max-age is over', async () => {
  const { certs, clock, keys, kids } = await openCerts('max-age=600')
  await keys.find(kids.first)
  certs.names = ['second']

  clock.advance(minutes(11))

  expect(await keys.find(kids.first)).toBeNull()
})

test('requests that come together share one question', async () => {
  const { certs, keys, kids } = await openCerts('max-age=600')
  let open = () => {}
  certs.gate = new Promise((resolve) => (open = resolve))

  const asking = Array.from({ length: 20 }, () => keys.find(kids.first))
  open()

  expect(await Promise.all(asking)).not.toContain(null)
  expect(certs.asked).toBe(1)
})

test('a new key is found at once, made-up ones ask once a minute', async () => {
  const { certs, clock, keys, kids } = await openCerts('max-age=3600')
  await keys.find(kids.first)
  certs.names = ['second', 'first']

  expect(await keys.find(kids.second)).not.toBeNull()
  expect(certs.asked).toBe(2)

  for (let n = 0; n < 50; n += 1) expect(await keys.find(`made-up-${n}`)).toBeNull()
  expect(certs.asked).toBe(2)

  clock.advance(minutes(1))
  expect(await keys.find('made-up')).toBeNull()
  expect(certs.asked).toBe(3)
})

test('a made-up key as the very first question asks once', async () => {
  const { certs, keys } = await openCerts('max-age=3600')

  expect(await keys.find('made-up')).toBeNull()
  expect(certs.asked).toBe(1)
})

test('old keys outlive an outage of Google for a day', async () => {
  const { certs, clock, keys, kids } = await openCerts('max-age=3600')
  await keys.find(kids.first)
  certs.status = 503

  clock.advance(minutes(90))
  expect(await keys.find(kids.first)).not.toBeNull()

  clock.advance(days(1))
  await expect(keys.find(kids.first)).rejects.toThrow(KeysUnavailable)
})

test('an outage is not asked about with every request', async () => {
  const { certs, clock, keys, kids } = await openCerts('max-age=3600')
  certs.status = 503
  await expect(keys.find(kids.first)).rejects.toThrow(KeysUnavailable)
  await expect(keys.find(kids.first)).rejects.toThrow(KeysUnavailable)
  expect(certs.asked).toBe(1)

  certs.status = 200
  clock.advance(10_000)
  expect(await keys.find(kids.first)).not.toBeNull()
})

test('an answer without usable keys does not replace the keys there are', async () => {
  const { certs, clock, keys, kids } = await openCerts('max-age=600')
  await keys.find(kids.first)
  certs.names = []

  clock.advance(minutes(11))

  expect(await keys.find(kids.first)).not.toBeNull()
})

test('an unreachable Google is told from a token nobody signed', async () => {
  const { server, keys, kids } = await openCerts()
  await server.close()

  await expect(keys.find(kids.first)).rejects.toThrow(KeysUnavailable)
})

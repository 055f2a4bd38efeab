import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { googleClients } from '../../server/google/clients.ts'
import { mailboxClient } from '../../server/google/mailbox.ts'
import { openPace } from '../../server/google/pace.ts'
import { closeAfterTest, ines } from '../emulator/support.ts'
import { openBox } from './support.ts'

/** In milliseconds: long enough that a busy machine's own answers come in time. */
const longestCall = 1000

/** Ines's mailbox at a Google that takes every call and answers as `answer` does: never, where it does nothing. */
async function openAt(answer: RequestListener) {
  const { keyFile } = await openBox()
  const server = createServer(answer).listen(0, '127.0.0.1')
  closeAfterTest({
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  })
  await new Promise((done) => server.once('listening', done))
  const googleRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const google = googleClients({ googleKeyFile: keyFile, googleRoot }, { timeout: longestCall })
  const impatient = { tries: 2, wait: async () => undefined, random: () => 0 }
  return mailboxClient(google, ines.email, { pace: openPace(Number.POSITIVE_INFINITY), ...impatient })
}

const token = JSON.stringify({ access_token: 'ya29.ines', expires_in: 3599, token_type: 'Bearer' })

test('a token that never comes is not waited for for ever', async () => {
  const asked: (string | undefined)[] = []
  const mailbox = await openAt((request) => asked.push(request.url))

  await expect(mailbox.profile()).rejects.toMatchObject({ reason: 'google_unreachable' })
  expect(asked).toEqual(['/token', '/token'])
})

test('an answer that never comes is asked for again', async () => {
  const asked: (string | undefined)[] = []
  const mailbox = await openAt((request, reply) => {
    asked.push(request.url)
    if (request.url === '/token') reply.setHeader('content-type', 'application/json').end(token)
  })

  await expect(mailbox.profile()).rejects.toMatchObject({ reason: 'google_unreachable' })
  expect(asked).toEqual(['/token', '/gmail/v1/users/me/profile', '/gmail/v1/users/me/profile'])
})

test('a message that takes long is given longer the second time', async () => {
  const raw = Buffer.from('From: maya@harbor.example\r\n\r\nThe deck is large.').toString('base64url')
  const message = JSON.stringify({ id: '19a1', threadId: '19a1', internalDate: '1795132800000', raw })
  let asked = 0
  const mailbox = await openAt((request, reply) => {
    reply.setHeader('content-type', 'application/json')
    if (request.url === '/token') return reply.end(token)
    asked += 1
    if (asked === 2) return setTimeout(() => reply.end(message), 1.5 * longestCall)
  })

  expect((await mailbox.raw('19a1'))?.raw.toString()).toContain('The deck is large.')
})

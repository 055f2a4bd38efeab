import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError } from '../../server/config.ts'
import { googleClients } from '../../server/google/clients.ts'
import { readMessageHeaders } from '../../server/google/message.ts'
import { closeAfterTest, hello, ines, readonly, tomas } from '../emulator/support.ts'
import { openBox } from './support.ts'

const patience = 10_000

test('a message is read in its owner’s mailbox, by its headers alone', async () => {
  const { workspace, google } = await openBox()
  const { copies } = await workspace.deliver({ ...hello, cc: `Li Wei <li@harbor.example>, ${tomas.email}` })
  const copy = copies.find(({ mailbox }) => mailbox === ines.email)

  expect(await readMessageHeaders(google, ines.email, String(copy?.id), patience)).toEqual({
    messageId: 'deck-1@harbor.example',
    threadId: copy?.threadId,
    subject: 'Fund II documents',
    from: 'maya@harbor.example',
    to: [ines.email, 'li@harbor.example', tomas.email],
    at: '2026-11-10T09:30:00.000Z',
  })
})

test('only the right to read is asked for', async () => {
  const { workspace, google } = await openBox()
  const { copies } = await workspace.deliver(hello)

  await readMessageHeaders(google, ines.email, String(copies[0]?.id), patience)

  expect([...workspace.grants.values()].map((grant) => grant.scopes)).toEqual([[readonly]])
})

test('one access token serves many messages', async () => {
  const { workspace, google } = await openBox()
  const { copies } = await workspace.deliver(hello)

  for (let n = 0; n < 3; n += 1) await readMessageHeaders(google, ines.email, String(copies[0]?.id), patience)

  expect(workspace.grants.size).toBe(1)
})

test('an access token that Google no longer takes is replaced', async () => {
  const { workspace, google } = await openBox()
  const { copies } = await workspace.deliver(hello)
  await readMessageHeaders(google, ines.email, String(copies[0]?.id), patience)

  workspace.grants.clear()

  expect(await readMessageHeaders(google, ines.email, String(copies[0]?.id), patience)).toMatchObject({
    from: 'maya@harbor.example',
  })
})

test('a message that is not in the mailbox is missing', async () => {
  const { google } = await openBox()

  await expect(readMessageHeaders(google, ines.email, 'abcdef', patience)).rejects.toMatchObject({
    reason: 'google_missing',
  })
})

test('a scope the admin has not delegated is a matter of sign-in', async () => {
  const { workspace, google } = await openBox()
  workspace.controls.revokeScope(readonly)

  await expect(readMessageHeaders(google, ines.email, 'abcdef', patience)).rejects.toMatchObject({
    reason: 'google_sign_in',
  })
})

test('a Gmail that does not answer in time is given up', async () => {
  const { workspace, google } = await openBox()
  const { copies } = await workspace.deliver(hello)
  workspace.faults.delayNext({ path: '/gmail', ms: 400 })

  await expect(readMessageHeaders(google, ines.email, String(copies[0]?.id), 50)).rejects.toMatchObject({
    reason: 'google_unreachable',
  })
})

test('without a key file nothing can be read', async () => {
  const google = googleClients({ googleKeyFile: null, googleRoot: null })

  expect(google.delegated).toBe(false)
  await expect(readMessageHeaders(google, ines.email, 'abcdef', patience)).rejects.toMatchObject({
    reason: 'google_not_configured',
  })
})

test.for(['{"type": "authorized_user"}', 'not JSON'])('a file that is no key stops the start: %s', (text) => {
  const folder = mkdtempSync(join(tmpdir(), 'crm-key-'))
  closeAfterTest({ close: async () => rmSync(folder, { recursive: true }) })
  const path = join(folder, 'key.json')
  writeFileSync(path, text)

  expect(() => googleClients({ googleKeyFile: path, googleRoot: null })).toThrow(ConfigError)
})

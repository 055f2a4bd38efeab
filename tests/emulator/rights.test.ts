import { expect, test } from 'vitest'
import type { RunningWorkspace } from '../../emulator/server.ts'
import { hello, openWorkspace, tokenFor } from './support.ts'

const google = 'https://www.googleapis.com/auth/'
const gmail = [
  'gmail.modify',
  'gmail.readonly',
  'gmail.metadata',
  'gmail.compose',
  'gmail.send',
  'gmail.settings.basic',
]
const calendar = [
  'calendar',
  'calendar.readonly',
  'calendar.events',
  'calendar.events.readonly',
  'calendar.events.owned',
]
const allScopes = ['https://mail.google.com/', ...[...gmail, ...calendar, 'spreadsheets'].map((name) => google + name)]
const everything = 'https://mail.google.com/'

const raw = Buffer.from('From: ines@northgate.example\r\nTo: maya@harbor.example\r\n\r\nHi').toString('base64url')

interface Method {
  name: string
  /** ID stands for a message, THREAD for its thread, START for a history id. */
  path: string
  scopes: string[]
  units: number
  body?: unknown
}

const reading = [everything, ...['modify', 'readonly', 'metadata'].map((name) => `${google}gmail.${name}`)]
const writing = [everything, ...['modify', 'compose'].map((name) => `${google}gmail.${name}`)]
const sending = [...writing, `${google}gmail.send`]

// https://developers.google.com/workspace/gmail/api/reference/rest and …/quota: scopes and units per method.
const methods: Method[] = [
  { name: 'getProfile', path: 'profile', scopes: [...reading, `${google}gmail.compose`], units: 5 },
  { name: 'messages.list', path: 'messages', scopes: reading, units: 5 },
  { name: 'messages.get', path: 'messages/ID?format=minimal', scopes: reading, units: 20 },
  { name: 'threads.get', path: 'threads/THREAD?format=minimal', scopes: reading, units: 40 },
  { name: 'history.list', path: 'history?startHistoryId=START', scopes: reading, units: 2 },
  { name: 'messages.send', path: 'messages/send', scopes: sending, units: 100, body: { raw } },
  { name: 'drafts.create', path: 'drafts', scopes: writing, units: 10, body: { message: { raw } } },
  { name: 'drafts.list', path: 'drafts', scopes: [...writing, `${google}gmail.readonly`], units: 5 },
  {
    name: 'settings.sendAs.list',
    path: 'settings/sendAs',
    scopes: [everything, ...['modify', 'readonly', 'settings.basic'].map((name) => `${google}gmail.${name}`)],
    units: 1,
  },
]

const events = '/calendar/v3/calendars/primary/events'
const calendarScopes = calendar.map((name) => google + name)

async function openMail() {
  const workspace = await openWorkspace({ serviceAccount: { delegatedScopes: allScopes } })
  const { copies } = await workspace.deliver(hello)
  const [copy] = copies
  const start = `${workspace.mailboxes.get(copy?.mailbox ?? '')?.historyId}`
  const path = (text: string) =>
    `/gmail/v1/users/me/${text}`
      .replace('ID', copy?.id ?? '')
      .replace('THREAD', copy?.threadId ?? '')
      .replace('START', start)
  return { workspace, path }
}

async function statusOf(workspace: RunningWorkspace, path: string, token: string, body?: unknown): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const sent = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
  return (await fetch(workspace.url + path, sent)).status
}

test.each(methods)('$name takes any one of its scopes and no other', async (method) => {
  const { workspace, path } = await openMail()

  const granted: string[] = []
  for (const scope of allScopes) {
    const token = await tokenFor(workspace, { scope })
    const status = await statusOf(workspace, path(method.path), token, method.body)
    expect([200, 403]).toContain(status)
    if (status === 200) granted.push(scope)
  }

  expect(granted.sort()).toEqual([...method.scopes].sort())
})

test('events.list takes any one of its scopes and no other', async () => {
  const { workspace } = await openMail()

  const granted: string[] = []
  for (const scope of allScopes) {
    if ((await statusOf(workspace, events, await tokenFor(workspace, { scope }))) === 200) granted.push(scope)
  }

  expect(granted).toEqual(calendarScopes)
})

test.each(methods)('$name costs $units units', async (method) => {
  const { workspace, path } = await openMail()
  const token = await tokenFor(workspace, { scope: method.scopes[0] })
  const status = () => statusOf(workspace, path(method.path), token, method.body)

  workspace.controls.capQuota(method.units - 1)
  expect(await status()).toBe(429)
  workspace.controls.capQuota(method.units)
  expect(await status()).toBe(200)
  expect(await status()).toBe(429)
})

test.each([
  ['POST', '/gmail/v1/users/me/messages'],
  ['PUT', '/gmail/v1/users/me/messages/send'],
  ['GET', '/gmail/v1/users/me/drafts/send/now'],
  ['DELETE', '/gmail/v1/users/me/messages/19a0000000000000'],
  ['POST', events],
  ['GET', '/calendar/v3/users/me/calendarList'],
  ['POST', '/upload/gmail/v1/users/me/messages/send'],
])('there is no %s %s', async (method, path) => {
  const { workspace } = await openMail()
  const authorization = `Bearer ${await tokenFor(workspace, { scope: everything })}`

  expect((await fetch(workspace.url + path, { method, headers: { authorization } })).status).toBe(404)
})

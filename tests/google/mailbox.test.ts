import { expect, test } from 'vitest'
import { mailboxClient } from '../../server/google/mailbox.ts'
import { openPace } from '../../server/google/pace.ts'
import { compose, hello, ines, metadata, readonly } from '../emulator/support.ts'
import { openBox, openMailbox } from './support.ts'

const calendar = 'https://www.googleapis.com/auth/calendar.events.readonly'
const idOf = (delivery: { copies: { id: string }[] }) => String(delivery.copies[0]?.id)

test('a search is answered page by page, newest first', async () => {
  const { workspace, mailbox } = await openMailbox()
  const first = idOf(await workspace.deliver(hello))
  const second = idOf(
    await workspace.deliver({ ...hello, messageId: 'deck-2@harbor.example', date: '2026-11-11T09:30:00Z' }),
  )

  const page = await mailbox.list({ q: 'from:maya@harbor.example', max: 1 })
  const rest = await mailbox.list({ q: 'from:maya@harbor.example', max: 1, pageToken: String(page.next) })

  expect([...page.messages, ...rest.messages].map(({ id }) => id)).toEqual([second, first])
  expect(rest.next).toBeNull()
})

test('a scope that was given back is taken up, and asked for anew once in a pass', async () => {
  const { workspace, mailbox } = await openMailbox()
  const lacking = { path: '/gmail/v1', status: 403, reason: 'insufficientPermissions' }
  workspace.faults.failNext(lacking)

  expect(await mailbox.list({ q: 'from:nobody@harbor.example' })).toEqual({ messages: [], next: null })
  workspace.faults.failNext(lacking)
  await expect(mailbox.list({ q: 'from:nobody@harbor.example' })).rejects.toMatchObject({ reason: 'google_denied' })
})

test('a search without a hit is an empty page', async () => {
  const { mailbox } = await openMailbox()

  expect(await mailbox.list({ q: 'from:nobody@harbor.example' })).toEqual({ messages: [], next: null })
})

test('a message is read as it was sent', async () => {
  const { workspace, mailbox } = await openMailbox()
  const id = idOf(await workspace.deliver(hello))

  const message = await mailbox.raw(id)

  expect(message).toMatchObject({ id, at: '2026-11-10T09:30:00.000Z', labels: expect.arrayContaining(['INBOX']) })
  expect(message?.raw.toString()).toContain('Hello Ines, we have read the deck.')
})

test('headers say who is on a message, and not what it is about', async () => {
  const { workspace, mailbox } = await openMailbox()
  const id = idOf(await workspace.deliver(hello))

  const message = await mailbox.headers(id)

  expect(message?.headers).toContainEqual({ name: 'From', value: 'Maya Chen <maya@harbor.example>' })
  expect(JSON.stringify(message)).not.toContain('Fund II documents')
})

test('a message that is gone is no failure', async () => {
  const { workspace, mailbox } = await openMailbox()
  const id = idOf(await workspace.deliver(hello))
  workspace.deleteForever(ines.email, id)

  expect(await mailbox.raw(id)).toBeNull()
  expect(await mailbox.headers(id)).toBeNull()
})

test('the history tells what came, went and came back', async () => {
  const { workspace, mailbox } = await openMailbox()
  const { historyId: start } = await mailbox.profile()
  const kept = idOf(await workspace.deliver(hello))
  const trashed = idOf(await workspace.deliver({ ...hello, messageId: 'deck-2@harbor.example' }))
  workspace.trash(ines.email, kept)
  workspace.untrash(ines.email, kept)
  workspace.trash(ines.email, trashed)

  const page = await mailbox.history({ start })

  expect(page.added.map(({ id }) => id)).toEqual([kept, trashed])
  expect(page.gone).toEqual([kept, trashed])
  expect(page.back.map(({ id }) => id)).toEqual([kept])
  expect(page).toMatchObject({ next: null, historyId: (await mailbox.profile()).historyId })
})

test('a quiet history is an empty page with a newer cursor', async () => {
  const { mailbox } = await openMailbox()
  const { historyId } = await mailbox.profile()

  expect(await mailbox.history({ start: historyId })).toMatchObject({ added: [], gone: [], back: [], upTo: null })
})

test('an expired cursor has a name', async () => {
  const { workspace, mailbox } = await openMailbox()
  const { historyId } = await mailbox.profile()
  workspace.controls.expireHistory(ines.email)

  await expect(mailbox.history({ start: historyId })).rejects.toMatchObject({ reason: 'google_missing' })
})

test('events come with the token for the next time, whose expiry is a 410', async () => {
  const { workspace, mailbox } = await openMailbox()
  const { nextSyncToken } = await mailbox.events({ timeMin: '2026-01-01T00:00:00Z' })
  const unchanged = await mailbox.events({ syncToken: String(nextSyncToken) })
  workspace.controls.expireSyncTokens(ines.email)

  expect(unchanged.events).toEqual([])
  await expect(mailbox.events({ syncToken: String(nextSyncToken) })).rejects.toMatchObject({ status: 410 })
})

test.for([
  [429, 'rateLimitExceeded'],
  [403, 'userRateLimitExceeded'],
  [500, 'backendError'],
  [503, 'backendError'],
] as const)('a passing failure (%i %s) is outlasted', async ([status, reason]) => {
  const { workspace, mailbox, waits } = await openMailbox()
  const id = idOf(await workspace.deliver(hello))
  workspace.faults.failNext({ path: '/gmail', status, reason, times: 2 })

  expect((await mailbox.raw(id))?.id).toBe(id)
  expect(waits).toEqual([1000, 2000])
})

test('a body that breaks off in the middle is read again', async () => {
  const { workspace, mailbox, waits } = await openMailbox()
  const id = idOf(await workspace.deliver(hello))
  workspace.faults.cutNextAnswer({ path: '/gmail' })

  expect((await mailbox.raw(id))?.raw.toString()).toContain('we have read the deck')
  expect(waits).toEqual([1000])
})

test('an answer that never comes is asked for again', async () => {
  const { workspace, mailbox } = await openMailbox()
  workspace.faults.dropNextAnswer({ path: '/gmail' })

  expect(await mailbox.list({ q: 'in:sent' })).toEqual({ messages: [], next: null })
})

test('a lasting failure is told at once', async () => {
  const { workspace, mailbox, waits } = await openMailbox()
  workspace.controls.revokeScope(readonly)

  await expect(mailbox.profile()).rejects.toMatchObject({ reason: 'google_sign_in', word: 'unauthorized_client' })
  expect(waits).toEqual([])
})

test('a suspended colleague is nobody Google knows', async () => {
  const { workspace, mailbox } = await openMailbox()
  workspace.controls.suspendUser(ines.email)

  await expect(mailbox.profile()).rejects.toMatchObject({ reason: 'google_sign_in', word: 'unknownPerson' })
})

test('a token that was revoked meanwhile is replaced', async () => {
  const { workspace, mailbox } = await openMailbox()
  await mailbox.profile()
  workspace.controls.revokeTokens(ines.email)

  expect(await mailbox.list({ q: 'in:sent' })).toEqual({ messages: [], next: null })
})

test('capture asks for the right to read mail and events, and for nothing else', async () => {
  const { workspace, mailbox } = await openMailbox()
  await mailbox.profile()
  await mailbox.list({ q: 'in:sent' })
  await mailbox.events({})

  expect([...workspace.grants.values()].map(({ scopes }) => scopes)).toEqual([[readonly], [calendar]])
})

test('without the right to write drafts, mail is read all the same', async () => {
  const { workspace, mailbox } = await openMailbox()
  workspace.controls.revokeScope(compose)
  workspace.controls.revokeScope(metadata)

  await expect(mailbox.profile()).resolves.toMatchObject({ historyId: expect.any(String) })
})

test('every call is paid for before it is made', async () => {
  const { google } = await openBox()
  const spent: number[] = []
  const pace = { spend: async (units: number) => void spent.push(units) }
  const mailbox = mailboxClient(google, ines.email, { pace })

  await mailbox.profile()
  await mailbox.list({ q: 'in:sent' })
  await mailbox.headers('abcdef')

  expect(spent).toEqual([5, 5, 20])
})

test('a client that is stopped asks nothing any more', async () => {
  const { google } = await openBox()
  const stopping = new AbortController()
  const mailbox = mailboxClient(google, ines.email, { pace: openPace(), signal: stopping.signal })
  stopping.abort()

  await expect(mailbox.profile()).rejects.toMatchObject({ reason: 'google_stopped' })
})

import { google } from 'googleapis'
import { expect, test } from 'vitest'
import { messageEvent } from '../../emulator/apps-script/events.ts'
import { deleteMessage, relabel } from '../../emulator/gmail/mailbox.ts'
import type { RunningWorkspace } from '../../emulator/server.ts'
import { get, googleAuth, hello, ines, metadata, openWorkspace, readonly, tokenFor, tomas } from './support.ts'

const reply = {
  ...hello,
  from: 'Ines Marlowe <ines@northgate.example>',
  to: 'Maya Chen <maya@harbor.example>',
  cc: 'Tomas <Tomas+lp@northgate.example>',
  subject: 'Re: Fund II documents',
  date: '2026-11-11T10:00:00Z',
  messageId: 'deck-2@northgate.example',
  inReplyTo: 'deck-1@harbor.example',
}

async function openConversation() {
  const workspace = await openWorkspace()
  const first = await workspace.deliver(hello)
  const second = await workspace.deliver(reply)
  return { workspace, first, second, token: await tokenFor(workspace) }
}

const mailboxOf = (workspace: RunningWorkspace, email: string) => {
  const mailbox = workspace.mailboxes.get(email)
  if (!mailbox) throw new Error(`no mailbox ${email}`)
  return mailbox
}

const messagePath = (id: string | undefined, rest = '') => `/gmail/v1/users/me/messages/${id}${rest}`

test('one message is in every concerned mailbox under an id of its own', async () => {
  const { second } = await openConversation()

  expect(second.rfcMessageId).toBe('deck-2@northgate.example')
  expect(second.copies.map((copy) => copy.mailbox)).toEqual([ines.email, tomas.email])
  expect(new Set(second.copies.map((copy) => copy.id)).size).toBe(2)
  for (const copy of second.copies) expect(copy.id).toMatch(/^[0-9a-f]{16}$/)
})

test('an answer joins the thread it refers to, in each mailbox that has one', async () => {
  const { first, second } = await openConversation()

  expect(second.copies[0]?.threadId).toBe(first.copies[0]?.threadId)
  expect(second.copies[1]?.threadId).toBe(second.copies[1]?.id)
})

test('ids are the same in every run', async () => {
  const [a, b] = [await openConversation(), await openConversation()]

  expect(a.second).toEqual(b.second)
})

test('mail to oneself is sent and received in one copy', async () => {
  const workspace = await openWorkspace()
  await workspace.deliver({ ...hello, from: ines.email })

  const [message] = mailboxOf(workspace, ines.email).messages.values()

  expect([...(message?.labelIds ?? [])]).toEqual(['SENT', 'INBOX'])
})

test('a hidden recipient gets a copy that does not show the address', async () => {
  const workspace = await openWorkspace()
  await workspace.deliver({ ...hello, bcc: tomas.email })

  const [message] = mailboxOf(workspace, tomas.email).messages.values()

  expect(message?.raw.toString()).not.toContain(tomas.email)
})

test('the profile counts messages and threads, with a history id in text', async () => {
  const { workspace, token } = await openConversation()

  const { body } = await get(workspace, '/gmail/v1/users/me/profile', token)

  expect(body).toEqual({
    emailAddress: ines.email,
    messagesTotal: 2,
    threadsTotal: 1,
    historyId: expect.stringMatching(/^\d+$/),
  })
})

test('another person’s mailbox is refused even with delegation', async () => {
  const { workspace, token } = await openConversation()

  const answer = await get(workspace, `/gmail/v1/users/${tomas.email}/profile`, token)

  expect(answer).toMatchObject({ status: 403, body: { error: { message: `Delegation denied for ${tomas.email}` } } })
})

test('a method called without one of its scopes answers Google’s own body', async () => {
  const { workspace, first } = await openConversation()
  const token = await tokenFor(workspace, { scope: 'https://www.googleapis.com/auth/gmail.compose' })

  const answer = await get(workspace, messagePath(first.copies[0]?.id), token)

  expect(answer).toEqual({
    status: 403,
    body: {
      error: {
        code: 403,
        message: 'Request had insufficient authentication scopes.',
        errors: [{ message: 'Insufficient Permission', domain: 'global', reason: 'insufficientPermissions' }],
        status: 'PERMISSION_DENIED',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
            domain: 'googleapis.com',
            metadata: { service: 'gmail.googleapis.com' },
          },
        ],
      },
    },
  })
})

test('gmail.compose may read the profile but not list messages', async () => {
  const workspace = await openWorkspace()
  const token = await tokenFor(workspace, { scope: 'https://www.googleapis.com/auth/gmail.compose' })

  expect((await get(workspace, '/gmail/v1/users/me/profile', token)).status).toBe(200)
  expect((await get(workspace, '/gmail/v1/users/me/messages', token)).status).toBe(403)
})

test.each([
  ['an unknown path', '/gmail/v1/users/me/mesages', 404],
  ['an unknown query parameter', '/gmail/v1/users/me/messages?maxresults=5', 400],
  ['a parameter given twice', '/gmail/v1/users/me/messages?q=in:inbox&q=in:sent', 400],
  ['maxResults over 500', '/gmail/v1/users/me/messages?maxResults=501', 400],
  ['maxResults of nothing', '/gmail/v1/users/me/messages?maxResults=0', 400],
  ['maxResults that is no number', '/gmail/v1/users/me/messages?maxResults=ten', 400],
  ['a flag that is neither true nor false', '/gmail/v1/users/me/messages?includeSpamTrash=yes', 400],
  ['an unknown label', '/gmail/v1/users/me/messages?labelIds=INBX', 400],
  ['an unknown search operator', '/gmail/v1/users/me/messages?q=fron:maya', 400],
  ['bare words in a search', '/gmail/v1/users/me/messages?q=deck', 400],
  ['a group that was never opened', '/gmail/v1/users/me/messages?q=from:maya%7D', 400],
  ['an operator without a value', '/gmail/v1/users/me/messages?q=from:', 400],
  ['a day that is none', '/gmail/v1/users/me/messages?q=after:yesterday', 400],
  ['a place that is none', '/gmail/v1/users/me/messages?q=in:somewhere', 400],
  ['an unclosed group', '/gmail/v1/users/me/messages?q=%7Bfrom:maya', 400],
  ['a foreign page token', '/gmail/v1/users/me/messages?pageToken=abcdef', 400],
  ['an unknown message', '/gmail/v1/users/me/messages/19a0000000000000', 404],
  ['an unknown thread', '/gmail/v1/users/me/threads/19a0000000000000', 404],
  ['history without a start', '/gmail/v1/users/me/history', 400],
  ['history from something that is no number', '/gmail/v1/users/me/history?startHistoryId=abc', 400],
  ['history from the future', '/gmail/v1/users/me/history?startHistoryId=99999999', 404],
  ['history of an unknown label', `/gmail/v1/users/me/history?startHistoryId=START&labelId=INBX`, 400],
  ['a page of history with a foreign token', `/gmail/v1/users/me/history?startHistoryId=START&pageToken=abcdef`, 400],
  ['more than 500 records of history', `/gmail/v1/users/me/history?startHistoryId=START&maxResults=501`, 400],
  ['an address of many kilobytes', `/gmail/v1/users/me/messages?q=${'from:maya%20'.repeat(700)}`, 414],
  ['a search for something one can have', '/gmail/v1/users/me/messages?q=has:drive', 400],
  ['history from before the mailbox', '/gmail/v1/users/me/history?startHistoryId=1', 404],
])('refuses %s', async (_case, path, status) => {
  const { workspace, token } = await openConversation()
  const start = `${mailboxOf(workspace, ines.email).historyId}`

  const answer = await get(workspace, path.replace('START', start), token)

  expect(answer.status).toBe(status)
  expect(answer.body.error.code).toBe(status)
})

test('refuses a format Gmail does not have, and raw threads', async () => {
  const { workspace, token, first } = await openConversation()
  const { id, threadId } = ids(first)

  expect((await get(workspace, messagePath(id, '?format=tiny'), token)).status).toBe(400)
  expect((await get(workspace, `/gmail/v1/users/me/threads/${threadId}?format=raw`, token)).status).toBe(400)
})

test('refuses to write through a path that reads', async () => {
  const { workspace, token } = await openConversation()

  const answer = await fetch(`${workspace.url}/gmail/v1/users/me/profile`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  })

  expect(answer.status).toBe(404)
})

test.each([
  ['from:maya@harbor.example', 1],
  ['from:harbor.example', 1],
  ['from:arbor.example', 0],
  ['from:maya', 1],
  ['to:maya@harbor.example', 1],
  ['cc:tomas', 1],
  ['from:me', 1],
  ['subject:documents', 2],
  ['subject:"fund ii"', 2],
  ['rfc822msgid:deck-1@harbor.example', 1],
  ['rfc822msgid:<deck-1@harbor.example>', 1],
  ['after:2026/11/11', 1],
  ['before:2026/11/11', 1],
  [`after:${Date.parse('2026-11-10T09:30:00Z') / 1000}`, 2],
  [`after:${Date.parse('2026-11-10T09:30:01Z') / 1000}`, 1],
  ['bcc:maya', 0],
  ['from:"Maya Chen"', 1],
  ['from:"Maya Marlowe"', 0],
  ['from:MAYA@harbor.example', 1],
  ['from:maya@harbor.example after:2026/11/11', 0],
  ['{from:maya@harbor.example subject:documents}', 2],
  ['-{from:maya@harbor.example from:ines@northgate.example}', 0],
  ['to:maya@harbor.example -from:me', 0],
  ['has:attachment', 0],
  ['in:draft', 0],
  ['in:inbox', 1],
  ['in:sent', 1],
  ['-in:chats from:maya', 1],
  ['{from:maya@harbor.example to:maya@harbor.example}', 2],
  ['from:maya OR to:maya', 2],
  ['from:{maya@harbor.example ines@northgate.example}', 2],
  ['from:(maya OR ines) in:sent', 1],
  ['from:maya in:sent', 0],
])('the search %s finds %i', async (q, count) => {
  const { workspace, token } = await openConversation()

  const { body } = await get(workspace, `/gmail/v1/users/me/messages?q=${encodeURIComponent(q)}`, token)

  expect(body.messages?.length ?? 0).toBe(count)
  if (count === 0) expect(body).not.toHaveProperty('messages')
})

test('trashed mail is listed only when asked for', async () => {
  const { workspace, token, first } = await openConversation()
  relabel(mailboxOf(workspace, ines.email), first.copies[0]?.id ?? '', { add: ['TRASH'], remove: ['INBOX'] })
  const count = async (query: string) =>
    (await get(workspace, `/gmail/v1/users/me/messages${query}`, token)).body.messages.length

  expect(await count('')).toBe(1)
  expect(await count('?includeSpamTrash=true')).toBe(2)
  expect(await count('?q=in:anywhere')).toBe(2)
  expect(await count('?labelIds=TRASH')).toBe(1)
})

test('pages follow each other, newest first, and a token serves only its own question', async () => {
  const { workspace, token, first, second } = await openConversation()

  const one = await get(workspace, '/gmail/v1/users/me/messages?maxResults=1', token)
  const two = await get(
    workspace,
    `/gmail/v1/users/me/messages?maxResults=1&pageToken=${one.body.nextPageToken}`,
    token,
  )
  const other = await get(workspace, `/gmail/v1/users/me/messages?q=in:sent&pageToken=${one.body.nextPageToken}`, token)

  expect(one.body.messages).toEqual([{ id: second.copies[0]?.id, threadId: second.copies[0]?.threadId }])
  expect(two.body.messages).toEqual([{ id: first.copies[0]?.id, threadId: first.copies[0]?.threadId }])
  expect(two.body).not.toHaveProperty('nextPageToken')
  expect(other.status).toBe(400)
})

test('a metadata token may neither search nor read bodies, even beside gmail.readonly', async () => {
  const { workspace, first } = await openConversation()
  const token = await tokenFor(workspace, { scope: `${metadata} ${readonly}` })
  const path = messagePath(first.copies[0]?.id)

  expect((await get(workspace, '/gmail/v1/users/me/messages?q=in:inbox', token)).body.error).toMatchObject({
    code: 403,
    message: "Metadata scope does not support 'q' parameter",
    errors: [{ reason: 'forbidden' }],
  })
  expect((await get(workspace, path, token)).body.error.message).toBe("Metadata scope doesn't allow format FULL")
  expect((await get(workspace, `${path}?format=raw`, token)).status).toBe(403)
  expect((await get(workspace, `${path}?format=metadata`, token)).status).toBe(200)
})

test('metadata shows the wanted headers only', async () => {
  const { workspace, token, second } = await openConversation()
  const path = messagePath(second.copies[0]?.id, '?format=metadata&metadataHeaders=message-id&metadataHeaders=Cc')

  const { body } = await get(workspace, path, token)

  expect(body.payload.headers).toEqual(
    expect.arrayContaining([
      { name: 'Message-ID', value: '<deck-2@northgate.example>' },
      { name: 'Cc', value: 'Tomas <Tomas+lp@northgate.example>' },
    ]),
  )
  expect(body.payload.headers).toHaveLength(2)
  expect(body).not.toHaveProperty('raw')
})

test('the full format is a tree of decoded parts in base64url, with attachments left out', async () => {
  const workspace = await openWorkspace()
  const text = 'Grüße, Ines ÿþ ~~~ ???'
  const delivery = await workspace.deliver({
    ...hello,
    text,
    html: `<p>${text}</p>`,
    attachments: [{ filename: 'terms.pdf', content: Buffer.from('pdf'), contentType: 'application/pdf' }],
  })

  const { body } = await get(workspace, messagePath(delivery.copies[0]?.id), await tokenFor(workspace))

  const [alternative, attachment] = body.payload.parts
  expect(body.payload).toMatchObject({ partId: '', mimeType: 'multipart/mixed', body: { size: 0 } })
  expect(alternative.parts.map((part: { partId: string }) => part.partId)).toEqual(['0.0', '0.1'])
  expect(alternative.parts[0].body.data).toBe(Buffer.from(text).toString('base64url'))
  expect(attachment).toMatchObject({ filename: 'terms.pdf', body: { size: 3, attachmentId: expect.any(String) } })
  expect(attachment.body).not.toHaveProperty('data')
})

test('the raw format gives back the message as it arrived', async () => {
  const workspace = await openWorkspace()
  const raw =
    'From: maya@harbor.example\r\nTo: ines@northgate.example\r\nSubject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n\r\nHi >>>???\r\n'
  const delivery = await workspace.deliver(raw)
  const token = await tokenFor(workspace)

  const { body } = await get(workspace, messagePath(delivery.copies[0]?.id, '?format=raw'), token)
  const decoded = await get(workspace, messagePath(delivery.copies[0]?.id, '?format=metadata'), token)

  expect(body.raw).toBe(Buffer.from(raw).toString('base64url'))
  expect(body).not.toHaveProperty('payload')
  expect(decoded.body.payload.headers).toContainEqual({ name: 'Subject', value: 'Grüße' })
})

test('64-bit numbers are text', async () => {
  const { workspace, token, first } = await openConversation()

  const { body } = await get(workspace, messagePath(first.copies[0]?.id, '?format=minimal'), token)

  expect(body).toMatchObject({ internalDate: `${Date.parse(hello.date)}`, historyId: expect.stringMatching(/^\d+$/) })
  expect(body).not.toHaveProperty('payload')
})

test('a thread is read oldest first', async () => {
  const { workspace, token, first, second } = await openConversation()

  const { body } = await get(workspace, `/gmail/v1/users/me/threads/${first.copies[0]?.threadId}?format=minimal`, token)

  expect(body.messages.map((message: { id: string }) => message.id)).toEqual([
    first.copies[0]?.id,
    second.copies[0]?.id,
  ])
})

test('history tells arrivals, label changes and deletions in order, and nothing when nothing happened', async () => {
  const { workspace, token, first, second } = await openConversation()
  const mailbox = mailboxOf(workspace, ines.email)
  const start = `${mailbox.historyId}`
  const history = (query: string) => get(workspace, `/gmail/v1/users/me/history?startHistoryId=${start}${query}`, token)
  expect((await history('')).body).toEqual({ historyId: start })

  relabel(mailbox, first.copies[0]?.id ?? '', { remove: ['UNREAD'] })
  deleteMessage(mailbox, second.copies[0]?.id ?? '')
  const { body } = await history('')

  expect(body.history).toEqual([
    expect.objectContaining({ labelsRemoved: [{ message: first.copies[0] && ids(first), labelIds: ['UNREAD'] }] }),
    expect.objectContaining({ messagesDeleted: [{ message: ids(second) }] }),
  ])
  expect(body.historyId).toBe(`${mailbox.historyId}`)
  expect((await history('&historyTypes=messageAdded')).body).not.toHaveProperty('history')
  expect((await history('&historyTypes=messageChanged')).status).toBe(400)
})

test('history without a start says what is missing', async () => {
  const { workspace, token } = await openConversation()

  expect((await get(workspace, '/gmail/v1/users/me/history', token)).body.error).toMatchObject({
    message: 'Missing required parameter: startHistoryId',
    errors: [{ reason: 'required' }],
  })
})

test('only messages that are there can be labelled, deleted or opened', async () => {
  const { workspace } = await openConversation()
  const mailbox = mailboxOf(workspace, ines.email)
  const reason = 'ines@northgate.example has no message 19a0'

  expect(() => relabel(mailbox, '19a0', { add: ['TRASH'] })).toThrow(reason)
  expect(() => deleteMessage(mailbox, '19a0')).toThrow(reason)
  expect(() => messageEvent(workspace, ines.email, '19a0')).toThrow(reason)
})

test('a search for people in a group reads their mail wherever they stand', async () => {
  const { workspace, token } = await openConversation()
  const group = ['maya@harbor.example', 'tomas+lp@northgate.example', 'nobody@x.example'].flatMap((address) =>
    ['from', 'to', 'cc', 'bcc'].map((field) => `${field}:${address}`),
  )
  const count = async (q: string) =>
    (await get(workspace, `/gmail/v1/users/me/messages?q=${encodeURIComponent(q)}`, token)).body.messages?.length ?? 0

  expect(await count(`{${group.join(' ')}}`)).toBe(2)
  expect(await count(`{${group.slice(4).join(' ')}}`)).toBe(1)
  expect(await count(`{${group.slice(8).join(' ')}}`)).toBe(0)
})

test('naming the bin in order to leave it out does not bring spam along', async () => {
  const { workspace, token, first, second } = await openConversation()
  workspace.trash(ines.email, first.copies[0]?.id ?? '')
  workspace.relabel(ines.email, second.copies[0]?.id ?? '', { add: ['SPAM'] })

  expect((await get(workspace, '/gmail/v1/users/me/messages?q=-in:trash', token)).body).not.toHaveProperty('messages')
})

test('what was sent goes back to where it was when it is taken out of the bin', async () => {
  const { workspace, first, second } = await openConversation()
  const labels = (id = '') => [...(mailboxOf(workspace, ines.email).messages.get(id)?.labelIds ?? [])].sort()
  for (const { copies } of [first, second]) {
    workspace.trash(ines.email, copies[0]?.id ?? '')
    workspace.untrash(ines.email, copies[0]?.id ?? '')
  }

  expect(labels(first.copies[0]?.id)).toEqual(['INBOX', 'UNREAD'])
  expect(labels(second.copies[0]?.id)).toEqual(['SENT'])
})

test('trashing is a change of labels, deleting forever is a deletion', async () => {
  const { workspace, token, first } = await openConversation()
  const start = mailboxOf(workspace, ines.email).historyId
  workspace.trash(ines.email, first.copies[0]?.id ?? '')
  workspace.deleteForever(ines.email, first.copies[0]?.id ?? '')

  const { body } = await get(workspace, `/gmail/v1/users/me/history?startHistoryId=${start}`, token)

  expect(body.history).toEqual([
    expect.objectContaining({ labelsAdded: [{ message: ids(first), labelIds: ['TRASH'] }] }),
    expect.objectContaining({ labelsRemoved: [{ message: ids(first), labelIds: ['INBOX'] }] }),
    expect.objectContaining({ messagesDeleted: [{ message: ids(first) }] }),
  ])
})

test('history is turned page by page', async () => {
  const { workspace, token, first } = await openConversation()
  const start = mailboxOf(workspace, ines.email).historyId
  workspace.trash(ines.email, first.copies[0]?.id ?? '')
  const path = `/gmail/v1/users/me/history?startHistoryId=${start}&maxResults=1`

  const one = (await get(workspace, path, token)).body
  const two = (await get(workspace, `${path}&pageToken=${one.nextPageToken}`, token)).body

  expect(one.history[0]).toHaveProperty('labelsAdded')
  expect(two.history[0]).toHaveProperty('labelsRemoved')
  expect(two).not.toHaveProperty('nextPageToken')
})

test('history is kept for a week', async () => {
  const { workspace, token } = await openConversation()
  const hours = (count: number) => workspace.clock.advance(count * 3_600_000)
  const start = mailboxOf(workspace, ines.email).historyId
  const status = async (id = start) => {
    const fresh = await tokenFor(workspace)
    return (await get(workspace, `/gmail/v1/users/me/history?startHistoryId=${id}`, fresh || token)).status
  }
  hours(24)
  await workspace.deliver({ ...hello, messageId: 'next@harbor.example' })

  hours(7 * 24 - 1)
  expect(await status()).toBe(200)
  hours(2)
  expect(await status()).toBe(404)
  expect(await status(mailboxOf(workspace, ines.email).historyId)).toBe(200)
})

test('attachments are read by an id that is good for now', async () => {
  const workspace = await openWorkspace()
  const attachments = [{ filename: 'terms.pdf', content: Buffer.from('ÿþ>>>???'), contentType: 'application/pdf' }]
  const delivery = await workspace.deliver({ ...hello, attachments })
  const token = await tokenFor(workspace)
  const path = messagePath(delivery.copies[0]?.id)
  const idNow = async () => (await get(workspace, path, token)).body.payload.parts[1].body.attachmentId as string
  const [one, two] = [await idNow(), await idNow()]

  const { body } = await get(workspace, `${path}/attachments/${one}`, token)

  expect(one).not.toBe(two)
  expect(body).toEqual({ size: 10, data: Buffer.from('ÿþ>>>???').toString('base64url') })
  expect((await get(workspace, `${path}/attachments/${two}`, token)).body).toEqual(body)
})

test.each([
  ['an invented attachment', 'abcdef'],
  ['an attachment id that was never given', Buffer.from('99999999 1').toString('base64url')],
  ['a part that is no attachment', Buffer.from('1 0').toString('base64url')],
])('refuses %s', async (_case, id) => {
  const workspace = await openWorkspace()
  const delivery = await workspace.deliver({ ...hello, attachments: [{ filename: 'a.txt', content: 'x' }] })
  const token = await tokenFor(workspace)
  await get(workspace, messagePath(delivery.copies[0]?.id), token)

  expect((await get(workspace, messagePath(delivery.copies[0]?.id, `/attachments/${id}`), token)).status).toBe(400)
})

test('mail with an attachment is found by it', async () => {
  const workspace = await openWorkspace({ messages: [hello] })
  const { copies } = await workspace.deliver({ ...hello, attachments: [{ filename: 'a.txt', content: 'x' }] })

  const { body } = await get(workspace, '/gmail/v1/users/me/messages?q=has:attachment', await tokenFor(workspace))

  expect(body.messages.map(({ id }: { id: string }) => id)).toEqual([copies[0]?.id])
})

test.each(['Thu, 01 Jan 1970 00:00:00 +0000', 'Fri, 01 Jan 2099 00:00:00 +0000', 'the day before yesterday'])(
  'a message dated %s was accepted when it arrived',
  async (date) => {
    const workspace = await openWorkspace()
    const raw = `From: maya@harbor.example\r\nTo: ines@northgate.example\r\nDate: ${date}\r\n\r\nHi`
    const { copies } = await workspace.deliver(raw)

    const message = mailboxOf(workspace, ines.email).messages.get(copies[0]?.id ?? '')

    expect(message?.internalDate).toBe(Date.parse('2026-11-20T12:00:00Z'))
  },
)

test('a nest of a thousand parts and a list of a thousand recipients are taken in', async () => {
  const workspace = await openWorkspace()
  const nest = Array.from({ length: 1000 }, (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}`)
  const crowd = Array.from({ length: 1000 }, (_, i) => `p${i}@x.example`).join(', ')
  const raw = `From: maya@harbor.example\r\nTo: ${ines.email}, ${crowd}\r\n${nest.join('\r\n')}\r\n\r\nHi`
  const { copies } = await workspace.deliver(raw)
  const token = await tokenFor(workspace)

  const found = await get(workspace, '/gmail/v1/users/me/messages?q=to:p999@x.example', token)

  expect(found.body.messages).toHaveLength(1)
  expect((await get(workspace, messagePath(copies[0]?.id), token)).status).toBe(200)
})

test('expired history is 404', async () => {
  const { workspace, token } = await openConversation()
  const start = mailboxOf(workspace, ines.email).historyId
  workspace.controls.expireHistory(ines.email)

  expect((await get(workspace, `/gmail/v1/users/me/history?startHistoryId=${start}`, token)).status).toBe(404)
})

test('googleapis runs unmodified with its origin turned to the emulator', async () => {
  const { workspace, first } = await openConversation()
  workspace.clock.advance(Date.now() - workspace.clock.now().getTime())
  const auth = await googleAuth(workspace, [readonly])

  const { data } = await google
    .gmail({ version: 'v1', auth })
    .users.messages.list({ userId: 'me', q: 'from:harbor.example' })

  expect(data.messages).toEqual([ids(first)])
})

function ids(delivery: { copies: { id: string; threadId: string }[] }) {
  const [copy] = delivery.copies
  return { id: copy?.id, threadId: copy?.threadId }
}

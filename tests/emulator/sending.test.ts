import { google } from 'googleapis'
import { expect, test } from 'vitest'
import type { RunningWorkspace } from '../../emulator/server.ts'
import { call, compose, get, googleAuth, hello, ines, openWorkspace, readonly, tokenFor, tomas } from './support.ts'

const send = 'https://www.googleapis.com/auth/gmail.send'
const messages = '/gmail/v1/users/me/messages'
const drafts = '/gmail/v1/users/me/drafts'

const answer = {
  From: 'Ines Marlowe <ines@northgate.example>',
  To: 'Maya Chen <maya@harbor.example>',
  Subject: 'Re: Fund II documents',
  'In-Reply-To': '<deck-1@harbor.example>',
  'Message-ID': '<mine@northgate.example>',
}

function rawOf(headers: Record<string, string> = answer, body = 'Thank you >>>???') {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from([...lines, '', body].join('\r\n')).toString('base64url')
}

async function openMail(scope = `${compose} ${readonly}`) {
  const users = [{ ...ines, aliases: ['ir@northgate.example'] }, tomas]
  const workspace = await openWorkspace({ users, messages: [hello] })
  workspace.controls.delegateScope('https://www.googleapis.com/auth/gmail.settings.basic')
  const token = await tokenFor(workspace, { scope })
  return { workspace, token, post: (path: string, body: unknown) => call(workspace, 'POST', path, token, body) }
}

const inMailbox = (workspace: RunningWorkspace, email: string, id: string | undefined) =>
  workspace.mailboxes.get(email)?.messages.get(id ?? '')
const newest = (workspace: RunningWorkspace, email: string) =>
  [...(workspace.mailboxes.get(email)?.messages.values() ?? [])].at(-1)
const theThread = (workspace: RunningWorkspace) => newest(workspace, ines.email)?.threadId

test('a sent message is in Sent and with everybody it concerns, and only ids come back', async () => {
  const { workspace, post } = await openMail()

  const { status, body } = await post(`${messages}/send`, { raw: rawOf({ ...answer, Cc: tomas.email }) })

  expect(status).toBe(200)
  expect(body).toEqual({ id: expect.any(String), threadId: expect.any(String), labelIds: ['SENT'] })
  expect([...(newest(workspace, tomas.email)?.labelIds ?? [])]).toEqual(['INBOX', 'UNREAD'])
})

test('Gmail gives the message an id of its own and adds the date', async () => {
  const { workspace, post } = await openMail()

  const { body } = await post(`${messages}/send`, { raw: rawOf() })
  const stored = inMailbox(workspace, ines.email, body.id)

  expect(stored?.rfcMessageId).toMatch(/^CA.*@mail\.gmail\.com$/)
  expect(stored?.raw.toString()).not.toContain('mine@northgate.example')
  expect(stored?.raw.toString()).toContain('Date: Fri, 20 Nov 2026 12:00:00 +0000')
  expect(stored?.raw.toString()).toContain('Thank you >>>???')
})

test('a sender who is neither the account nor an alias is replaced by the account', async () => {
  const { workspace, post } = await openMail()

  const forged = await post(`${messages}/send`, { raw: rawOf({ ...answer, From: 'Maya <maya@harbor.example>' }) })
  const alias = await post(`${messages}/send`, { raw: rawOf({ ...answer, From: 'ir@northgate.example' }) })
  const from = (id: string) => inMailbox(workspace, ines.email, id)?.content.people('from')

  expect(from(forged.body.id)).toEqual([{ name: 'Ines Marlowe', address: ines.email }])
  expect(from(alias.body.id)).toEqual([{ name: '', address: 'ir@northgate.example' }])
})

test('hidden recipients are shown in the sender’s copy and nowhere else', async () => {
  const { workspace, token, post } = await openMail()

  const { body } = await post(`${messages}/send`, { raw: rawOf({ ...answer, Bcc: `Tomas <${tomas.email}>` }) })
  const found = await get(workspace, `${messages}?q=bcc:${tomas.email}`, token)

  expect(inMailbox(workspace, ines.email, body.id)?.raw.toString()).toContain(`Bcc: Tomas <${tomas.email}>`)
  expect(newest(workspace, tomas.email)?.raw.toString()).not.toContain('Bcc')
  expect(newest(workspace, tomas.email)?.raw.toString()).toContain('\r\n\r\nThank you')
  expect(found.body.messages.map(({ id }: { id: string }) => id)).toEqual([body.id])
})

test('a message joins the thread it names when it answers it under its subject', async () => {
  const { workspace, post } = await openMail()
  const threadId = theThread(workspace)

  const joined = await post(`${messages}/send`, { raw: rawOf(), threadId })
  const renamed = await post(`${messages}/send`, { raw: rawOf({ ...answer, Subject: 'Something else' }), threadId })
  const { 'In-Reply-To': _, ...unrelated } = answer
  const loose = await post(`${messages}/send`, { raw: rawOf(unrelated), threadId })

  expect(joined.body.threadId).toBe(threadId)
  expect(renamed.body.threadId).toBe(renamed.body.id)
  expect(loose.body.threadId).toBe(loose.body.id)
})

test.each([
  ['standard base64', { raw: Buffer.from(rawOf(), 'base64url').toString('base64') }],
  ['text that is no base64 at all', { raw: 'From: me' }],
  ['nothing', {}],
  ['bytes that are no message', { raw: Buffer.from('hello').toString('base64url') }],
  ['a message to nobody', { raw: rawOf({ From: ines.email, Subject: 'Hi' }) }],
  ['a message to something that is no address', { raw: rawOf({ ...answer, To: 'undisclosed-recipients:;' }) }],
  [
    'more than 500 recipients',
    { raw: rawOf({ ...answer, To: Array.from({ length: 501 }, (_, i) => `p${i}@x.example`).join(', ') }) },
  ],
  ['structured fields instead of raw', { to: 'maya@harbor.example', subject: 'Hi', text: 'Hello' }],
  ['a field Gmail does not know beside raw', { raw: rawOf(), thread: 'x' }],
  ['an empty part Gmail does not know beside raw', { raw: rawOf(), payload: {} }],
  ['raw that is no text', { raw: 42 }],
  ['a list', []],
])('refuses to send %s', async (_case, body) => {
  const { workspace, post } = await openMail()

  const reply = await post(`${messages}/send`, body)

  expect(reply.status).toBe(400)
  expect(workspace.mailboxes.get(ines.email)?.messages.size).toBe(1)
})

test('refuses to send into a thread that is not there', async () => {
  const { post } = await openMail()

  expect((await post(`${messages}/send`, { raw: rawOf(), threadId: '19a0000000000000' })).status).toBe(404)
})

test('gmail.send may send but neither draft nor read', async () => {
  const { workspace, token, post } = await openMail(send)

  expect((await post(`${messages}/send`, { raw: rawOf() })).status).toBe(200)
  expect((await post(drafts, { message: { raw: rawOf() } })).status).toBe(403)
  expect((await get(workspace, messages, token)).status).toBe(403)
})

test('gmail.readonly may look at drafts but neither send nor make them', async () => {
  const { workspace, token, post } = await openMail(readonly)

  expect((await post(`${messages}/send`, { raw: rawOf() })).status).toBe(403)
  expect((await post(drafts, { message: { raw: rawOf() } })).status).toBe(403)
  expect((await get(workspace, drafts, token)).status).toBe(200)
})

test('gmail.metadata may not read attachments', async () => {
  const { workspace, token } = await openMail('https://www.googleapis.com/auth/gmail.metadata')
  const id = newest(workspace, ines.email)?.id

  expect((await get(workspace, `${messages}/${id}/attachments/x`, token)).status).toBe(403)
})

test('a draft waits in the drafts, is replaced under a new message id, and is sent once', async () => {
  const { workspace, token, post } = await openMail()
  const threadId = theThread(workspace)
  const made = await post(drafts, { message: { raw: rawOf(), threadId } })
  const path = `${drafts}/${made.body.id}`
  expect(made.body).toMatchObject({ id: expect.stringMatching(/^r/), message: { threadId, labelIds: ['DRAFT'] } })

  const edited = await call(workspace, 'PUT', path, token, { message: { raw: rawOf(answer, 'Better'), threadId } })
  expect(edited.body.id).toBe(made.body.id)
  expect(edited.body.message.id).not.toBe(made.body.message.id)
  expect((await get(workspace, drafts, token)).body.drafts).toEqual([
    { id: made.body.id, message: { id: edited.body.message.id, threadId } },
  ])

  const sent = await post(`${drafts}/send`, { id: made.body.id })
  expect(sent.body).toMatchObject({ threadId, labelIds: ['SENT'] })
  expect(inMailbox(workspace, ines.email, sent.body.id)?.raw.toString()).toContain('Better')
  expect((await get(workspace, drafts, token)).body).not.toHaveProperty('drafts')
  expect((await get(workspace, path, token)).status).toBe(404)
  expect((await post(`${drafts}/send`, { id: made.body.id })).status).toBe(404)
})

test('drafts are listed among the messages, in drafts only, and leave without a trace', async () => {
  const { workspace, token, post } = await openMail()
  const { body } = await post(drafts, { message: { raw: rawOf({ From: ines.email, Subject: 'Not yet' }) } })
  const count = async (q: string) => (await get(workspace, `${messages}?q=${q}`, token)).body.messages?.length ?? 0

  expect(await count('in:drafts')).toBe(1)
  expect(await count('-in:drafts')).toBe(1)
  expect((await get(workspace, `${drafts}/${body.id}?format=metadata`, token)).body.message.labelIds).toEqual(['DRAFT'])
  expect(await call(workspace, 'DELETE', `${drafts}/${body.id}`, token)).toEqual({ status: 204, body: null })
  expect(await count('in:drafts')).toBe(0)
})

test('a draft to nobody can be kept but not sent', async () => {
  const { post } = await openMail()
  const { body } = await post(drafts, { message: { raw: rawOf({ From: ines.email, Subject: 'Not yet' }) } })

  expect((await post(`${drafts}/send`, { id: body.id })).status).toBe(400)
})

test('a draft of bytes that are no message is refused', async () => {
  const { post } = await openMail()

  expect((await post(drafts, { message: { raw: Buffer.from('hello').toString('base64url') } })).status).toBe(400)
})

test('drafts are paged', async () => {
  const { workspace, token, post } = await openMail()
  const ids = []
  for (const _ of [1, 2, 3]) ids.push((await post(drafts, { message: { raw: rawOf() } })).body.id)

  const one = (await get(workspace, `${drafts}?maxResults=2`, token)).body
  const two = (await get(workspace, `${drafts}?maxResults=2&pageToken=${one.nextPageToken}`, token)).body

  expect([...one.drafts, ...two.drafts].map(({ id }: { id: string }) => id)).toEqual(ids.reverse())
  expect(two).not.toHaveProperty('nextPageToken')
})

test('one may send in the name of the account and its aliases', async () => {
  const { workspace, token } = await openMail()

  const { body } = await get(workspace, '/gmail/v1/users/me/settings/sendAs', token)

  expect(body.sendAs).toMatchObject([
    { sendAsEmail: ines.email, displayName: 'Ines Marlowe', isPrimary: true, isDefault: true },
    { sendAsEmail: 'ir@northgate.example', treatAsAlias: true, verificationStatus: 'accepted' },
  ])
})

test('mail to and from an alias is in its owner’s mailbox', async () => {
  const { workspace } = await openMail()
  await workspace.deliver({ ...hello, to: 'IR@northgate.example', messageId: 'alias-1@harbor.example' })
  const received = newest(workspace, ines.email)
  await workspace.deliver({
    ...hello,
    from: 'ir@northgate.example',
    to: hello.from,
    messageId: 'alias-2@northgate.example',
  })

  expect([...(received?.labelIds ?? [])]).toEqual(['INBOX', 'UNREAD'])
  expect([...(newest(workspace, ines.email)?.labelIds ?? [])]).toEqual(['SENT'])
})

test('googleapis sends, drafts and reads an attachment', async () => {
  const { workspace } = await openMail()
  workspace.clock.advance(Date.now() - workspace.clock.now().getTime())
  const auth = await googleAuth(workspace, [compose, readonly])
  const { users } = google.gmail({ version: 'v1', auth })
  const attachments = [{ filename: 'terms.pdf', content: Buffer.from('pdf bytes ÿ') }]
  const { copies } = await workspace.deliver({ ...hello, attachments, messageId: 'with-file@harbor.example' })

  const sent = await users.messages.send({ userId: 'me', requestBody: { raw: rawOf() } })
  const draft = await users.drafts.create({ userId: 'me', requestBody: { message: { raw: rawOf() } } })
  const { data } = await users.messages.get({ userId: 'me', id: copies[0]?.id ?? '' })
  const part = data.payload?.parts?.find(({ filename }) => filename === 'terms.pdf')
  const id = part?.body?.attachmentId ?? ''
  const attachment = await users.messages.attachments.get({ userId: 'me', messageId: data.id ?? '', id })

  expect([sent.status, draft.status]).toEqual([200, 200])
  expect(Buffer.from(attachment.data.data ?? '', 'base64url').toString()).toBe('pdf bytes ÿ')
  expect(attachment.data.size).toBe(Buffer.byteLength('pdf bytes ÿ'))
})

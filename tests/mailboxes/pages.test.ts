import { expect, test } from 'vitest'
import { hello, ines, marcus, maya, openTrust, textOf } from './support.ts'

async function openCaptured() {
  const trust = await openTrust()
  const { asInes, workspace } = trust
  await workspace.deliver(hello)
  await workspace.deliver({
    ...hello,
    from: `Ines Okafor <${ines}>`,
    to: maya,
    messageId: 'answer-1@northlight.example',
  })
  await asInes('PUT', `/api/admin/capture/mailboxes/${ines}`, { enabled: true })
  const see = async (path: string) => textOf((await asInes('GET', path)).body)
  return { ...trust, see }
}

test('before it is proven, the page does not claim that all is well', async () => {
  const { asInes, see } = await openCaptured()
  await asInes('POST', '/api/admin/capture/run')

  const page = await see('/admin/capture')

  expect(page).toContain('Not everything is proven yet.')
  expect(page).toContain('Reconciled never')
})

test('once compared, it says when, how many each way, and that none is missing', async () => {
  const { asInes, see } = await openCaptured()

  await asInes('POST', '/admin/capture/reconcile')

  const page = await see('/admin/capture')
  expect(page).toContain('Nothing is missing: all 2 messages with known people are here.')
  expect(page).toMatch(/Sent 1 of 1 .*Received 1 of 1/)
  expect(page).toContain('just now , missing 0')
})

test('what is missing is counted, listed with its reason, and repaired by a click', async () => {
  const { asInes, see, db } = await openCaptured()
  await asInes('POST', '/api/admin/capture/run')
  // Somebody has been at the file.
  db.$client.exec('DELETE FROM mail_copies WHERE sent = 0')
  await asInes('POST', '/admin/capture/reconcile')

  const broken = await see('/admin/capture')
  await asInes('POST', '/admin/capture/repair')
  const repaired = await see('/admin/capture')

  expect(broken).toContain('1 message is missing.')
  expect(broken).toMatch(/Received 0 of 1/)
  expect(broken).toContain('No pass has fetched it.')
  expect(repaired).toContain('Nothing is missing.')
})

test('a mailbox that cannot be read says why in words', async () => {
  const { asInes, see, workspace } = await openCaptured()
  workspace.controls.suspendUser(ines)
  await asInes('POST', '/admin/capture/run')

  const page = await see('/admin/capture')

  expect(page).toContain('1 mailbox could not be read.')
  expect(page).toContain('It was never compared with Gmail.')
  expect(page).toContain('Google has no such person')
})

test('what was proven before a problem is said to be from before', async () => {
  const { asInes, see, workspace } = await openCaptured()
  await asInes('POST', '/admin/capture/reconcile')
  workspace.controls.suspendUser(ines)
  await asInes('POST', '/admin/capture/run')

  expect(await see('/admin/capture')).toContain(
    'It was last compared with Gmail 1 minute ago: the numbers below are from then.',
  )
})

test.for(['asMarcus', 'asVera'] as const)('the trust page is for admins (%s)', async (who) => {
  const trust = await openCaptured()

  expect((await trust[who]('GET', '/admin/capture')).statusCode).toBe(403)
  expect((await trust[who]('POST', '/admin/capture/run')).statusCode).toBe(403)
  expect((await trust[who]('POST', '/admin/capture/never-log', { who: 'harborfo.example' })).statusCode).toBe(403)
})

test('switching a mailbox off is a click, and keeps what was captured', async () => {
  const { asInes, see, db } = await openCaptured()
  await asInes('POST', '/api/admin/capture/run')

  await asInes('POST', `/admin/capture/mailboxes/${ines}`, { on: 'no' })

  expect(await see('/admin/capture')).toContain('Switched off. What was captured stays.')
  expect(db.$client.prepare('SELECT count(*) FROM mail_messages').pluck().get()).toBe(2)
})

test('the second question says how much would be erased, and erases it', async () => {
  const { asInes, see, db } = await openCaptured()
  await asInes('POST', '/api/admin/capture/run')

  const question = await see('/admin/capture/never-log/new?who=harborfo.example')
  await asInes('POST', '/admin/capture/never-log', { who: 'harborfo.example' })

  expect(question).toContain('2 stored messages with them are erased at once')
  expect(question).toMatch(/1 person of your record has such an address and stays, without that mail: Maya Chen ?\./)
  expect(question).toContain('Cancel')
  expect(await see('/admin/capture')).toContain('Everybody at harborfo.example')
  expect(db.$client.prepare('SELECT count(*) FROM mail_messages').pluck().get()).toBe(0)
})

test('the second question counts what there is and leaves out what there is not', async () => {
  const { asInes, see, db } = await openCaptured()
  await asInes('POST', '/api/admin/capture/run')
  const asked = async () => /\d+ [^.]* erased at once/.exec(await see(question))?.[0]
  const question = '/admin/capture/never-log/new?who=harborfo.example'
  const meeting = `INSERT INTO meetings (id, key, starts_at, ends_at, status, attendees, level, updated_at)
    VALUES (?, ?, '2026-12-01', '2026-12-01', 'confirmed', ?, 'full', '2026-11-16')`
  const meet = (id: string) =>
    db.$client.prepare(meeting).run(id, id, JSON.stringify([{ address: 'maya.chen@harborfo.example' }]))

  meet('first')
  expect(await asked()).toBe('2 stored messages and 1 meeting with them are erased at once')
  db.$client.exec('DELETE FROM mail_parties')
  expect(await asked()).toBe('1 meeting with them is erased at once')
  meet('second')
  expect(await asked()).toBe('2 meetings with them are erased at once')
})

test('asking what would be erased erases and writes nothing', async () => {
  const { asInes, see, db } = await openCaptured()
  await asInes('POST', '/api/admin/capture/run')
  const count = (table: string) => db.$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  const before = ['mail_messages', 'changes', 'batches', 'live_never_log'].map(count)

  await see('/admin/capture/never-log/new?who=harborfo.example')

  expect(['mail_messages', 'changes', 'batches', 'live_never_log'].map(count)).toEqual(before)
})

test.each([
  ['nonsense', 'Give a domain such as lawyers.example'],
  ['maya@', 'is not an e-mail address'],
  ['northlight.example', 'This is your own domain.'],
  [ines, 'This is an address of your own.'],
])('%s is refused beside the field, before anything is asked', async (who, sentence) => {
  const { asInes } = await openCaptured()

  const reply = await asInes('GET', `/admin/capture/never-log/new?who=${who}`)

  expect(reply.statusCode).toBe(422)
  expect(reply.body).toMatch(new RegExp(`class="field__error"[^<]*${sentence}`))
  expect(reply.body).not.toContain('Erase, and never log')
})

test('the domain of a free mail provider is confirmed by itself', async () => {
  const { asInes, see } = await openCaptured()
  const listed = async () => (await see('/admin/capture')).includes('Everybody at gmail.com')

  const question = await see('/admin/capture/never-log/new?who=gmail.com')
  const unconfirmed = await asInes('POST', '/admin/capture/never-log', { who: 'gmail.com' })
  const before = await listed()
  await asInes('POST', '/admin/capture/never-log', { who: 'gmail.com', confirm: 'yes' })

  expect(question).toContain('Yes, everybody who has an address at gmail.com')
  expect(unconfirmed.statusCode).toBe(422)
  expect(textOf(unconfirmed.body)).toContain('Anybody may have an address at gmail.com')
  expect([before, await listed()]).toEqual([false, true])
})

test('what is no address and no domain shows the form again', async () => {
  const { asInes } = await openCaptured()

  const reply = await asInes('POST', '/admin/capture/never-log', { who: 'com' })

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('Give a domain such as lawyers.example')
})

test('people see on their own page what was read, and decide what colleagues see', async () => {
  const { asInes, asMarcus, see, db } = await openCaptured()
  await asInes('POST', '/api/admin/capture/run')

  await asInes('POST', '/account/mailbox', { level: 'metadata' })

  const own = await see('/account/mailbox')
  expect(own).toContain('Looking for mail with known people')
  expect(own).toContain('by Ines')
  expect(db.$client.prepare('SELECT DISTINCT level FROM mail_messages').pluck().all()).toEqual(['metadata'])
  expect(textOf((await asMarcus('GET', '/account/mailbox')).body)).toContain('Nothing was read yet')
})

test('a thread that was made private stands on its owner’s page, and goes back by a click', async () => {
  const { asInes, see, db } = await openCaptured()
  await asInes('POST', '/api/admin/capture/run')
  const thread = db.$client.prepare('SELECT thread_id FROM mail_messages LIMIT 1').pluck().get()
  await asInes('PUT', `/api/communications/threads/${thread}/privacy`, { level: 'metadata' })

  const before = await see('/account/mailbox')
  await asInes('POST', `/account/mailbox/threads/${thread}/reset`)

  expect(before).toContain('see no word of it')
  expect(await see('/account/mailbox')).not.toContain('Threads you decided about')
})

test('health says in numbers how complete the mail is, and names nobody', async () => {
  const { asInes, app } = await openCaptured()
  await asInes('POST', '/api/admin/capture/reconcile')

  const { body } = await app.inject('/api/health')

  expect(JSON.parse(body).capture).toMatchObject({ status: 'proven', mailboxes: 1, failing: 0, missing: 0 })
  expect(body).not.toContain('@')
})

test('with no mailbox switched on, capture is off and nothing is amiss', async () => {
  const { app } = await openTrust()

  expect((await app.inject('/api/health')).json().capture).toMatchObject({ status: 'off', mailboxes: 0 })
})

test('an admin cannot read in another’s access log', async () => {
  const { asInes } = await openCaptured()
  await asInes('PUT', `/api/admin/capture/mailboxes/${marcus}`, { enabled: true })

  expect((await asInes('GET', '/api/account/mailbox')).json().address).toBe(ines)
})

test('what can never be read has a link to Gmail and is set aside by a click, which says who did', async () => {
  const { asInes, asMarcus, db, see } = await openCaptured()
  db.$client
    .prepare('INSERT INTO mail_unreadable (mailbox, gmail_id, reason, first_seen_at) VALUES (?, ?, ?, ?)')
    .run(ines, 'g1', 'It is nested too deep.', '2026-11-10T09:30:00.000Z')
  const url = `/admin/capture/unreadable/${encodeURIComponent(ines)}/g1/set-aside`

  const { body } = await asInes('GET', '/admin/capture')
  expect(body).toContain(`https://mail.google.com/mail/u/${encodeURIComponent(ines)}/#all/g1`)
  expect(body).toContain(`action="${url}"`)
  expect((await asMarcus('POST', url)).statusCode).toBe(403)
  await asInes('POST', url)

  expect(await see('/admin/capture')).toMatch(/Set aside just now\s+by Ines/)
  expect(await see('/admin/log')).toContain('Set aside a message that cannot be read')

  await asInes('POST', url.replace('set-aside', 'put-back'))
  expect(await see('/admin/capture')).not.toContain('Set aside just now')
})

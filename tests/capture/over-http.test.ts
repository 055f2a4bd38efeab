import fc from 'fast-check'
import { expect, test } from 'vitest'
import { impatientCapture, openCaptured } from './far.ts'
import { ines, maya, messages, post, stored } from './fund.ts'

test('an admin has a pass made, which answers when it is done', async () => {
  const { asInes, workspace, ...fund } = await openCaptured()
  await post(workspace, { subject: 'The deck' })
  await post(workspace, { subject: 'Our answer', from: ines, to: maya })

  const reply = await asInes('POST', '/api/admin/capture/run')

  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toMatchObject({
    mailboxes: [
      {
        address: ines,
        looked: 2,
        stored: 2,
        copied: 0,
        unreadable: 0,
        problem: null,
        problem_detail: null,
        problem_text: null,
      },
    ],
  })
  expect(messages(fund)).toEqual(['Our answer', 'The deck'])
})

test('nobody but an admin does', async () => {
  const { asMarcus } = await openCaptured()

  const replies = await Promise.all(
    ['run', 'reconcile', 'repair'].map((what) => asMarcus('POST', `/api/admin/capture/${what}`)),
  )

  expect(replies.map((reply) => reply.statusCode)).toEqual([403, 403, 403])
})

test('a mailbox that is not switched on is not found', async () => {
  const { asInes } = await openCaptured()

  const reply = await asInes('POST', '/api/admin/capture/run', { mailbox: 'vera@northlight.example' })

  expect(reply.statusCode).toBe(404)
})

test('a comparison answers per mailbox and direction', async () => {
  const { asInes, workspace } = await openCaptured()
  await post(workspace)

  const reply = await asInes('POST', '/api/admin/capture/reconcile')

  expect(reply.json()).toMatchObject({
    mailboxes: [
      {
        address: ines,
        missing: 0,
        messages: [],
        sent: { listed: 0, stored: 0, missing: 0 },
        received: { listed: 1, stored: 1, missing: 0 },
        reconciled_at: expect.any(String),
      },
    ],
  })
})

test('a repair brings what is missing and answers like a comparison', async () => {
  const { asInes, workspace, db } = await openCaptured()
  await post(workspace)
  await asInes('POST', '/api/admin/capture/run')
  db.$client.exec(
    'DELETE FROM mail_copies; DELETE FROM mail_parties; DELETE FROM mail_bodies; DELETE FROM mail_messages',
  )

  const found = await asInes('POST', '/api/admin/capture/reconcile')
  const repaired = await asInes('POST', '/api/admin/capture/repair')

  expect(found.json().mailboxes[0]).toMatchObject({ missing: 1, messages: [{ direction: 'received' }] })
  expect(repaired.json().mailboxes[0]).toMatchObject({ stored: 1, missing: 0, messages: [] })
})

test('without the right to read, the reason is named', async () => {
  const { asInes, workspace } = await openCaptured()
  workspace.controls.revokeScope('https://www.googleapis.com/auth/gmail.readonly')

  const reply = await asInes('POST', '/api/admin/capture/run')

  expect(reply.json().mailboxes[0]).toMatchObject({ problem: 'google_sign_in', stored: 0 })
})

const faults = fc.array(
  fc.record({
    after: fc.nat(30),
    how: fc.constantFrom('quota', 'limited', 'busy', 'down', 'dropped', 'cut'),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
)

test('whatever Google’s answers suffer on their way, each message is stored once', async () => {
  const { db, clock, workspace, settings } = await openCaptured()
  for (const n of [...Array(12).keys()]) await post(workspace, { subject: `Letter ${n}`, ...(n % 3 === 0 && sent) })
  const empty = db.$client.serialize()

  const holds = fc.asyncProperty(faults, async (chosen) => {
    const { openDb } = await import('../../server/db/db.ts')
    const fresh = openDb(Buffer.from(empty))
    const capture = impatientCapture(fresh, clock.now, settings)
    for (const { after, how, times } of chosen) strike(workspace, how, { path: '/gmail/v1', after, times })
    await capture.run()
    workspace.faults.clear()
    await capture.run()
    await capture.stop()

    expect(messages({ db: fresh })).toHaveLength(12)
    expect(stored({ db: fresh })).toHaveLength(12)
    fresh.$client.close()
  })

  await fc.assert(holds, { numRuns: 12, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: false })
})

const sent = { from: ines, to: maya }

type Workspace = Awaited<ReturnType<typeof openCaptured>>['workspace']
type Rule = { path: string; after: number; times: number }

function strike({ faults }: Workspace, how: string, rule: Rule): void {
  if (how === 'quota') faults.failNext({ ...rule, status: 429, reason: 'rateLimitExceeded' })
  else if (how === 'limited') faults.failNext({ ...rule, status: 403, reason: 'userRateLimitExceeded' })
  else if (how === 'busy') faults.failNext({ ...rule, status: 503, reason: 'backendError' })
  else if (how === 'down') faults.failNext({ ...rule, status: 500, reason: 'backendError' })
  else if (how === 'dropped') faults.dropNextAnswer(rule)
  else faults.cutNextAnswer(rule)
}

import { expect, test } from 'vitest'
import { createControls } from '../../emulator/controls.ts'
import { deleteMessage, relabel } from '../../emulator/gmail/mailbox.ts'
import { GoogleFailure } from '../../server/google/retry.ts'
import { eraseMessages } from '../../server/mail/erase.ts'
import { addNeverLog } from '../../server/mail/never-log.ts'
import { change, type Fund, ines, maya, messages, openFund, post, stateOf, stored } from './fund.ts'

const reconciliationOf = (fund: Fund) => JSON.parse(String(stateOf(fund, ines)['reconciliation']))

/** As if it had never been stored. */
function lose({ db, clock }: Fund, subject: string): void {
  const rowid = db.$client.prepare('SELECT rowid FROM mail_messages WHERE subject = ?').pluck().get(subject) as number
  change(db, clock.now(), (tx) => eraseMessages(tx, [rowid]))
}

test('a mailbox in order is proven so, per direction', async () => {
  const fund = openFund([ines])
  await post(fund.workspace)
  await post(fund.workspace)
  await post(fund.workspace, { from: ines, to: maya })

  await fund.capture.reconcile()

  expect(reconciliationOf(fund)).toMatchObject({
    missing: 0,
    messages: [],
    sent: { listed: 1, stored: 1, missing: 0 },
    received: { listed: 2, stored: 2, missing: 0 },
    left_out: 0,
  })
  expect(stateOf(fund, ines)['reconciled_at']).toBe(fund.clock.now().toISOString())
})

test('what is missing is counted in its direction and listed with the reason', async () => {
  const fund = openFund([ines])
  const { copies } = await post(fund.workspace, { subject: 'Our answer', from: ines, to: maya })
  await post(fund.workspace, { subject: 'The deck' })
  await fund.capture.run()
  lose(fund, 'Our answer')

  await fund.capture.reconcile()

  const at = fund.clock.now().toISOString()
  expect(reconciliationOf(fund)).toMatchObject({
    missing: 1,
    messages: [{ gmail_id: copies[0]?.id, direction: 'sent', reason: 'No pass has fetched it.', at }],
    sent: { listed: 1, stored: 0, missing: 1 },
    received: { listed: 1, stored: 1, missing: 0 },
  })
})

test('a repair fetches what is missing, and proves it', async () => {
  const fund = openFund([ines])
  await post(fund.workspace, { subject: 'The deck' })
  await fund.capture.run()
  lose(fund, 'The deck')
  await fund.capture.reconcile()

  const [visited] = await fund.capture.repair()

  expect(visited).toMatchObject({ stored: 1, problem: null })
  expect(messages(fund)).toEqual(['The deck'])
  expect(reconciliationOf(fund)).toMatchObject({ missing: 0, received: { listed: 1, stored: 1, missing: 0 } })
})

test('what no pass can fetch is missing for that reason', async () => {
  const fund = openFund([ines], ({ method }) => {
    if (method === 'raw') throw new GoogleFailure('google_quota', 429, 'rateLimitExceeded')
  })
  await post(fund.workspace)

  const [visited] = await fund.capture.reconcile()

  expect(visited?.problem?.reason).toBe('google_quota')
  expect(reconciliationOf(fund).messages).toMatchObject([{ reason: expect.stringContaining('quota') }])
})

test('mail that is never logged is left out, and not missing', async () => {
  const fund = openFund([ines])
  change(fund.db, fund.clock.now(), (tx) => addNeverLog(tx, { address: 'counsel@lawyers.example' }))
  await post(fund.workspace, { cc: 'counsel@lawyers.example' })

  await fund.capture.reconcile()

  expect(reconciliationOf(fund)).toMatchObject({
    missing: 0,
    left_out: 1,
    received: { listed: 1, stored: 0, missing: 0 },
  })
})

test('mail that arrives during the comparison is not missing', async () => {
  let isLate = true
  const fund: Fund = openFund([ines], ({ method }) => {
    if (method !== 'list' || !isLate) return undefined
    isLate = false
    return post(fund.workspace, { subject: 'Meanwhile' })
  })
  await post(fund.workspace)

  await fund.capture.reconcile()

  expect(reconciliationOf(fund)).toMatchObject({ missing: 0 })
  expect(messages(fund)).toContain('Meanwhile')
})

test('what was deleted while the history was lost is found to be gone', async () => {
  const fund = openFund([ines])
  const { copies } = await post(fund.workspace, { subject: 'The deck' })
  await fund.capture.run()
  const mailbox = mailboxOf(fund)
  deleteMessage(mailbox, String(copies[0]?.id))
  createControls(fund.workspace).expireHistory(ines)

  await fund.capture.reconcile()

  expect([messages(fund), stored(fund)]).toEqual([['The deck'], []])
  expect(reconciliationOf(fund)).toMatchObject({ missing: 0, gone: 1 })
})

test('a letter thrown away during the comparison is not taken for one that is back', async () => {
  let wasThrown = false
  const fund: Fund = openFund([ines], ({ method }) => {
    if (method !== 'history' || !isComparing || wasThrown) return
    wasThrown = true
    const [id] = mailboxOf(fund).messages.keys()
    relabel(mailboxOf(fund), String(id), { add: ['TRASH'], remove: ['INBOX'] })
  })
  let isComparing = false
  await post(fund.workspace, { subject: 'The deck' })
  await fund.capture.run()
  isComparing = true

  await fund.capture.reconcile()

  expect([messages(fund), stored(fund)]).toEqual([['The deck'], []])
})

function mailboxOf({ workspace }: Fund) {
  const mailbox = workspace.mailboxes.get(ines)
  if (!mailbox) throw new Error('Ines has no mailbox')
  return mailbox
}

test('mail to a crowd with somebody who is never logged in it is left out, and not missing', async () => {
  const fund = openFund([ines])
  change(fund.db, fund.clock.now(), (tx) => addNeverLog(tx, { domain: 'lawyers.example' }))
  const crowd = Array.from({ length: 600 }, (_, n) => `guest${n}@elsewhere.example`).join(', ')
  await post(fund.workspace, { to: `${ines}, ${crowd}, priva@lawyers.example` })

  await fund.capture.reconcile()

  expect(reconciliationOf(fund)).toMatchObject({ missing: 0, left_out: 1 })
})

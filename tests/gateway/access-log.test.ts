import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { setMailbox } from '../../server/mailboxes/mailboxes.ts'
import { readsOf } from '../../server/mailboxes/reads.ts'
import { actorFor } from '../support/world.ts'
import { openGateway } from './support.ts'

const mailbox = 'ines@northlight.example'
const hello = {
  from: 'Maya Chen <maya.chen@harborfo.example>',
  to: mailbox,
  subject: 'Fund II documents',
  text: 'We have read the deck.',
  date: '2026-11-10T09:30:00Z',
  messageId: 'deck-1@harborfo.example',
}

async function openMessage() {
  const gateway = await openGateway({ delegation: true })
  const { copies } = await gateway.workspace.deliver(hello)
  const open = () =>
    gateway.asInes('POST', '/dossier', { addresses: ['maya.chen@harborfo.example'], message_id: copies[0]?.id })
  const reads = () => readsOf(gateway.db, mailbox, { limit: 10, offset: 0 })
  return { ...gateway, open, reads }
}

test('reading the headers of the open message stands in its owner’s access log', async () => {
  const { open, reads } = await openMessage()

  const { status } = await open()

  expect(status).toBe(200)
  expect(reads()).toMatchObject({
    total: 1,
    entries: [{ purpose: 'sidebar', reader: 'Ines Okafor', looked: 1, kept: 0 }],
  })
})

test('what Google did not give was not read', async () => {
  const { open, reads, workspace } = await openMessage()
  workspace.faults.failNext({ path: '/gmail', status: 403, reason: 'insufficientPermissions' })

  await open()

  expect(reads().total).toBe(0)
})

test('a mailbox that was switched off is not looked into from the sidebar either', async () => {
  const { open, reads, db, ines } = await openMessage()
  act(db, actorFor(ines), 'Switched capture off', (tx) => setMailbox(tx, mailbox, { enabled: false }, null))

  const { status } = await open()

  expect(status).toBe(200)
  expect(reads().total).toBe(0)
})

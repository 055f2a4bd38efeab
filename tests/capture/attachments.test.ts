import { expect, test } from 'vitest'
import { deleteMessage } from '../../emulator/gmail/mailbox.ts'
import { amend } from '../../server/db/write.ts'
import { relevel } from '../../server/mail/levels.ts'
import { actorFor } from '../support/world.ts'
import { change, type Fund, ines, marcus, openFund, post, switchMailbox } from './fund.ts'

const pages = Buffer.from('%PDF-1.7 The deck of Fund II, all of it.')

async function withDeck(captured: string[] = [ines, marcus], to: string[] = [ines, marcus]) {
  const fund = openFund(captured)
  const attachments = [{ filename: 'deck.pdf', content: pages, contentType: 'application/pdf' }]
  await post(fund.workspace, { subject: 'The deck', to, attachments })
  await fund.capture.run()
  const id = String(fund.db.$client.prepare('SELECT id FROM mail_messages').pluck().get())
  return { ...fund, id }
}

function forget({ workspace }: Fund, address: string): void {
  const mailbox = workspace.mailboxes.get(address)
  for (const id of mailbox?.messages.keys() ?? []) if (mailbox) deleteMessage(mailbox, id)
}

test('an attachment is fetched from Gmail when it is opened, and the owner’s log says who opened it', async () => {
  const fund = await withDeck()

  const content = await fund.capture.attachment(fund.id, 0, actorFor(fund.marcus))

  const read = fund.db.$client.prepare(
    `SELECT mailbox, actor_id, purpose FROM mailbox_reads WHERE purpose = 'attachment'`,
  )
  expect(content).toEqual(pages)
  expect(read.all()).toEqual([{ mailbox: marcus, actor_id: fund.marcus.id, purpose: 'attachment' }])
})

test('when one mailbox has it no more, another is asked', async () => {
  const fund = await withDeck()
  forget(fund, marcus)

  await expect(fund.capture.attachment(fund.id, 0, actorFor(fund.marcus))).resolves.toEqual(pages)
})

test('a mailbox that is switched off is not asked', async () => {
  const fund = await withDeck([ines], [ines])
  switchMailbox(fund, ines, false)

  await expect(fund.capture.attachment(fund.id, 0, actorFor(fund.ines))).rejects.toThrow(/No mailbox/)
})

test('whoever may not read the words may not open what is attached', async () => {
  const fund = await withDeck([ines], [ines])
  const mailbox = String(fund.db.$client.prepare('SELECT id FROM live_mailboxes').pluck().get())
  change(fund.db, fund.clock.now(), (tx) => {
    amend(tx, 'mailboxes', mailbox, { level: 'subject' })
    relevel(tx, { mailbox: ines })
  })

  await expect(fund.capture.attachment(fund.id, 0, actorFor(fund.marcus))).rejects.toMatchObject({ code: 'not_found' })
  await expect(fund.capture.attachment(fund.id, 0, actorFor(fund.ines))).resolves.toEqual(pages)
})

test('a part that the message does not have is not found', async () => {
  const fund = await withDeck()

  await expect(fund.capture.attachment(fund.id, 7, actorFor(fund.ines))).rejects.toMatchObject({ code: 'not_found' })
})

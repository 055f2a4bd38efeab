import { expect, test } from 'vitest'
import { markGone } from '../../server/mail/copies.ts'
import { addNeverLog } from '../../server/mail/never-log.ts'
import { ines, marcus, maya, openMailboxes } from './mailboxes.ts'

test('a message from a contact is kept with its copy, its people and its words', () => {
  const { all, store, inMailbox, users } = openMailboxes()

  const { outcome, mailId } = store(inMailbox(ines, { gmailId: 'a1' }), { to: [ines], cc: ['Tim <tim@else.example>'] })

  expect(outcome).toBe('stored')
  expect(all('SELECT id, direction, level, participants, to_addresses FROM mail_messages')).toEqual([
    {
      id: mailId,
      direction: 'in',
      level: 'full',
      participants: JSON.stringify([users.ines.id]),
      to_addresses: JSON.stringify([ines, 'tim@else.example']),
    },
  ])
  expect(all("SELECT rowid FROM mail_search WHERE mail_search MATCH 'happy'")).toHaveLength(1)
  expect(all('SELECT mailbox, gmail_id, sent FROM mail_copies')).toEqual([{ mailbox: ines, gmail_id: 'a1', sent: 0 }])
})

test('the same message in another mailbox is another copy of it', () => {
  const { all, store, inMailbox, users } = openMailboxes()
  const given = { to: [ines, marcus] }

  const first = store(inMailbox(ines), given)
  const second = store(inMailbox(marcus), given)

  expect(second).toEqual({ outcome: 'copied', mailId: first.mailId })
  expect(all('SELECT participants FROM mail_messages')).toEqual([
    { participants: JSON.stringify([users.ines.id, users.marcus.id].toSorted()) },
  ])
})

test('a copy that was stored is not stored again', () => {
  const { all, store, inMailbox } = openMailboxes()
  const where = inMailbox(ines)
  const { mailId } = store(where, { to: [ines] })

  expect(store(where, { to: [ines] })).toEqual({ outcome: 'known', mailId })
  expect(all('SELECT gmail_id FROM mail_copies')).toHaveLength(1)
})

test('two messages with one Message-ID are two messages of one thread', () => {
  const { all, store, inMailbox } = openMailboxes()

  store(inMailbox(ines), { to: [ines], messageId: 'one@mail.example', text: 'Yes.' })
  store(inMailbox(ines), { to: [ines], messageId: 'one@mail.example', text: 'No, forged.' })

  expect(all('SELECT DISTINCT thread_id FROM mail_messages')).toHaveLength(1)
  expect(all('SELECT id FROM mail_messages')).toHaveLength(2)
})

test('mail with nobody in the record is not kept', () => {
  const { all, store, inMailbox } = openMailboxes()

  expect(store(inMailbox(ines), { from: 'a@else.example', to: [ines] })).toEqual({ outcome: 'unwanted' })
  expect(all('SELECT id FROM mail_messages')).toEqual([])
})

test('whoever only the sender sees is on the message once the sender’s copy is there, in either order', () => {
  const asSeen = (sentFirst: boolean) => {
    const { all, store, inMailbox } = openMailboxes()
    const letters = [
      () => store(inMailbox(marcus), { from: ines, to: [maya, marcus] }),
      () => store(inMailbox(ines, { labels: ['SENT'] }), { from: ines, to: [maya, marcus], bcc: ['lee@else.example'] }),
    ]
    for (const deliver of sentFirst ? letters.toReversed() : letters) deliver()
    return all('SELECT parties, direction, to_addresses FROM mail_messages')
  }

  expect(asSeen(true)).toEqual(asSeen(false))
  expect(String(asSeen(true)[0]?.['parties'])).toContain('lee@else.example')
  expect(asSeen(true)[0]?.['to_addresses']).not.toContain('lee')
})

test('a copy that comes back from the bin is no longer gone', () => {
  const { all, store, inMailbox, acted } = openMailboxes()
  const where = inMailbox(ines)
  store(where, { to: [ines] })
  acted((tx) => markGone(tx, ines, where.gmailId))
  expect(all('SELECT gone_at FROM mail_copies')[0]?.['gone_at']).not.toBeNull()

  store(where, { to: [ines] })

  expect(all('SELECT gone_at FROM mail_copies')).toEqual([{ gone_at: null }])
})

test('a letter whose sender Gmail could not verify is kept, and logged by nobody but a person', () => {
  const { store, inMailbox, all } = openMailboxes()

  store(inMailbox(ines), { natureWhy: 'Gmail could not verify the sender' })

  expect(all('SELECT count(*) AS n FROM mail_messages')).toEqual([{ n: 1 }])
  expect(all('SELECT kind, status FROM live_proposals')).toEqual([{ kind: 'log_email', status: 'pending' }])
  expect(all('SELECT id FROM live_communications')).toEqual([])
})

test('somebody who is never logged is looked for in the whole crowd, not only among those who are kept', () => {
  const { store, inMailbox, all, acted } = openMailboxes()
  acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))

  const { outcome } = store(inMailbox(ines), { beyond: ['ben@elsewhere.example', 'Priva@Lawyers.example'] })

  expect(outcome).toBe('unwanted')
  expect(all('SELECT id FROM mail_messages')).toEqual([])
})

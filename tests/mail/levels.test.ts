import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PrivacyLevel } from '../../server/db/mirror.ts'
import { mostPrivate, privacyLevels } from '../../server/mail/levels.ts'
import { findMailRow, seenMail } from '../../server/mail/shown/mail.ts'
import { setThreadLevel } from '../../server/mail/thread-levels.ts'
import { ines, type Mailboxes, marcus, maya, openMailboxes, tom } from './mailboxes.ts'

const level = fc.constantFrom<PrivacyLevel>(...privacyLevels)
const owner = fc.constantFrom('ines' as const, 'marcus' as const)
const n = fc.nat(3)
const step = fc.oneof(
  fc.record({ do: fc.constant('mailbox' as const), owner, level }),
  fc.record({ do: fc.constant('copy' as const), owner, n }),
  fc.record({ do: fc.constant('thread' as const), owner, n, level: fc.option(level) }),
  fc.record({ do: fc.constant('join' as const), owner, n, other: n }),
)
const address = { ines, marcus }

test('the level of a message is the most private decision about it, whatever happened in which order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
      const world = openMailboxes()
      for (const one of steps) take(world, one)

      const rows = world.all('SELECT id, thread_id, level, participants FROM mail_messages')
      for (const row of rows) expect([row['level'], row['participants']]).toEqual(defined(world, row))
    }),
    { numRuns: 80 },
  )
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function take(world: Mailboxes, one: Step): void {
  const mailbox = address[one.owner]
  const at = (gmailThread: string) => world.inMailbox(mailbox, { gmailThreadId: gmailThread })
  if (one.do === 'mailbox') world.setMailbox(mailbox, one.level)
  else if (one.do === 'copy')
    world.store(at(`t${one.n}`), { text: `Message ${one.n}`, messageId: `m${one.n}`, to: [mailbox] })
  else if (one.do === 'join') {
    const references = [`m${one.n}`, `m${one.other}`]
    world.store(at(`j${one.n}`), { text: `Join ${one.n} ${one.other}`, references, to: [mailbox] })
  } else decide(world, one.owner, one.n, one.level)
}

function decide({ all, acted, users }: Mailboxes, who: 'ines' | 'marcus', message: number, level: PrivacyLevel | null) {
  const took = all(
    'SELECT m.thread_id FROM mail_messages m JOIN mail_copies c ON c.mail_id = m.id WHERE message_id = ? AND user_id = ?',
    `m${message}`,
    users[who].id,
  )
  if (took[0]) acted((tx) => setThreadLevel(tx, users[who], String(took[0]?.['thread_id']), level))
}

/** The definition, written down a second time. */
function defined({ all }: Mailboxes, mail: Record<string, unknown>): [PrivacyLevel, string] {
  const decided = all('SELECT user_id, level FROM live_thread_levels WHERE thread_id = ?', mail['thread_id'])
  const copies = all('SELECT mailbox, user_id FROM mail_copies WHERE mail_id = ?', mail['id'])
  const left = copies.filter((copy) => !decided.some((row) => row['user_id'] === copy['user_id']))
  const byDefault = left.flatMap(({ mailbox }) => all('SELECT level FROM live_mailboxes WHERE address = ?', mailbox))
  const owners = [...new Set(copies.map((copy) => copy['user_id']))].toSorted()
  return [mostPrivate([...decided, ...byDefault].map((row) => row['level'] as PrivacyLevel)), JSON.stringify(owners)]
}

test('only somebody who took part decides', () => {
  const { store, inMailbox, acted, users, all } = openMailboxes()
  store(inMailbox(ines), { to: [ines] })
  const threadId = String(all('SELECT thread_id FROM mail_messages')[0]?.['thread_id'])

  expect(() => acted((tx) => setThreadLevel(tx, users.marcus, threadId, 'metadata'))).toThrow('took part')
  expect(() => acted((tx) => setThreadLevel(tx, users.ines, 'nowhere', 'metadata'))).toThrow('does not exist')
  expect(acted((tx) => setThreadLevel(tx, users.ines, threadId, 'metadata'))).toEqual({
    thread_id: threadId,
    level: 'metadata',
    effective: 'metadata',
  })
})

test('a colleague’s decision for less to be seen holds against one’s own for more', () => {
  const { store, inMailbox, acted, users, all } = openMailboxes()
  store(inMailbox(ines), { to: [ines, marcus] })
  store(inMailbox(marcus), { to: [ines, marcus] })
  const threadId = String(all('SELECT thread_id FROM mail_messages')[0]?.['thread_id'])

  acted((tx) => setThreadLevel(tx, users.ines, threadId, 'subject'))

  expect(acted((tx) => setThreadLevel(tx, users.marcus, threadId, 'full')).effective).toBe('subject')
})

test('whom a private message was copied to unseen is told to those who took part alone', () => {
  const { db, users, inMailbox, store, setMailbox } = openMailboxes()
  setMailbox(ines, 'metadata')
  const { mailId } = store(inMailbox(ines, { labels: ['SENT'] }), { from: ines, to: [maya], bcc: [tom] })
  const seen = (reader: string) =>
    seenMail(reader, findMailRow(db, String(mailId))).parties.map(({ address }) => address)

  expect(seen(users.ines.id)).toContain(tom)
  expect(seen(users.marcus.id)).toEqual([ines, maya])
})

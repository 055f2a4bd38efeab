import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PrivacyLevel } from '../../server/db/mirror.ts'
import { privacyLevels } from '../../server/mail/levels.ts'
import { setThreadLevel } from '../../server/mail/thread-levels.ts'
import { findThread } from '../../server/mail/threads.ts'
import { ines, type Mailboxes, marcus, openMailboxes } from './mailboxes.ts'

/** Messages 0…5 with references to one another, and the Gmail thread each is in: all that leads to threads. */
const conversation = fc.array(
  fc.record({
    refs: fc.array(fc.nat(7), { maxLength: 3 }),
    gmailThread: fc.nat(6),
    mailbox: fc.constantFrom(ines, marcus),
  }),
  { minLength: 2, maxLength: 7 },
)
type Message = { refs: number[]; gmailThread: number; mailbox: string; n: number }

const deliver = ({ store, inMailbox }: Mailboxes, { refs, gmailThread, mailbox, n }: Message) =>
  store(inMailbox(mailbox, { gmailThreadId: `t${gmailThread}` }), {
    to: [mailbox],
    text: `Message ${n}`,
    messageId: `m${n}@mail.example`,
    references: refs.map((ref) => `m${ref}@mail.example`),
  })

/** Which messages are together, without the threads' ids. */
const grouped = ({ all }: Mailboxes) => {
  const rows = all('SELECT thread_id, message_id FROM mail_messages ORDER BY message_id')
  return [...Map.groupBy(rows, (row) => row['thread_id']).values()].map((some) => some.map((row) => row['message_id']))
}

test('messages are together in the same threads in whatever order they come', () => {
  fc.assert(
    fc.property(
      conversation.chain((made) => {
        const messages = made.map((message, n) => ({ ...message, n }))
        return fc.tuple(fc.constant(messages), fc.shuffledSubarray(messages, { minLength: messages.length }))
      }),
      ([messages, shuffled]) => {
        const [straight, mixed] = [openMailboxes(), openMailboxes()]
        for (const message of messages) deliver(straight, message)
        for (const message of shuffled) deliver(mixed, message)

        expect(grouped(mixed)).toEqual(grouped(straight))
      },
    ),
    { numRuns: 60 },
  )
})

test('a message that refers to two threads makes them one, and both ids lead there', () => {
  const world = openMailboxes()
  deliver(world, { refs: [], gmailThread: 1, mailbox: ines, n: 1 })
  deliver(world, { refs: [], gmailThread: 2, mailbox: ines, n: 2 })
  const ids = world.all('SELECT thread_id FROM mail_messages').map((row) => String(row['thread_id']))

  deliver(world, { refs: [1, 2], gmailThread: 3, mailbox: marcus, n: 3 })

  expect(grouped(world)).toHaveLength(1)
  expect(ids.map((id) => findThread(world.db, id))).toEqual([ids.toSorted()[0], ids.toSorted()[0]])
})

const level = fc.constantFrom<PrivacyLevel>(...privacyLevels)
const setting = fc.record({
  mailboxes: fc.tuple(level, level),
  threads: fc.array(fc.tuple(fc.option(level), fc.option(level)), { minLength: 3, maxLength: 3 }),
})

test('joining threads never makes a message less private', () => {
  fc.assert(
    fc.property(setting, fc.subarray([1, 2, 3], { minLength: 2 }), fc.boolean(), (given, joined, byStranger) => {
      const world = openMailboxes()
      world.setMailbox(ines, given.mailboxes[0])
      world.setMailbox(marcus, given.mailboxes[1])
      for (const n of [1, 2, 3]) {
        deliver(world, { refs: [], gmailThread: n, mailbox: ines, n })
        if (n !== 2) deliver(world, { refs: [n], gmailThread: n, mailbox: marcus, n: n + 10 })
      }
      given.threads.forEach(([first, second], index) => {
        if (first) decide(world, world.users.ines.id, index + 1, first)
        if (second && index !== 1) decide(world, world.users.marcus.id, index + 1, second)
      })
      const before = levels(world)

      deliver(world, { refs: joined, gmailThread: 9, mailbox: byStranger ? marcus : ines, n: 20 })

      const after = levels(world)
      for (const [id, was] of before) expect(rank(after.get(id)), id).toBeLessThanOrEqual(rank(was))
    }),
    { numRuns: 150 },
  )
})

const rank = (one: PrivacyLevel | undefined) => privacyLevels.indexOf(one ?? 'full')

const levels = ({ all }: Mailboxes) =>
  new Map(
    all('SELECT message_id, level FROM mail_messages').map((row) => [
      String(row['message_id']),
      row['level'] as PrivacyLevel,
    ]),
  )

function decide({ all, acted }: Mailboxes, userId: string, n: number, level: PrivacyLevel | null): void {
  const [row] = all('SELECT thread_id FROM mail_messages WHERE message_id = ?', `m${n}@mail.example`)
  acted((tx) => setThreadLevel(tx, { id: userId }, String(row?.['thread_id']), level))
}

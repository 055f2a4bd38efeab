import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MailNature } from '../../server/db/mirror.ts'
import { ines, type Mailboxes, marcus, maya, openMailboxes, tom } from './mailboxes.ts'

const people = fc.subarray([ines, marcus, tom, 'lee@else.example', 'Ann <ann@else.example>', 'Lee <lee@else.example>'])
const copy = fc.record({
  mailbox: fc.constantFrom(ines, marcus),
  sent: fc.boolean(),
  second: fc.nat(50),
  to: people,
  bcc: people,
  subject: fc.constantFrom('Our commitment', '[external] Our commitment'),
  html: fc.constantFrom(null, '<p>Yes</p>'),
  nature: fc.constantFrom<MailNature>('personal', 'bulk', 'auto'),
  gmailThreadId: fc.constantFrom('t1', 't2'),
})
type Copy = typeof copy extends fc.Arbitrary<infer T> ? T : never

test('the same message is kept as the same, in whatever order its copies come', () => {
  fc.assert(
    fc.property(
      fc
        .array(copy, { minLength: 2, maxLength: 5 })
        .map((copies) => copies.map((one, n) => ({ ...one, gmailId: `g${n}` })))
        .chain((copies) => fc.tuple(fc.constant(copies), fc.shuffledSubarray(copies, { minLength: copies.length }))),
      ([copies, shuffled]) => {
        const [straight, mixed] = [openMailboxes(), openMailboxes()]
        for (const one of copies) deliver(straight, one)
        for (const one of shuffled) deliver(mixed, one)

        expect(kept(mixed)).toEqual(kept(straight))
      },
    ),
    { numRuns: 100 },
  )
})

function deliver(
  { store, inMailbox }: Mailboxes,
  { mailbox, sent, second, gmailId, gmailThreadId, ...copy }: Copy & { gmailId: string },
) {
  const at = `2026-01-10T09:30:${String(second).padStart(2, '0')}.000Z`
  const labels = sent ? ['SENT'] : ['INBOX']
  const from = 'Northlight <deals@northlight.example>'
  const letter = { ...copy, to: [maya, ...copy.to], from, messageId: 'one@mail.example', text: 'Yes.' }
  store(inMailbox(mailbox, { gmailId, gmailThreadId, at, labels }), { ...letter, identity: hash('sha1', 'one') })
}

/** All of the mirror but what is made up (ids, threads’ names) and where it stands in the table. */
const kept = ({ all }: Mailboxes) => ({
  messages:
    all(`SELECT at, direction, nature, from_address, to_addresses, parties, recipients, subject, level, participants,
    text, html FROM mail_messages m JOIN mail_bodies b ON b.rowid = m.rowid`),
  parties: all('SELECT address_key, role FROM mail_parties ORDER BY 1, 2'),
  copies: all('SELECT mailbox, gmail_id, gmail_thread_id, sent, at FROM mail_copies ORDER BY 1, 2'),
  keys: all('SELECT key FROM mail_thread_keys ORDER BY 1'),
  found: all("SELECT count(*) AS n FROM mail_search WHERE mail_search MATCH 'external'"),
  proposals: all('SELECT kind, status FROM live_proposals ORDER BY 1, 2'),
  logged: all('SELECT DISTINCT investor_id IS NOT NULL AS linked FROM live_communication_investors'),
})

test('mail that only looks the same is another message', () => {
  const { store, inMailbox, all } = openMailboxes()
  store(inMailbox(ines), { to: [ines], messageId: 'one@mail.example', text: 'Yes.' })
  store(inMailbox(marcus), {
    to: [ines],
    messageId: 'one@mail.example',
    text: 'Yes.',
    from: `Maya <x${maya}>`,
    cc: [tom],
  })

  expect(all('SELECT from_address FROM mail_messages')).toHaveLength(2)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addUser } from '../../server/accounts/users.ts'
import { addContact, archiveContact, setAddresses } from '../../server/contacts/contacts.ts'
import { amend, restore } from '../../server/db/write.ts'
import { matchOf } from '../../server/mail/match.ts'
import { rematchChanged } from '../../server/mail/rematch.ts'
import { setPolicies } from '../../server/proposals/policies.ts'
import { ines, type Mailboxes, marcus, maya, openMailboxes, tom } from './mailboxes.ts'

const now = new Date('2026-02-01T09:00:00Z')
const lee = 'lee@else.example'
const ann = 'ann@else.example'

/** What may be given to whom, and taken away again; the investors’ ids are the same in every copy of the fund. */
const step = fc.oneof(
  fc.record({
    do: fc.constant('give' as const),
    to: fc.constantFrom('maya' as const, 'tom' as const),
    addresses: fc.subarray([maya, tom, lee, ann]),
  }),
  fc.record({ do: fc.constant('mail' as const), n: fc.nat(5), on: fc.subarray([tom, lee, ann, marcus]) }),
)

test('messages held before are with the same investors as if they came in now', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      const [early, late] = [openMailboxes(), openMailboxes()]
      for (const one of steps) {
        if (one.do === 'give') give(early, one)
        else deliver(early, one.n, one.on)
        rematchChanged(early.db, now)
      }
      for (const one of steps) if (one.do === 'give') give(late, one)
      for (const one of steps) if (one.do === 'mail') deliver(late, one.n, one.on)
      rematchChanged(late.db, now)

      const [had, has] = [withWhom(early), withWhom(late)]
      for (const [message, people] of has) if (had.has(message)) expect(had.get(message)).toEqual(people)
    }),
    { numRuns: 60 },
  )
})

type Give = { to: 'maya' | 'tom'; addresses: string[] }

/** One address is one person's here: the second to ask does not get it. */
function give({ acted, mayaChen, tomReed, all }: Mailboxes, { to, addresses }: Give): void {
  const contact = to === 'maya' ? mayaChen : tomReed
  const taken = all('SELECT address FROM live_contact_addresses WHERE contact_id <> ?', contact.id)
  const free = addresses.filter((address) => !taken.some((row) => row['address'] === address))
  acted((tx) => setAddresses(tx, contact.id, free))
}

const deliver = ({ store, inMailbox }: Mailboxes, n: number, on: string[]) =>
  store(inMailbox(ines, { gmailId: `m${n} ${on}` }), { text: `Message ${n} ${on}`, to: [ines, ...on] })

const withWhom = ({ db, all }: Mailboxes) =>
  new Map(
    all('SELECT id, snippet FROM mail_messages').map(({ id, snippet }) => [
      String(snippet),
      matchOf(db, String(id))
        .map(({ name, addressKey }) => `${name} ${addressKey}`)
        .toSorted(),
    ]),
  )

test('mail of an address that becomes somebody’s is logged with their investor', () => {
  const { db, store, inMailbox, acted, alder, all } = openMailboxes()
  store(inMailbox(ines), { to: [ines, lee] })
  rematchChanged(db, now)
  expect(investorsLogged(all)).toHaveLength(1)

  acted((tx) => addContact(tx, { name: 'Lee Park', emails: [lee], investor_ids: [alder.id] }))

  expect(rematchChanged(db, now)).toBe(1)
  expect(investorsLogged(all)).toHaveLength(2)
  expect(all("SELECT id FROM live_proposals WHERE status = 'pending'")).toEqual([])
  expect(rematchChanged(db, now)).toBe(0)
})

const investorsLogged = (all: Mailboxes['all']) => all('SELECT investor_id FROM live_communication_investors')

test('what waits for an investor goes when the address is taken away, and comes when it is back', () => {
  const { db, store, inMailbox, acted, tomReed, all } = openMailboxes()
  acted((tx) => setPolicies(tx, { auto: { exact_address: false } }))
  store(inMailbox(ines), { from: tom, to: [ines] })
  rematchChanged(db, now)
  const waiting = () => all("SELECT investor_id FROM live_proposals WHERE status = 'pending' AND kind = 'log_email'")
  expect(waiting()).toHaveLength(1)

  acted((tx) => archiveContact(tx, tomReed.id))
  rematchChanged(db, now)
  expect(waiting()).toEqual([])

  acted((tx) => restore(tx, 'contacts', tomReed.id))
  rematchChanged(db, now)
  expect(waiting()).toHaveLength(1)
})

test('an address that is given to a contact is not ours any more', () => {
  const { db, store, inMailbox, acted, alder, all } = openMailboxes()
  store(inMailbox(marcus), { from: 'old@else.example', to: [marcus, maya], text: 'Received.' })
  store(inMailbox(ines, { labels: ['SENT'] }), { from: 'old@else.example', to: [maya], text: 'Sent.' })
  expect(all('SELECT address_key FROM mail_aliases')).toHaveLength(1)

  acted((tx) => addContact(tx, { name: 'Old Friend', emails: ['old@else.example'], investor_ids: [alder.id] }))
  rematchChanged(db, now)

  expect(all('SELECT address_key FROM mail_aliases')).toEqual([])
  expect(all('SELECT snippet, direction FROM mail_messages ORDER BY snippet')).toEqual([
    { snippet: 'Received.', direction: 'in' },
    { snippet: 'Sent.', direction: 'out' },
  ])
})

test('a log that says nothing about people is passed over', () => {
  const { db, acted, harbor, all } = openMailboxes()
  rematchChanged(db, now)
  const before = all('SELECT * FROM log_cursors')

  acted((tx) => amend(tx, 'investors', harbor.id, { city: 'Boston' }))

  expect(rematchChanged(db, now)).toBe(0)
  expect(all('SELECT * FROM log_cursors')).toEqual(before)
})

test('mail of somebody who becomes a colleague is ours from the first message on', () => {
  const { db, store, inMailbox, acted, all } = openMailboxes()
  store(inMailbox(marcus), { from: 'anna@else.example', to: [marcus, maya] })
  expect(all("SELECT kind FROM live_proposals WHERE status = 'pending'")).toHaveLength(1)

  acted((tx) => addUser(tx, { full_name: 'Anna Berg', email: 'Anna@else.example', role: 'member', passwordHash: '' }))
  rematchChanged(db, now)

  expect(all('SELECT direction FROM mail_messages')).toEqual([{ direction: 'out' }])
  expect(all("SELECT kind FROM live_proposals WHERE status = 'pending'")).toEqual([])
})

test('somebody taken for a prospect is a colleague of whoever is added from where they work', () => {
  const { db, store, inMailbox, acted, alder, all } = openMailboxes()
  store(inMailbox(ines), { to: [ines, 'Nia Roth <nia@rothco.example>'] })
  const waiting = () => all("SELECT kind, investor_id FROM live_proposals WHERE status = 'pending'")
  rematchChanged(db, new Date('2026-01-11T09:00:00Z'))
  expect(waiting()).toEqual([{ kind: 'new_prospect', investor_id: null }])

  acted((tx) => addContact(tx, { name: 'Sam Roth', emails: ['sam@rothco.example'], investor_ids: [alder.id] }))
  rematchChanged(db, new Date('2026-01-11T09:05:00Z'))

  expect(waiting()).toEqual([{ kind: 'new_contact', investor_id: alder.id }])
})

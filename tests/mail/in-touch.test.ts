import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amend } from '../../server/db/write.ts'
import type { Letter } from './letters.ts'
import { ines, type Mailboxes, marcus, maya, openMailboxes } from './mailboxes.ts'

const credited = ({ all, users }: Mailboxes) =>
  all('SELECT user_id FROM live_communications').map(({ user_id }) =>
    user_id === users.ines.id ? 'Ines' : user_id === users.marcus.id ? 'Marcus' : user_id,
  )

const who = fc.constantFrom(ines, marcus, maya, 'all@northlight.example', 'sales@northlight.example')

test.each([
  ['what Marcus sent is his, although Ines has a copy first', { from: marcus, to: [maya], cc: [ines] }, 'Marcus'],
  [
    'what Maya wrote to Marcus is his, although Ines has a copy first',
    { from: maya, to: [marcus], cc: [ines] },
    'Marcus',
  ],
  ['of several in To it is the first', { from: maya, to: [marcus, ines] }, 'Marcus'],
  ['To comes before Cc', { from: maya, cc: [ines], to: [marcus] }, 'Marcus'],
  ['where To names nobody of us it is the first in Cc', { from: maya, to: ['tom@x.example'], cc: [marcus] }, 'Marcus'],
  ['where nobody of us is named it is whose mailbox has it', { from: maya, to: ['all@list.example'] }, 'Ines'],
])('%s', (_, given: Letter, owner) => {
  const world = openMailboxes()

  world.store(world.inMailbox(ines), given)

  expect(credited(world)).toEqual([owner])
})

test('the copy in the sender’s mailbox tells who wrote from an alias, also when it comes last', () => {
  const world = openMailboxes()
  const given = { from: 'invest@northlight-capital.example', to: [maya], cc: [ines] }

  world.store(world.inMailbox(ines), given)
  expect(credited(world)).toEqual(['Ines'])
  world.store(world.inMailbox(marcus, { labels: ['SENT'] }), given)

  expect(credited(world)).toEqual(['Marcus'])
})

test('whom a person gave it to keeps it, whatever copy comes later', () => {
  const world = openMailboxes()
  const given = { from: 'invest@northlight-capital.example', to: [maya], cc: [marcus] }
  world.store(world.inMailbox(marcus), given)
  const [logged] = world.all('SELECT id FROM live_communications')
  world.acted((tx) => amend(tx, 'communications', String(logged?.['id']), { userId: world.users.ines.id }))

  world.store(world.inMailbox(marcus, { labels: ['SENT'] }), given)

  expect(credited(world)).toEqual(['Ines'])
})

test('whoever’s copy comes first, it is put down to the same colleague', () => {
  fc.assert(
    fc.property(
      who,
      fc.uniqueArray(who, { minLength: 1, maxLength: 3 }),
      fc.uniqueArray(who, { maxLength: 2 }),
      fc.boolean(),
      (from, to, cc, isSent) => {
        const one = openMailboxes()
        const other = openMailboxes()
        const given = { from, to, cc }
        const places = (world: Mailboxes) => [
          world.inMailbox(ines, { gmailId: 'a', labels: isSent ? ['SENT'] : ['INBOX'] }),
          world.inMailbox(marcus, { gmailId: 'b' }),
        ]
        for (const place of places(one)) one.store(place, given)
        for (const place of places(other).reverse()) other.store(place, given)

        expect(credited(other)).toEqual(credited(one))
      },
    ),
    { numRuns: 60 },
  )
})

import { expect, test } from 'vitest'
import { investorTimeline } from '../../server/communications/timeline.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { changes } from '../../server/db/live.ts'
import { act } from '../../server/db/write.ts'
import { approve } from '../../server/proposals/decide.ts'
import { proposeFromMail } from '../../server/proposals/from-mail.ts'
import { setPolicies } from '../../server/proposals/policies.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'
import { capture, captured } from './captured.ts'

const ledger = (world: World) =>
  listProposals(world.db).map(({ proposal }) => ({
    kind: proposal.kind,
    status: proposal.status,
    rule: (proposal.evidence[0] as unknown as { rule: string }).rule,
  }))

const logged = ({ db }: World) =>
  db.$client
    .prepare(
      'SELECT c.*, (SELECT count(*) FROM live_communication_investors l WHERE l.communication_id = c.id) AS n FROM told_communications c',
    )
    .all() as Record<string, unknown>[]

const asInes = <T>(world: World, work: Parameters<typeof act<T>>[3]) =>
  act(world.db, actorFor(world.ines), 'Set up', work, { now: world.clock.now() }).result

const byHand = (world: World) => asInes(world, (tx) => setPolicies(tx, { auto: { exact_address: false } }))

test('mail of a known contact is logged by the policy, and the ledger says so', () => {
  const world = openWorld()

  const id = capture(world)

  expect(ledger(world)).toEqual([{ kind: 'log_email', status: 'approved', rule: 'exact_address' }])
  expect(logged(world)).toMatchObject([
    { mail_id: id, subject: 'Data room', summary: 'Thank you for the deck.', user_id: world.ines.id, direction: 'in' },
  ])
})

test('no word of the message is in the log', () => {
  const world = openWorld()

  capture(world, { subject: 'Zirconium', text: 'Quetzal', cc: ['Nadia Roth <nadia@roth-capital.example>'] })

  const log = JSON.stringify(world.db.select().from(changes).all())
  expect(log).not.toMatch(/Zirconium|Quetzal|Nadia|roth-capital/)
})

test('the timeline shows what was logged once, and not the act that did', () => {
  const world = openWorld()
  capture(world)

  const { items } = investorTimeline(world.db, world.harbor.id)

  expect(items.filter((item) => item.kind === 'act' && item.batch.surface === 'capture')).toEqual([])
  expect(items.map(({ kind }) => kind)).toContain('communication')
})

test('with the policy off it waits, and a person logs it', () => {
  const world = openWorld()
  byHand(world)
  capture(world)
  expect(logged(world)).toEqual([])

  const [item] = listProposals(world.db, { status: 'pending' })
  asInes(world, (tx) => approve(tx, String(item?.proposal.id)))

  expect(logged(world)).toMatchObject([{ user_id: world.ines.id, n: 1 }])
})

test('a message with people of two investors is one communication with both', () => {
  const world = openWorld()
  asInes(world, (tx) =>
    addContact(tx, { name: 'Tom Reyes', emails: ['tom@alder.example'], investor_ids: [world.alder.id] }),
  )

  capture(world, { cc: ['tom@alder.example'] })

  expect(logged(world)).toMatchObject([{ n: 2 }])
})

test('capturing it again proposes nothing twice', () => {
  const world = openWorld()
  const id = capture(world)

  captured(world, (tx) => proposeFromMail(tx, id))

  expect(ledger(world)).toHaveLength(1)
  expect(logged(world)).toHaveLength(1)
})

test.each([
  ['a newsletter', { nature: 'bulk' as const }],
  ['an automatic answer', { nature: 'auto' as const }],
  ['a mailing to 21 people', { recipients: 21 }],
  ['mail of a machine', { from: 'no-reply@harborfo.example', cc: ['maya.chen@harborfo.example'] }],
])('%s proposes nothing', (_what, letter) => {
  const world = openWorld()

  capture(world, { cc: ['Nadia Roth <nadia@harborfo.example>'], ...letter })

  expect(ledger(world)).toEqual([])
})

test.each([
  [
    'the name of a contact on the message is an address of theirs',
    'Maya Chen <maya@gmail.com>',
    'add_address',
    'same_name_in_thread',
  ],
  [
    'somebody of the same domain is a colleague',
    'Nadia Roth <nadia@harborfo.example>',
    'new_contact',
    'colleague_in_thread',
  ],
  [
    'somebody of another organization is a prospect',
    'Lena Ott <lena@ott-partners.example>',
    'new_prospect',
    'introduced',
  ],
  ['a private address says little', 'Lena Ott <lena.ott@gmail.com>', 'new_contact', 'private_address_in_thread'],
])('%s', (_what, stranger, kind, rule) => {
  const world = openWorld()

  capture(world, { cc: [stranger] })

  expect(ledger(world).filter((one) => one.kind !== 'log_email')).toEqual([{ kind, status: 'pending', rule }])
})

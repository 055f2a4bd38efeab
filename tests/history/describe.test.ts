import { expect, test } from 'vitest'
import { logCommunication } from '../../server/communications/log.ts'
import { addContact, unlinkContact } from '../../server/contacts/contacts.ts'
import { setTags } from '../../server/contacts/tags.ts'
import { batches, changes } from '../../server/db/live.ts'
import { act, amend, archive, type Tx } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addField } from '../../server/grid/fields.ts'
import { tellAct } from '../../server/history/acts.ts'
import { describer } from '../../server/history/describe.ts'
import { flagOpportunity, moveOpportunity } from '../../server/pipeline/opportunities.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

/** What a reader is told of an act, as one text. */
function told(world: World, what: string, work: (tx: Tx) => unknown): string {
  const { batchId } = act(world.db, actorFor(world.ines), what, work, { now: world.clock.now() })
  const describe = describer(world.db, 'Europe/London', world.ines.id)
  const own = world.db
    .select()
    .from(changes)
    .all()
    .filter((change) => change.batchId === batchId)
  const batch = world.db
    .select()
    .from(batches)
    .all()
    .find((one) => one.id === batchId)
  if (!batch) throw new Error('nothing was written')

  const { sentence, lines } = tellAct(batch, own, describe)
  const text = (line: typeof sentence) =>
    [line.what, line.before && `from ${line.before}`, line.after && `to ${line.after}`, line.note && `(${line.note})`]
      .filter(Boolean)
      .join(' ')
  return [sentence, ...lines].map(text).join(' | ')
}

const flagged = (world: World) =>
  act(world.db, actorFor(world.ines), 'Flagged', (tx) =>
    flagOpportunity(tx, { investor_id: world.harbor.id, fund_id: world.fundII.id, stage: 'meeting' }),
  ).result.id

test('what ties an e-mail to its captured message is told in words, and no id is', () => {
  const world = openWorld()
  act(world.db, actorFor(world.ines), 'Logged', (tx) =>
    logCommunication(tx, {
      ...{ investor_id: world.harbor.id, type: 'email', summary: 'They are in.' },
      ...{ occurred_at: '2026-11-10T10:00:00.000Z', user_id: world.ines.id },
    }),
  )
  const id = String(
    world.db.$client.prepare(`SELECT id FROM live_communications WHERE summary = 'They are in.'`).pluck().get(),
  )
  const mailId = '01a1fcd2-0000-7000-8000-000000000001'

  const line = told(world, 'Tied', (tx) => amend(tx, 'communications', id, { mailId, userId: world.marcus.id }))
  const undone = told(world, 'Let go', (tx) => amend(tx, 'communications', id, { mailId: null }))

  expect(line).toContain('found the captured message of an e-mail')
  expect(line).toContain('from Ines Okafor to Marcus Lindqvist')
  expect(`${line} ${undone}`).not.toMatch(/[0-9a-f]{8}-|mail id/)
})

test.each<[string, (world: World) => (tx: Tx) => unknown, string]>([
  [
    'a column',
    ({ harbor }) =>
      (tx) =>
        writeCells(tx, harbor.id, { city: 'Lisbon' }),
    'changed City from Boston to Lisbon',
  ],
  [
    'a cleared column',
    ({ harbor }) =>
      (tx) =>
        writeCells(tx, harbor.id, { city: null }),
    'changed City from Boston',
  ],
  [
    'a colleague by name',
    ({ harbor, marcus }) =>
      (tx) =>
        writeCells(tx, harbor.id, { owner: marcus.id }),
    'changed Owner from Ines Okafor to Marcus Lindqvist',
  ],
  [
    'a date',
    ({ harbor }) =>
      (tx) =>
        writeCells(tx, harbor.id, { next_step_at: '2026-12-03' }),
    'changed Next step due to 3 Dec 2026',
  ],
  [
    'a tag',
    ({ harbor }) =>
      (tx) =>
        setTags(tx, harbor.id, ['Re-up']),
    'added the tag Re-up',
  ],
  [
    'money',
    ({ harbor, fundII }) =>
      (tx) =>
        enterCommitment(tx, {
          investor_id: harbor.id,
          fund_id: fundII.id,
          measure: 'soft',
          amount: 5_000_000_00,
          note: 'On the call',
        }),
    'entered Fund II soft +$5,000,000 (On the call)',
  ],
  [
    'a flag',
    ({ alder, fundII }) =>
      (tx) =>
        flagOpportunity(tx, { investor_id: alder.id, fund_id: fundII.id, stage: 'meeting' }),
    'flagged Fund II at Meeting',
  ],
  [
    'a person leaving',
    ({ harbor, maya }) =>
      (tx) =>
        unlinkContact(tx, maya.id, harbor.id),
    'removed the contact Maya Chen',
  ],
  [
    'an archived investor',
    ({ harbor }) =>
      (tx) =>
        archive(tx, 'investors', harbor.id),
    'archived Harbor Family Office',
  ],
  [
    'a call',
    ({ harbor }) =>
      (tx) =>
        logCommunication(tx, {
          investor_id: harbor.id,
          type: 'call',
          summary: 'They are in.',
          occurred_at: '2026-11-10T10:00:00.000Z',
        }),
    'logged a call (They are in.)',
  ],
])('%s is told in words', (_, work, expected) => {
  const world = openWorld()

  expect(told(world, 'Did something', work(world))).toBe(expected)
})

test('a move carries its reason in the same line', () => {
  const world = openWorld()
  const id = flagged(world)

  expect(told(world, 'Moved Harbor', (tx) => moveOpportunity(tx, id, { stage: 'lost', reason: 'Wound up.' }))).toBe(
    'moved Fund II from Meeting to Lost (Wound up.)',
  )
})

test('custom columns are told under their label, in the form of their type', () => {
  const world = openWorld()
  act(world.db, actorFor(world.ines), 'Added', (tx) => addField(tx, { label: 'Ticket size', type: 'currency' }))

  expect(told(world, 'Edited', (tx) => writeCells(tx, world.harbor.id, { ticket_size: 2_500_000_00 }))).toBe(
    'changed Ticket size to $2,500,000',
  )
})

test('an act of several lines goes by its name', () => {
  const world = openWorld()

  expect(
    told(world, 'Edited Harbor', (tx) => writeCells(tx, world.harbor.id, { city: 'Lisbon', country: 'Portugal' })),
  ).toBe('edited Harbor | changed City from Boston to Lisbon | changed Country to Portugal')
})

test('a new person with an address is told by name', () => {
  const world = openWorld()
  const add = (tx: Tx) =>
    addContact(tx, { name: 'Joan Pell', emails: ['joan@alder.example'], investor_ids: [world.alder.id] })

  expect(told(world, 'Added Joan Pell', add)).toBe(
    'added Joan Pell | added the address joan@alder.example | added the contact Joan Pell',
  )
})

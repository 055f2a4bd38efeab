import { expect, test } from 'vitest'
import { lastContacts } from '../../server/communications/last-contacts.ts'
import { archiveCommunication, type CommunicationForm, logCommunication } from '../../server/communications/log.ts'
import { investorTimeline } from '../../server/communications/timeline.ts'
import { editContact } from '../../server/contacts/contacts.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'
import { openPanel, textOf } from '../web/person.ts'

const call = (investor: { id: string }, given: Partial<CommunicationForm> = {}): CommunicationForm => ({
  investor_id: investor.id,
  type: 'call',
  summary: 'Asked for the data room.',
  occurred_at: '2026-11-14T10:00:00.000Z',
  ...given,
})

/** Does something as Ines, a minute after what was done before. */
function doer(world: World) {
  return <T>(what: string, work: (tx: Tx) => T) => {
    world.clock.advance(60_000)
    return act(world.db, actorFor(world.ines), what, work, { now: world.clock.now() })
  }
}

test('what was said and what was changed stand in one stream, newest first', () => {
  const world = openWorld()
  const { db, harbor } = world
  const ines = doer(world)
  ines('Logged a call', (tx) => logCommunication(tx, call(harbor)))
  ines('Moved Harbor', (tx) => writeCells(tx, harbor.id, { city: 'Lisbon' }))

  const { items } = investorTimeline(db, harbor.id)

  expect(
    items.map((item) =>
      item.kind === 'act' ? item.batch.what : item.kind === 'communication' && item.communication.summary,
    ),
  ).toEqual(['Moved Harbor', 'Set up the test fund', 'Asked for the data room.'])
})

test('a logged communication is not told a second time as a change', () => {
  const world = openWorld()
  const { batchId } = doer(world)('Logged a call', (tx) => logCommunication(tx, call(world.harbor)))

  const { items } = investorTimeline(world.db, world.harbor.id, { kind: 'changes' })

  expect(items.map((item) => item.id)).not.toContain(batchId)
})

test('taking a communication out of the record is a change everybody can see', () => {
  const world = openWorld()
  const ines = doer(world)
  const { result } = ines('Logged a call', (tx) => logCommunication(tx, call(world.harbor)))
  ines('Archived a call', (tx) => archiveCommunication(tx, result.communication.id))

  const { items } = investorTimeline(world.db, world.harbor.id)

  expect(items.map((item) => item.kind)).toEqual(['act', 'act'])
  expect(items[0]).toMatchObject({ batch: { what: 'Archived a call' } })
})

test('a change to one of its people belongs to the investor’s story', () => {
  const world = openWorld()
  doer(world)('Edited Maya Chen', (tx) => editContact(tx, world.maya.id, { title: 'Partner' }))

  const { items } = investorTimeline(world.db, world.harbor.id)

  expect(items[0]).toMatchObject({
    batch: { what: 'Edited Maya Chen' },
    changes: [{ field: 'title', after: 'Partner' }],
  })
})

test('an act over many investors shows each one only its own entries', () => {
  const world = openWorld()
  const { db, harbor, alder } = world
  doer(world)('Imported lps.csv', (tx) => {
    writeCells(tx, harbor.id, { city: 'Lisbon' })
    writeCells(tx, alder.id, { city: 'Porto' })
  })

  const [newest] = investorTimeline(db, alder.id).items

  expect(newest).toMatchObject({ changes: [{ field: 'city', after: 'Porto' }] })
})

test('pages follow each other without a gap or a repeat, whatever falls on the same instant', () => {
  const world = openWorld()
  const { db, harbor } = world
  const ines = doer(world)
  for (let n = 0; n < 12; n += 1) {
    ines(`Change ${n}`, (tx) => {
      writeCells(tx, harbor.id, { city: `City ${n}` })
      logCommunication(tx, call(harbor, { summary: `Call ${n}`, occurred_at: tx.at }))
    })
  }
  const whole = investorTimeline(db, harbor.id, { limit: 100 }).items.map((item) => item.id)

  const paged: string[] = []
  for (let before: string | null = null, more = true; more; ) {
    const page = investorTimeline(db, harbor.id, { before, limit: 5 })
    paged.push(...page.items.map((item) => item.id))
    before = page.older
    more = before !== null
  }

  expect(whole).toHaveLength(25)
  expect(paged).toEqual(whole)
})

test('an undone act says so', () => {
  const world = openWorld()
  const { batchId } = doer(world)('Moved Harbor', (tx) => writeCells(tx, world.harbor.id, { city: 'Lisbon' }))
  undo(world.db, actorFor(world.ines), batchId, { now: world.clock.now() })

  const { items } = investorTimeline(world.db, world.harbor.id)

  expect(items.find((item) => item.id === batchId)).toMatchObject({ undone: true })
})

test('the last contact with a person is the newest that was not a note', () => {
  const world = openWorld()
  const { db, harbor, maya } = world
  const ines = doer(world)
  ines('Logged a call', (tx) => logCommunication(tx, call(harbor, { contact_ids: [maya.id] })))
  ines('Wrote a note', (tx) =>
    logCommunication(
      tx,
      call(harbor, { type: 'note', occurred_at: '2026-11-15T10:00:00.000Z', contact_ids: [maya.id] }),
    ),
  )

  expect(lastContacts(db, [maya.id]).get(maya.id)).toEqual({
    at: '2026-11-14T10:00:00.000Z',
    type: 'call',
    by: 'Ines Okafor',
  })
})

test('a meeting that is ahead is one they have, not one they had', async () => {
  const panel = await openPanel()
  const meeting = (occurred_at: string) => call(panel.harbor, { type: 'meeting', summary: occurred_at, occurred_at })
  doer(panel)('Logged two meetings', (tx) => {
    logCommunication(tx, meeting('2026-11-10T10:00:00.000Z'))
    logCommunication(tx, meeting('2026-12-09T10:00:00.000Z'))
  })

  const page = textOf((await panel.inesAt.visit(`/investors/${panel.harbor.id}`)).body)

  expect(page).toMatch(/Ines meets .*2026-12-09.*Ines met .*2026-11-10/)
})

import { expect, test } from 'vitest'
import { activity } from '../../server/activity/activity.ts'
import { logCommunication } from '../../server/communications/log.ts'
import { editContact } from '../../server/contacts/contacts.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

const page = { limit: 10, offset: 0 }

function doing(world: World, what: string, work: (tx: Tx) => unknown, who = world.ines) {
  world.clock.advance(60_000)
  return act(world.db, actorFor(who), what, work, { now: world.clock.now() })
}

test('acts come newest first, each with how much it wrote', () => {
  const world = openWorld()
  doing(world, 'Moved Harbor', (tx) => writeCells(tx, world.harbor.id, { city: 'Lisbon', country: 'Portugal' }))
  doing(world, 'Moved Alder', (tx) => writeCells(tx, world.alder.id, { city: 'Porto' }), world.marcus)

  const { acts, total } = activity(world.db, {}, page)

  expect(acts.slice(0, 2)).toMatchObject([
    {
      batch: { what: 'Moved Alder', actorName: 'Marcus Lindqvist' },
      entries: 1,
      investors: [{ name: 'Alder Pension' }],
    },
    { batch: { what: 'Moved Harbor' }, entries: 2 },
  ])
  expect(total).toBe(acts.length)
})

test('an act on a person or a communication is about their investors', () => {
  const world = openWorld()
  doing(world, 'Edited Maya', (tx) => editContact(tx, world.maya.id, { title: 'Partner' }))
  doing(world, 'Logged a call', (tx) =>
    logCommunication(tx, {
      investor_id: world.alder.id,
      type: 'call',
      summary: 'They are in.',
      occurred_at: '2026-11-10T10:00:00.000Z',
    }),
  )

  const names = activity(world.db, {}, page).acts.map((one) => one.investors.map((investor) => investor.name))

  expect(names.slice(0, 2)).toEqual([['Alder Pension'], ['Harbor Family Office']])
})

test('an undone act says so', () => {
  const world = openWorld()
  const { batchId } = doing(world, 'Moved Harbor', (tx) => writeCells(tx, world.harbor.id, { city: 'Lisbon' }))
  undo(world.db, actorFor(world.ines), batchId, { now: world.clock.now() })

  const { acts } = activity(world.db, {}, page)

  expect(acts.find((one) => one.batch.id === batchId)?.undone).toBe(true)
})

test('an act about many investors names four', () => {
  const world = openWorld()
  doing(world, 'Added seven', (tx) => {
    for (let n = 1; n <= 7; n += 1) addInvestor(tx, { name: `Trust ${n}` })
  })

  const [newest] = activity(world.db, {}, page).acts

  expect(newest?.investors).toHaveLength(4)
})

import { expect, test } from 'vitest'
import { systemActor } from '../../server/db/actor.ts'
import { migrateDb, openDb } from '../../server/db/db.ts'
import { act } from '../../server/db/write.ts'
import { addCustomField, editField } from '../../server/grid/custom-fields.ts'
import { addField, allFields, seedBuiltinFields } from '../../server/grid/fields.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor, openWorld } from '../support/world.ts'

test('undo gives no column of a fund a name that another column took since', () => {
  const { db, ines, clock } = openWorld()
  const labels = () => allFields(db).map(({ label }) => label)
  const status = allFields(db).find(({ label }) => label === 'Fund I docs signed')
  const renamed = act(db, actorFor(ines), 'Renamed', (tx) => editField(tx, String(status?.id), { label: 'Papers' }), {
    now: clock.now(),
  })
  act(db, actorFor(ines), 'Added', (tx) => addCustomField(tx, { label: 'Fund I docs signed', type: 'text' }), {
    now: clock.now(),
  })

  const { skipped } = undo(db, actorFor(ines), renamed.batchId, { now: clock.now() })

  expect(skipped).toEqual([{ row_id: status?.id, field: 'label' }])
  expect(labels().filter((label) => ['Papers', 'Fund I docs signed'].includes(label))).toHaveLength(2)
})

test('a column that a newer version brings takes another name beside one people made', () => {
  const db = openDb(':memory:')
  migrateDb(db)
  const labels = act(db, systemActor('cli'), 'Started a newer version', (tx) => {
    addField(tx, { label: 'Next meeting', type: 'text' })
    seedBuiltinFields(tx)
    return allFields(db).flatMap(({ label }) => (label.startsWith('Next meeting') ? label : []))
  }).result

  expect(labels).toEqual(['Next meeting', 'Next meeting 2'])
})

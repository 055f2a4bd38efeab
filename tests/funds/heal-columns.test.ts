import { expect, test } from 'vitest'
import { act, archive, record } from '../../server/db/write.ts'
import { columnsOf, statusColumnsOf } from '../../server/funds/fund-columns.ts'
import { removeField } from '../../server/grid/custom-fields.ts'
import { addField } from '../../server/grid/fields.ts'
import { layGround } from '../../server/ground.ts'
import { actorFor, openWorld } from '../support/world.ts'

test('a fund that lost its columns has them back, under their keys, when the service starts', () => {
  const { db, ines, fundI } = openWorld()
  const columns = columnsOf(db, fundI.id).filter(({ options }) => options.measure)
  act(db, actorFor(ines), 'Took columns away', (tx) => {
    for (const column of columns) archive(tx, 'fields', column.id)
  })

  layGround(db)

  expect(columnsOf(db, fundI.id).slice(0, 3)).toMatchObject(columns.map(({ id, key, label }) => ({ id, key, label })))
})

test('a fund that never had a column gets one, beside whatever has its name', () => {
  const { db, ines } = openWorld()
  const { result: fund } = act(db, actorFor(ines), 'Added a bare fund', (tx) => {
    addField(tx, { label: 'Fund V soft', type: 'text' })
    return record(tx, 'funds', { name: 'Fund V', nameKey: 'fund v', currency: 'EUR' })
  })

  layGround(db)

  expect(columnsOf(db, fund.id).map(({ label, options }) => [label, options])).toEqual([
    ['Fund V soft 2', { fund_id: fund.id, measure: 'soft', currency: 'EUR' }],
    ['Fund V signed', { fund_id: fund.id, measure: 'signed', currency: 'EUR' }],
    ['Fund V funded', { fund_id: fund.id, measure: 'funded', currency: 'EUR' }],
    ['Fund V docs signed', { fund_id: fund.id }],
    ['Fund V wire received', { fund_id: fund.id }],
    ['Fund V K-1 sent', { fund_id: fund.id }],
  ])
})

test('a column of LP status that somebody deleted is not given again', () => {
  const { db, ines, fundI } = openWorld()
  const [docs] = statusColumnsOf(db, fundI.id)
  act(db, actorFor(ines), 'Deleted a column', (tx) => removeField(tx, docs?.id ?? '', true))

  layGround(db)

  expect(statusColumnsOf(db, fundI.id).map(({ label }) => label)).toEqual(['Fund I wire received', 'Fund I K-1 sent'])
})

test('a start with nothing to put right writes nothing', () => {
  const { db } = openWorld()
  const entries = () => db.$client.prepare('SELECT count(*) FROM changes').pluck().get()
  const before = entries()

  layGround(db)

  expect(entries()).toBe(before)
})

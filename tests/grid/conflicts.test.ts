import { expect, test } from 'vitest'
import { act, type Tx } from '../../server/db/write.ts'
import { UserError } from '../../server/errors.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { editCells } from '../../server/grid/cells.ts'
import { rowVersion } from '../../server/grid/conflicts.ts'
import { findRow } from '../../server/grid/rows.ts'
import { actorFor, openWorld } from '../support/world.ts'

/** Harbor as Ines saw it; Marcus writes, then Ines edits on top of what she saw. */
function open() {
  const world = openWorld()
  const { db, ines, marcus, harbor } = world
  const seen = rowVersion(db, harbor.id)
  const meanwhile = (work: (tx: Tx) => unknown) => act(db, actorFor(marcus), 'Meanwhile', work)
  const edit = (values: Record<string, unknown>) =>
    act(db, actorFor(ines), 'Edited Harbor', (tx) => editCells(tx, harbor.id, values, seen))
  return { ...world, meanwhile, edit, values: () => findRow(db, harbor.id)?.values }
}

const clash = (work: () => unknown): UserError => {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return error
  }
  throw new Error('there was no clash')
}

test('a cell somebody else changed is a conflict that names both values, and nothing is written', () => {
  const { meanwhile, edit, values, db, harbor, marcus } = open()
  meanwhile((tx) => editCells(tx, harbor.id, { city: 'Lisbon' }))

  const { code, status, more } = clash(() => edit({ city: 'Porto', country: 'Portugal' }))

  expect([code, status]).toEqual(['conflict', 409])
  expect(more).toMatchObject({ version: rowVersion(db, harbor.id), updated_by: marcus.id })
  expect(more['conflicts']).toMatchObject([
    { field: 'city', yours: 'Porto', current: 'Lisbon', by: 'Marcus Lindqvist', at: expect.any(String) },
  ])
  expect(values()).toMatchObject({ city: 'Lisbon', country: null })
})

test('another cell, the same value and one’s own earlier edit are no conflicts', () => {
  const { meanwhile, edit, values, harbor } = open()
  meanwhile((tx) => editCells(tx, harbor.id, { city: 'Lisbon', country: 'Portugal' }))

  edit({ phone: '1' })
  edit({ phone: '2', city: 'Lisbon' })

  expect(values()).toMatchObject({ city: 'Lisbon', country: 'Portugal', phone: '2' })
})

test('tags and commitments clash like every other cell', () => {
  const { meanwhile, edit, harbor, fundI } = open()
  meanwhile((tx) => editCells(tx, harbor.id, { tags: ['Warm'] }))
  meanwhile((tx) => enterCommitment(tx, { investor_id: harbor.id, fund_id: fundI.id, measure: 'signed', amount: 500 }))

  const { more } = clash(() => edit({ tags: ['Cold'], fund_i_signed: 700, fund_ii_signed: 900 }))

  expect(more['conflicts']).toMatchObject([
    { field: 'tags', yours: ['Cold'], current: ['Warm'] },
    { field: 'fund_i_signed', yours: 700, current: 500 },
  ])
})

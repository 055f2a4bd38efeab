import { expect, test } from 'vitest'
import { amend } from '../../server/db/write.ts'
import { checkedFormula, formulasUsing, renameInFormulas, retypeFormulas } from '../../server/grid/formulas/formulas.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor } from '../support/world.ts'
import { addFormula, cell, changeFormula, deleteColumn, openFormulaWorld, setCells } from './formula-columns.ts'

function openWithDouble() {
  const world = openFormulaWorld()
  const { did, harbor } = world
  did((tx) => setCells(tx, harbor, { checks: 21 }))
  return { ...world, double: did((tx) => addFormula(tx, 'Double', '{Checks} * 2')) }
}

const undoLast = ({ db, ines, clock }: ReturnType<typeof openFormulaWorld>) =>
  undo(db, actorFor(ines), undefined, { now: clock.now() })

test('undo of a cell takes its formulas back too', () => {
  const world = openWithDouble()
  const { db, did, harbor, double } = world
  did((tx) => setCells(tx, harbor, { checks: 5 }))

  undoLast(world)

  expect(cell(db, harbor, double)).toBe(42)
})

test('another formula is worked out at once, and undo brings the first one back', () => {
  const world = openWithDouble()
  const { db, did, harbor, double } = world
  did((tx) => changeFormula(tx, double, '{Checks} * 20'))
  expect(cell(db, harbor, double)).toBe(420)

  undoLast(world)

  expect(cell(db, harbor, double)).toBe(42)
})

test('a deleted column fails the formulas that use it, by its name, until undo brings it back', () => {
  const world = openWithDouble()
  const { db, did, harbor, checks, double } = world
  const more = did((tx) => addFormula(tx, 'More', '{Double} + 1'))
  did((tx) => deleteColumn(tx, checks))
  expect(cell(db, harbor, double)).toEqual({ error: { code: 'missing_field', message: '“Checks” was deleted.' } })
  expect(cell(db, harbor, more)).toMatchObject({ error: { message: expect.any(String) } })

  undoLast(world)

  expect(cell(db, harbor, double)).toBe(42)
  expect(cell(db, harbor, more)).toBe(43)
})

test('the cells of a deleted formula column are gone, and back when the column is', () => {
  const world = openWithDouble()
  const { db, did, harbor, double } = world
  did((tx) => deleteColumn(tx, double))
  const kept = db.$client.prepare('SELECT formulas FROM investor_summaries WHERE investor_id = ?').pluck()
  expect(kept.get(harbor.id)).toBe('{}')

  undoLast(world)

  expect(cell(db, harbor, double)).toBe(42)
})

test('a column that gets another type gives its formulas another result, or their reason to fail', () => {
  const world = openWithDouble()
  const { db, did, harbor, checks } = world
  const same = did((tx) => addFormula(tx, 'Same', '{Checks}'))

  did((tx) => {
    amend(tx, 'fields', checks.id, { type: 'text' })
    setCells(tx, harbor, { checks: 'many' })
    retypeFormulas(tx)
  })

  expect(cell(db, harbor, same)).toBe('many')
  const options = db.$client.prepare('SELECT options FROM live_fields WHERE id = ?').pluck().get(same.id)
  expect(JSON.parse(String(options))).toEqual({ result: 'text' })
})

test('a renamed column keeps its formulas', () => {
  const world = openWithDouble()
  const { db, did, harbor, checks, double } = world

  did((tx) => {
    renameInFormulas(tx, checks, 'Number of checks')
    amend(tx, 'fields', checks.id, { label: 'Number of checks' })
  })

  const formula = db.$client.prepare('SELECT formula FROM live_fields WHERE id = ?').pluck().get(double.id)
  expect(formula).toBe('{Number of checks} * 2')
  did((tx) => setCells(tx, harbor, { checks: 7 }))
  expect(cell(db, harbor, double)).toBe(14)
})

test('a circle through three columns is refused and told by their names', () => {
  const { db, did } = openFormulaWorld()
  const first = did((tx) => addFormula(tx, 'First', '1'))
  did((tx) => addFormula(tx, 'Second', '{First} + 1'))
  did((tx) => addFormula(tx, 'Third', '{Second} + 1'))

  const closing = () => checkedFormula(db, '{Third} + 1', first.key)

  expect(closing).toThrow(/would refer to each other: .*(First|Second|Third) → .+ → .+ → /)
})

test('a formula is refused in its own terms when it refers to itself', () => {
  const { db, did } = openFormulaWorld()
  const first = did((tx) => addFormula(tx, 'First', '1'))

  expect(() => checkedFormula(db, '{First} + 1', first.key)).toThrow('A formula cannot refer to its own column.')
})

test('a circle that undo closes fails those formulas only, and opening it again heals them', () => {
  const world = openWithDouble()
  const { db, did, harbor, double } = world
  const a = did((tx) => addFormula(tx, 'A', '1'))
  const b = did((tx) => addFormula(tx, 'B', '{A}'))
  did((tx) => changeFormula(tx, b, '2'))
  did((tx) => changeFormula(tx, a, '{B}'))
  const batches = db.$client.prepare('SELECT batch_id FROM changes GROUP BY batch_id ORDER BY min(seq) DESC').pluck()
  const [, before] = batches.all() as string[]

  undo(db, actorFor(world.ines), String(before), { now: world.clock.now() })

  expect(cell(db, harbor, a)).toMatchObject({ error: { code: 'cycle' } })
  expect(cell(db, harbor, b)).toMatchObject({ error: { code: 'cycle' } })
  expect(cell(db, harbor, double)).toBe(42)

  did((tx) => changeFormula(tx, a, '7'))
  expect(cell(db, harbor, b)).toBe(7)
})

test('a refused formula says where and what was expected', () => {
  const { db } = openFormulaWorld()

  const refused = () => checkedFormula(db, '{Ticket} + {Nowhere}')

  expect(refused).toThrow(
    expect.objectContaining({
      status: 422,
      more: expect.objectContaining({
        fields: { formula: expect.any(String) },
        place: { start: 11, end: 20 },
      }),
    }),
  )
})

test('everything that follows from a column is found, through other formulas too', () => {
  const { db, did, checks } = openWithDouble()
  did((tx) => addFormula(tx, 'More', '{Double} + 1'))
  did((tx) => addFormula(tx, 'Other', 'LEN({Name})'))

  expect(formulasUsing(db, checks.key).map(({ label }) => label)).toEqual(['Double', 'More'])
})

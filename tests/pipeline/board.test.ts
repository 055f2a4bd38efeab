import fc from 'fast-check'
import { expect, test } from 'vitest'
import { act, type Tx } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { addFund } from '../../server/funds/funds.ts'
import { fundProgress } from '../../server/funds/progress.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addInvestor, archiveInvestor } from '../../server/grid/investors.ts'
import { board } from '../../server/pipeline/board.ts'
import { editOpportunity, flagOpportunity, moveOpportunity, reasonNeeded } from '../../server/pipeline/opportunities.ts'
import { allStages } from '../../server/pipeline/stages.ts'
import { days } from '../support/clock.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

const zone = 'Europe/London'
const million = 1_000_000_00

function doing<T>(world: World, what: string, work: (tx: Tx) => T): T {
  return act(world.db, actorFor(world.ines), what, work, { now: world.clock.now() }).result
}
const flag = (world: World, investor: { id: string }, stage: string, expected_amount: number) =>
  doing(world, 'Flagged', (tx) =>
    flagOpportunity(tx, { investor_id: investor.id, fund_id: world.fundII.id, stage, expected_amount }),
  )
const boardOf = (world: World) => board(world.db, {}, world.clock.now(), zone)
const columnOf = (world: World, key: string) => boardOf(world).columns.find((column) => column.stage.key === key)

test('a column counts its cards, and weighs each with its own probability or the stage’s', () => {
  const world = openWorld()
  flag(world, world.harbor, 'meeting', 8 * million)
  const alder = flag(world, world.alder, 'meeting', 4 * million)
  doing(world, 'Likely', (tx) => editOpportunity(tx, alder.id, { probability: 0.75 }))

  expect(columnOf(world, 'meeting')).toMatchObject({
    cards: [{ investor: { name: 'Harbor Family Office' } }, { investor: { name: 'Alder Pension' } }],
    sums: [{ currency: 'USD', expected: 12 * million, weighted: 5 * million }],
  })
})

test('every stage is a column, also the empty ones', () => {
  const world = openWorld()

  expect(boardOf(world).columns.map((column) => column.stage.key)).toEqual(
    allStages(world.db).map((stage) => stage.key),
  )
})

test('the open pipeline counts neither what is won nor what is lost', () => {
  const world = openWorld()
  flag(world, world.harbor, 'due_diligence', 10 * million)
  flag(world, world.alder, 'committed', 20 * million)
  flag(world, world.quill, 'lost', 30 * million)

  expect(boardOf(world).open).toEqual({
    count: 1,
    sums: [{ currency: 'USD', expected: 10 * million, weighted: 5 * million }],
  })
})

test('two currencies are never added up', () => {
  const world = openWorld()
  const euro = doing(world, 'Added', (tx) => addFund(tx, { name: 'Fund E', currency: 'EUR' }))
  flag(world, world.harbor, 'lead', 5 * million)
  doing(world, 'Flagged', (tx) =>
    flagOpportunity(tx, {
      investor_id: world.harbor.id,
      fund_id: euro.id,
      stage: 'lead',
      expected_amount: 7 * million,
    }),
  )

  const sums = columnOf(world, 'lead')?.sums.map(({ currency, expected }) => [currency, expected])

  expect(sums?.sort()).toEqual([
    ['EUR', 7 * million],
    ['USD', 5 * million],
  ])
})

test('an opportunity lingers the day after its stage’s norm is over', () => {
  const world = openWorld()
  flag(world, world.harbor, 'meeting', million)

  world.clock.advance(days(30))
  expect(columnOf(world, 'meeting')?.cards[0]).toMatchObject({ daysInStage: 30, lingers: false })
  world.clock.advance(days(1))
  expect(columnOf(world, 'meeting')?.cards[0]).toMatchObject({ daysInStage: 31, lingers: true })
})

test('days in a stage start anew with a move', () => {
  const world = openWorld()
  const { id } = flag(world, world.harbor, 'lead', million)
  world.clock.advance(days(12))
  doing(world, 'Moved', (tx) => moveOpportunity(tx, id, { stage: 'meeting' }))
  world.clock.advance(days(3))

  expect(columnOf(world, 'meeting')?.cards[0]).toMatchObject({ daysInStage: 3 })
})

test('archived investors leave the board', () => {
  const world = openWorld()
  flag(world, world.harbor, 'lead', million)
  doing(world, 'Archived', (tx) => archiveInvestor(tx, world.harbor.id))

  expect(columnOf(world, 'lead')?.cards).toEqual([])
})

test('what a fund has raised leaves out the graveyard', () => {
  const world = openWorld()
  const signed = (investor: { id: string }, amount: number) =>
    doing(world, 'Signed', (tx) =>
      enterCommitment(tx, { investor_id: investor.id, fund_id: world.fundII.id, measure: 'signed', amount }),
    )
  signed(world.harbor, 5 * million)
  signed(world.quill, 7 * million)
  doing(world, 'Buried', (tx) => writeCells(tx, world.quill.id, { list: 'graveyard' }))

  const fundII = fundProgress(world.db).find(({ fund }) => fund.id === world.fundII.id)

  expect(fundII?.sums).toEqual({ soft: 0, signed: 5 * million, funded: 0 })
})

test('only a loss and a step back need a reason', () => {
  const { db } = openWorld()
  const stages = allStages(db)
  const anyStage = fc.constantFrom(...stages)

  fc.assert(
    fc.property(anyStage, anyStage, (from, to) => {
      const back = from.kind !== 'lost' && to.position < from.position
      expect(reasonNeeded(from, to) !== null).toBe(to.kind === 'lost' || back)
    }),
  )
})

test('a move that needs a reason and has none changes nothing', () => {
  const world = openWorld()
  const { id } = flag(world, world.harbor, 'meeting', million)

  expect(() => doing(world, 'Lost', (tx) => moveOpportunity(tx, id, { stage: 'lost' }))).toThrow(
    'Say why this was lost.',
  )
  expect(columnOf(world, 'meeting')?.cards).toHaveLength(1)
})

test('the reason of a loss stays with the opportunity', () => {
  const world = openWorld()
  const { id } = flag(world, world.harbor, 'meeting', million)
  doing(world, 'Lost', (tx) => moveOpportunity(tx, id, { stage: 'lost', reason: 'No allocation this year.' }))

  expect(columnOf(world, 'lost')?.cards[0]?.opportunity.stageReason).toBe('No allocation this year.')
})

test('largest first within a column, unnamed amounts last', () => {
  const world = openWorld()
  flag(world, world.harbor, 'lead', 2 * million)
  doing(world, 'Flagged', (tx) =>
    flagOpportunity(tx, { investor_id: world.quill.id, fund_id: world.fundII.id, stage: 'lead' }),
  )
  const pine = doing(world, 'Added', (tx) => addInvestor(tx, { name: 'Pine Trust' }))
  flag(world, pine, 'lead', 3 * million)

  expect(columnOf(world, 'lead')?.cards.map((card) => card.investor.name)).toEqual([
    'Pine Trust',
    'Harbor Family Office',
    'Quill Endowment',
  ])
})

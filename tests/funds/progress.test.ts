import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { fundProgress } from '../../server/funds/progress.ts'
import { archiveInvestor } from '../../server/grid/investors.ts'
import { actorFor, openWorld } from '../support/world.ts'

test('each measure of each fund adds up by itself, reductions included', () => {
  const { db, ines, harbor, alder, fundI, fundII } = openWorld()
  act(db, actorFor(ines), 'Entered', (tx) => {
    const enter = (investor: { id: string }, fund: { id: string }, measure: 'soft' | 'signed', amount: number) =>
      enterCommitment(tx, { investor_id: investor.id, fund_id: fund.id, measure, amount })
    enter(harbor, fundI, 'signed', 10)
    enter(harbor, fundII, 'soft', 5)
    enter(alder, fundII, 'soft', 7)
    enter(alder, fundII, 'soft', -2)
  })

  expect(fundProgress(db).map(({ fund, sums }) => [fund.name, sums])).toEqual([
    ['Fund I', { soft: 0, signed: 10, funded: 0 }],
    ['Fund II', { soft: 10, signed: 0, funded: 0 }],
  ])
})

test('an archived investor’s money does not count', () => {
  const { db, ines, harbor, fundI } = openWorld()
  act(db, actorFor(ines), 'Entered', (tx) => {
    enterCommitment(tx, { investor_id: harbor.id, fund_id: fundI.id, measure: 'signed', amount: 10 })
    archiveInvestor(tx, harbor.id)
  })

  expect(fundProgress(db).find(({ fund }) => fund.id === fundI.id)?.sums.signed).toBe(0)
})

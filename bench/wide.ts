import type { Tx } from '../server/db/write.ts'
import { addCustomField } from '../server/grid/custom-fields.ts'
import { addField } from '../server/grid/fields.ts'
import type { MoreColumns } from './fund.ts'

/** Ten formulas as teams write them: money, text, conditions, dates, and two that build on others. */
export const formulas = [
  'ROUND({Ticket} / 1000000, 2)',
  'IF({Score 1} > 50, "Strong", "Weak")',
  '{Name} & " · " & {City}',
  'SUM({Score 1}, {Score 2}, {Score 3})',
  'DATETIME_DIFF({Last contact}, {First met}, "days")',
  'IF(AND({List} = "main", {Score 2} >= 20), {Score 1} * 2, 0)',
  'UPPER(LEFT({Country}, 3))',
  'YEAR({First met})',
  '{Formula 4} + 1',
  'IF({Formula 2} = "Strong", {Formula 4} * 1.5, {Formula 4})',
]

/** How wide a fund's table is after a while: some forty columns, ten of them formulas. */
export const wide: MoreColumns = {
  before: (tx) => {
    for (let n = 1; n <= 3; n += 1) addField(tx, { key: `score_${n}`, label: `Score ${n}`, type: 'number' })
  },
  cells: (number) => ({ score_1: (number * 7) % 100, score_2: (number * 13) % 100, score_3: number % 10 }),
  after: (tx: Tx) => {
    for (const [n, formula] of formulas.entries()) {
      addCustomField(tx, { label: `Formula ${n + 1}`, type: 'formula', formula })
    }
  },
}

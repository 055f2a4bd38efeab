import { dateOf, daysAfter } from './calendar.ts'
import type { Deed, FundKey, InvestorPlan } from './plan.ts'
import type { Random } from './random.ts'

/** Shares of a commitment that Fund I has called so far, with the dates of the calls. */
const fundOneCalls: [date: string, share: number, note: string][] = [
  ['2022-03-15', 0.25, 'Capital call 1'],
  ['2022-11-30', 0.2, 'Capital call 2'],
  ['2023-09-15', 0.2, 'Capital call 3'],
  ['2024-06-28', 0.15, 'Capital call 4'],
  ['2025-05-30', 0.1, 'Capital call 5'],
]

/** Everything Fund I knows of one investor's commitment, dated as it happened, entered with the import. */
export function fundOneLedger(investor: string, dollars: number, random: Random): Deed[] {
  const commit = entriesOf(investor, 'Fund I')
  const said = dateOf(daysAfter(new Date('2021-02-01T00:00:00Z'), random.int(0, 150)))
  const signed = dateOf(daysAfter(new Date(said), random.int(40, 200)))

  return [
    commit('soft', dollars, said, 'Said by phone'),
    commit('signed', dollars, signed, 'Subscription agreement'),
    ...fundOneCalls.map(([date, share, note]) => commit('funded', roundDollars(dollars * share), date, note)),
  ]
}

/** The tickets scaled so that they add up to `total` dollars exactly, in steps of $25,000. */
export function scaledTickets(total: number, tickets: number[]): number[] {
  const step = 25_000
  const sum = tickets.reduce((a, b) => a + b, 0)
  const scaled = tickets.map((ticket) => Math.max(step, Math.round((total * ticket) / sum / step) * step))
  const rest = total - scaled.reduce((a, b) => a + b, 0)
  const largest = scaled.indexOf(Math.max(...scaled))

  return scaled.map((ticket, index) => (index === largest ? ticket + rest : ticket))
}

/** What an investor says early on is rarely what it signs. */
export function softThenSigned(investor: InvestorPlan, random: Random): { said: number; correction: number } {
  const signed = investor.ticket
  const said = random.chance(0.25) ? roundDollars(signed * random.pick([0.5, 0.8, 1.25, 1.5])) : signed
  return { said, correction: signed - said }
}

export const entriesOf =
  (investor: string, fund: FundKey) =>
  (measure: 'soft' | 'signed' | 'funded', dollars: number, date: string, note?: string): Deed => ({
    deed: 'commit',
    investor,
    fund,
    measure,
    dollars,
    date,
    ...(note && { note }),
  })

const roundDollars = (dollars: number) => Math.round(dollars / 1000) * 1000

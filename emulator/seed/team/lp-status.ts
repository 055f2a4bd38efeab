import { dateOf, daysAfter } from '../calendar.ts'
import type { Deed, FundKey } from '../plan.ts'
import type { Telling } from '../telling.ts'

type Entry = Extract<Deed, { deed: 'commit' }>

/** What the ledger of a fund held of one measure at that moment, by investor; the first entry of each. */
function firstEntries({ acts }: Telling, fund: FundKey, measure: Entry['measure'], until: Date): Map<string, Entry> {
  const entries = acts
    .filter(({ at }) => at < until)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .flatMap(({ deeds }) => deeds)
    .filter((deed): deed is Entry => deed.deed === 'commit' && deed.fund === fund && deed.measure === measure)
  return new Map(entries.toReversed().map((entry) => [entry.investor, entry]))
}

const shifted = (date: string, days: number) => dateOf(daysAfter(new Date(date), days))

/** Fund I is long closed: documents with the signature, the wire days after the first call, a K-1 this spring. */
export function statusOfFundOne(story: Telling, at: Date): Deed[] {
  const { random } = story
  const paid = firstEntries(story, 'Fund I', 'funded', at)
  return [...firstEntries(story, 'Fund I', 'signed', at)].map(([investor, signed]) => ({
    deed: 'edit',
    investor,
    values: {
      fund_i_docs_signed: shifted(signed.date, random.int(0, 6)),
      ...(paid.has(investor) && { fund_i_wire_received: shifted(paid.get(investor)?.date ?? '', random.int(1, 9)) }),
      ...(random.chance(0.9) && { fund_i_k_1_sent: dateOf(daysAfter(at, -random.int(5, 35))) }),
    },
  }))
}

/** Fund II as far as anybody got round to it. */
export function statusOfFundTwo(story: Telling, at: Date): Deed[] {
  const { random } = story
  const paid = firstEntries(story, 'Fund II', 'funded', at)
  const asked = [...firstEntries(story, 'Fund II', 'signed', at)].filter(() => random.chance(0.8))
  return asked.map(([investor, signed]) => {
    const wire = paid.get(investor)
    return {
      deed: 'edit',
      investor,
      values: {
        fund_ii_docs_signed: earlier(shifted(signed.date, random.int(0, 9)), at),
        ...(wire &&
          random.chance(0.85) && { fund_ii_wire_received: earlier(shifted(wire.date, random.int(0, 4)), at) }),
      },
    }
  })
}

/** Nobody writes down a day that has not come. */
const earlier = (date: string, at: Date) => (date < dateOf(at) ? date : dateOf(at))

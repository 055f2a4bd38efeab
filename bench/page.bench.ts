import { findRowsJson } from '../server/grid/rows.ts'
import { now } from './fund.ts'
import { type Bench, type Lab, sizes } from './lab.ts'
import { compare } from './measure.ts'

const time = { now: now(), zone: 'Europe/London' }
const filterAbove = (amount: number) => ({
  op: 'and',
  conditions: [
    { field: 'list', op: 'is', value: 'main' },
    { field: 'total_committed', op: '>', value: amount },
  ],
})

/** A page of 100, filtered and sorted, with the number of all matches; another filter each time, so nothing is cached. */
export const page: Bench = {
  name: 'page',
  run: async (lab, report) => {
    for (const size of [sizes.usual, sizes.large]) {
      const label = size.toLocaleString('en-US')
      report(await compare({ name: `page of 100 of ${label}, in process`, ...(await inProcess(lab, size)) }))
      report(await compare({ name: `page of 100 of ${label}, over HTTP`, ...(await overHttp(lab, size)) }))
    }
    report(await compare({ name: 'the same page again, over HTTP', ...(await again(lab, sizes.usual)) }))
  },
}

async function inProcess(lab: Lab, size: number) {
  const [{ db }, thin] = [await lab.fund(size), await lab.thin(size)]
  return {
    ours: () =>
      findRowsJson(db, { filter: filterAbove(another()), sort: [{ key: 'name' }], limit: 100, offset: 0 }, time),
    bare: () => thin.page(another(), 0),
  }
}

async function overHttp(lab: Lab, size: number) {
  const [panel, thin] = [await lab.panel(size), await lab.bare(size)]
  return {
    ours: () => panel.ask({ path: pathAbove(another()), headers: panel.headers }),
    bare: () => thin.ask({ path: `/page?more=${another()}&offset=0` }),
  }
}

async function again(lab: Lab, size: number) {
  const [panel, thin] = [await lab.panel(size), await lab.bare(size)]
  return {
    ours: () => panel.ask({ path: pathAbove(0), headers: panel.headers }),
    bare: () => thin.ask({ path: '/page?more=0&offset=0' }),
  }
}

const pathAbove = (amount: number) =>
  `/api/fundraising/rows?limit=100&sort=name&filter=${encodeURIComponent(JSON.stringify(filterAbove(amount)))}`

let asked = 0
/** 1, 2, 3 … cents: a filter nobody asked for before, with the same answer. */
const another = () => ++asked

import { findRowsJson } from '../server/grid/rows.ts'
import { now } from './fund.ts'
import { type Bench, sizes } from './lab.ts'
import { compare } from './measure.ts'

const time = { now: now(), zone: 'Europe/London' }

/** Twenty-five investors for some letters: whole rows from the grid's search, against names from the bare index. */
export const search: Bench = {
  name: 'search',
  run: async (lab, report) => {
    const { db } = await lab.fund(sizes.usual)
    const bare = db.$client.prepare(`
      SELECT i.id, i.name FROM investor_search f CROSS JOIN investor_summaries s ON s.rowid = f.rowid
      CROSS JOIN live_investors i ON i.id = s.investor_id WHERE f.document MATCH ? ORDER BY i.name_key LIMIT 25`)
    // Another number each time: nothing is answered from memory.
    let n = 0
    const words = () => `chen ${100 + (n++ % 9000)}`
    const ours = () => findRowsJson(db, { search: words(), sort: [{ key: 'name' }], limit: 25, offset: 0 }, time)
    const thin = () => JSON.stringify(bare.all(words().split(' ').map(quoted).join(' AND ')))
    report(await compare({ name: 'search, 25 rows of 10,000', ours, bare: thin }))
  },
}

const quoted = (word: string) => `"${word}"`

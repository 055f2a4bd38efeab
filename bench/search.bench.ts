import { findRowsJson } from '../server/grid/rows.ts'
import { now } from './fund.ts'
import { type Bench, sizes } from './lab.ts'
import { compare } from './measure.ts'

const time = { now: now(), zone: 'Europe/London' }
const words = ['harrow', 'foundation', 'maya chen 42', 'teachers', 'lindental', 'sons', 'kestrel']

/** Twenty-five investors for some letters: whole rows from the grid's search, against names from the bare index. */
export const search: Bench = {
  name: 'search',
  run: async (lab, report) => {
    const { db } = await lab.fund(sizes.usual)
    const bare = db.$client.prepare(`
      SELECT i.id, i.name FROM investor_search f CROSS JOIN investor_summaries s ON s.rowid = f.rowid
      CROSS JOIN live_investors i ON i.id = s.investor_id WHERE f.document MATCH ? ORDER BY i.name_key LIMIT 25`)
    let [n, m] = [0, 0]
    // The place in the list makes each question a new one: nothing is answered from memory.
    const ours = () => {
      const word = words[n++ % words.length]
      return findRowsJson(db, { search: word, sort: [{ key: 'name' }], limit: 25, offset: n % 5 }, time)
    }
    report(
      await compare({
        name: 'search, 25 rows of 10,000',
        ours,
        bare: () => JSON.stringify(bare.all(`"${words[m++ % words.length]}"`)),
      }),
    )
  },
}

import { gridColumns } from '../server/grid/rows.ts'
import { type Bench, type Lab, sizes } from './lab.ts'
import { compare } from './measure.ts'
import { openWire, type Request } from './wire.ts'

/** How many columns a grid shows. */
const shown = 40

/**
 * The grid as its page asks for it: all rows of 400 and a page of 10,000, forty columns each, and what a view with a
 * filter, two sorts and a group shows; against the same from the plain table by a bare Fastify.
 */
export const grid: Bench = {
  name: 'grid',
  run: async (lab, report) => {
    for (const size of [sizes.small, sizes.usual]) {
      const label = `whole grid of ${size.toLocaleString('en-US')} × ${shown}`
      const { ask, query, bare } = await openGrid(lab, size)
      const first = () => ask(query({ limit: 100_000, offset: 0, filter: unasked() }))
      const again = () => ask(query({ limit: 100_000, offset: 0 }))
      report(await compare({ name: `${label}, first asked`, ours: first, bare: () => bare.ask({ path: '/whole' }) }))
      report(await compare({ name: `${label}, asked again`, ours: again, bare: () => bare.ask({ path: '/whole' }) }))
    }
    for (const size of [sizes.usual, sizes.large]) await grouped(lab, size, report)
  },
}

async function grouped(lab: Lab, size: number, report: Parameters<Bench['run']>[1]) {
  const { ask, query, bare, headers } = await openGrid(lab, size)
  const sort = [
    { key: 'type', descending: false },
    { key: 'total_committed', descending: true },
  ]
  const ours = async () => {
    const filter = unasked()
    const figures = { total_committed: 'sum', ticket: 'average' }
    await ask(post('/api/fundraising/rows/groups', headers, { filter, group: [sort[0]], figures }))
    await ask(query({ filter, sort, limit: 100, offset: 0 }))
  }
  const name = `filter, two sorts and groups of ${size.toLocaleString('en-US')}`
  report(await compare({ name, ours, bare: () => bare.ask({ path: '/grouped?list=graveyard' }) }))
}

async function openGrid(lab: Lab, size: number) {
  const { origin, headers: token } = await lab.widePanel(size)
  const { db } = await lab.wideFund(size)
  const wire = await lab.once(`grid wire ${size}`, () => openWire(origin))
  const headers = { ...token, 'content-type': 'application/json' }
  const fields = [...gridColumns(db).keys()].slice(-shown)
  const query = (asked: object) => post('/api/fundraising/rows/query', headers, { fields, ...asked })
  return { ask: wire.ask, query, headers, bare: await lab.bare(size) }
}

const post = (path: string, headers: Record<string, string>, body: object): Request => ({
  method: 'POST',
  path,
  headers,
  body: JSON.stringify(body),
})

let asked = 0
/** Everybody outside the graveyard, with a number nobody used before: nothing is answered from memory. */
const unasked = () => ({
  op: 'and',
  conditions: [
    { field: 'list', op: 'is_not', value: 'graveyard' },
    { field: 'total_committed', op: '>', value: --asked },
  ],
})

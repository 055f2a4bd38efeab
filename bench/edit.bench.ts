import { act } from '../server/db/write.ts'
import { editCells } from '../server/grid/cells.ts'
import { type Bench, sizes } from './lab.ts'
import { compare } from './measure.ts'

/** One cell, on disk before it is acknowledged (WAL, synchronous=FULL); ours with its entry in the change log. */
export const edit: Bench = {
  name: 'edit',
  run: async (lab, report) => {
    const { db, actor, ids } = await lab.fund(sizes.usual)
    const thin = await lab.thin(sizes.usual)
    let n = 0
    const one = () => ids[++n % ids.length] ?? ''
    for (const [column, what] of [
      ['next_step', 'one durable cell edit, in process'],
      ['city', 'the same of a searched column, in process'],
    ] as const) {
      const ours = () => act(db, actor, 'Edited a cell', (tx) => editCells(tx, one(), { [column]: `Lisbon ${n}` }))
      report(await compare({ name: what, ours, bare: () => thin.edit(one(), `Lisbon ${n}`) }))
    }

    const [panel, bare] = [await lab.panel(sizes.usual), await lab.bare(sizes.usual)]
    const json = { 'content-type': 'application/json' }
    const headers = { ...panel.headers, ...json }
    const patch = (body: object) => ({ method: 'PATCH', body: JSON.stringify(body) })
    const overHttp = {
      ours: () =>
        panel.ask({
          ...patch({ values: { next_step: `Porto ${n}` } }),
          path: `/api/fundraising/rows/${one()}`,
          headers,
        }),
      bare: () => bare.ask({ ...patch({ city: `Porto ${n}` }), path: `/one/${one()}`, headers: json }),
    }
    report(await compare({ name: 'one durable cell edit, over HTTP', ...overHttp }))
  },
}

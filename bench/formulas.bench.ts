import { act } from '../server/db/write.ts'
import { editCells } from '../server/grid/cells.ts'
import { fieldPatch } from '../server/grid/columns-admin/forms.ts'
import { editField } from '../server/grid/custom-fields.ts'
import { fieldByKey } from '../server/grid/fields.ts'
import { type Bench, type Lab, sizes } from './lab.ts'
import { compare } from './measure.ts'
import { formulas } from './wide.ts'
import { openWire } from './wire.ts'

/** Formulas: worked out for everybody when one of them is changed, and for one investor when a cell is. */
export const formulaBench: Bench = {
  name: 'formulas',
  run: async (lab, report) => {
    report(await compare({ name: `${formulas.length} formulas over 10,000 rows`, ...(await everyRow(lab)), calls: 12 }))
    report(await compare({ name: 'one durable edit with formulas, in process', ...(await oneCell(lab)) }))
    report(await compare({ name: 'one durable edit with formulas, 16 writers at once', ...(await writers(lab, 16)) }))
  },
}

/** Every formula is given another text in one act, so every one is worked out for every row. */
async function everyRow(lab: Lab) {
  const { db, actor } = await lab.wideFund(sizes.usual)
  const thin = await lab.thin(sizes.usual)
  let n = 0
  const ours = () => {
    n += 1
    act(db, actor, 'Changed the formulas', (tx) => {
      for (const [index, formula] of formulas.entries()) {
        const id = fieldByKey(db, `formula_${index + 1}`)?.id ?? ''
        editField(tx, id, fieldPatch.parse({ formula: `IF(${n} > 0, ${formula}, BLANK())` }))
      }
    })
  }
  return { ours, bare: () => thin.workOut((city) => `${city} ${++n}`) }
}

async function oneCell(lab: Lab) {
  const { db, actor, ids } = await lab.wideFund(sizes.usual)
  const [thin, { ids: thinIds }] = [await lab.thin(sizes.usual), await lab.fund(sizes.usual)]
  let n = 0
  const one = (of: string[]) => of[++n % of.length] ?? ''
  return {
    ours: () => act(db, actor, 'Edited a cell', (tx) => editCells(tx, one(ids), { score_1: n % 101 })),
    bare: () => thin.edit(one(thinIds), `Lisbon ${n}`),
  }
}

/** As many people as there are connections, each waiting for their own answer. */
async function writers(lab: Lab, people: number) {
  const { origin, ids, headers } = await lab.widePanel(sizes.usual)
  const [{ origin: bareOrigin }, thin] = [await lab.bareServer(sizes.usual), await lab.fund(sizes.usual)]
  const json = { 'content-type': 'application/json' }
  let n = 0
  const patch = (prefix: string, of: string[], values: object) => ({
    method: 'PATCH',
    path: `${prefix}/${of[++n % of.length]}`,
    headers: { ...headers, ...json },
    body: JSON.stringify(values),
  })
  const connected = (name: string, to: string) =>
    Promise.all(Array.from({ length: people }, (_, index) => lab.once(`${name} ${index}`, () => openWire(to))))
  const [ours, bare] = [await connected('writer', origin), await connected('bare writer', bareOrigin)]
  return {
    ours: () =>
      Promise.all(ours.map(({ ask }) => ask(patch('/api/fundraising/rows', ids, { values: { score_1: ++n % 101 } })))),
    bare: () => Promise.all(bare.map(({ ask }) => ask(patch('/one', thin.ids, { city: `Porto ${n}` })))),
    rows: people,
  }
}

import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'
import { addFormula, cell, doing, setCells } from './formula-columns.ts'

const path = '/api/fundraising/formulas/check'

test('the editor learns what a formula answers and uses', async () => {
  const { asInes } = await openApp()

  const reply = await asInes('POST', path, { formula: 'LEN({Name}) + DATETIME_DIFF(TODAY(), {Created}, "days")' })

  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toEqual({
    ok: true,
    type: 'number',
    uses: expect.arrayContaining(['name', 'created_at']),
    volatile: 'daily',
    warnings: [],
  })
})

test('the editor is warned of what is no option, and so is whoever saves it', async () => {
  const { asInes } = await openApp()
  const formula = 'IF({Stage} = "due_diligence", {List} != "Main")'
  const warnings = [
    { message: expect.stringContaining('not an option of Stage; its options are Lead, '), start: 13, end: 28 },
    { message: expect.stringContaining('“Main” is not an option of List; its options are main, '), start: 40, end: 46 },
  ]

  const looked = await asInes('POST', path, { formula })
  const saved = await asInes('POST', '/api/fundraising/fields', { label: 'Odd', type: 'formula', formula })
  const mended = await asInes('PATCH', '/api/fundraising/fields/odd', { formula: '{List} != "main"' })

  expect(looked.json()).toMatchObject({ ok: true, warnings })
  expect(saved.json()).toMatchObject({ key: 'odd', warnings })
  expect(mended.json().warnings).toEqual([])
})

test.each(['', '  ', null])('a formula column cannot lose its formula to %j', async (formula) => {
  const world = await openApp()
  const { key } = doing(world)((tx) => addFormula(tx, 'First', '1'))

  const replies = await Promise.all([
    world.asInes('PATCH', `/api/fundraising/fields/${key}`, { formula }),
    world.asInes('POST', `/api/fundraising/fields/${key}/preview`, { formula }),
  ])

  for (const reply of replies) expect(reply.statusCode).toBe(422)
  expect(replies[0]?.json().fields).toEqual({ formula: 'Write the formula of this column.' })
})

test('the editor learns where the mistake is', async () => {
  const { asInes } = await openApp()

  const reply = await asInes('POST', path, { formula: 'LEN({Name}) + {Nowhere}' })

  expect(reply.json()).toMatchObject({ ok: false, start: 14, end: 23, message: expect.stringContaining('Nowhere') })
})

test('the editor learns of a circle before it is saved', async () => {
  const world = await openApp()
  const first = doing(world)((tx) => addFormula(tx, 'First', '1'))
  doing(world)((tx) => addFormula(tx, 'Second', '{First} + 1'))

  const reply = await world.asInes('POST', path, { formula: '{Second}', key: first.key })

  expect(reply.json()).toMatchObject({ ok: false, message: expect.stringMatching(/First → Second|Second → First/) })
})

test('sixteen people who write at once leave every formula right', async () => {
  const world = await openApp()
  const { db, harbor, alder, quill, asInes, asMarcus } = world
  const did = doing(world)
  const whole = did((tx) => addFormula(tx, 'Whole', '{City} & ", " & {Country} & " (" & {Source} & ")"'))
  did((tx) => {
    for (const investor of [harbor, alder, quill]) setCells(tx, investor, { city: '-', country: '-', source: '-' })
  })
  const edit = (n: number) => {
    const investor = [harbor, alder, quill][n % 3] ?? harbor
    const values = { [['city', 'country', 'source'][n % 3] ?? 'city']: `v${n}` }
    return (n % 2 ? asInes : asMarcus)('PATCH', `/api/fundraising/rows/${investor.id}`, { values })
  }

  const replies = await Promise.all(Array.from({ length: 16 }, (_, n) => edit(n)))

  expect(replies.map((reply) => reply.statusCode)).toEqual(Array(16).fill(200))
  for (const investor of [harbor, alder, quill]) {
    const row = (await asInes('GET', `/api/fundraising/rows/${investor.id}`)).json().values
    expect(row.whole).toBe(`${row.city}, ${row.country} (${row.source})`)
    expect(cell(db, investor, whole)).toBe(row.whole)
  }
})

test('the answer to an edit shows the formulas as they are after it', async () => {
  const world = await openApp()
  doing(world)((tx) => addFormula(tx, 'Shout', 'UPPER({City})'))

  const reply = await world.asInes('PATCH', `/api/fundraising/rows/${world.harbor.id}`, { values: { city: 'Lisbon' } })

  expect(reply.json().values.shout).toBe('LISBON')
})

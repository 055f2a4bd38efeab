import { expect, test } from 'vitest'
import { addContact } from '../../server/contacts/contacts.ts'
import { rowVersion } from '../../server/grid/conflicts.ts'
import { addField } from '../../server/grid/fields.ts'
import { openApp } from '../support/world.ts'
import { cell, doing } from './formula-columns.ts'

const path = '/api/fundraising/paste'

/** The small fund with a column of most types that are typed. */
async function openGrid() {
  const world = await openApp()
  const did = doing(world)
  did((tx) => {
    addField(tx, { label: 'Ticket', type: 'currency', options: { currency: 'USD' } })
    addField(tx, { label: 'Share', type: 'percent' })
    addField(tx, { label: 'Checks', type: 'number' })
    addField(tx, { label: 'Met', type: 'date' })
    addField(tx, { label: 'Call', type: 'datetime' })
    addField(tx, { label: 'Docs', type: 'checkbox' })
    addField(tx, { label: 'Mood', type: 'single_select', options: { choices: [{ name: 'Warm' }, { name: 'Cold' }] } })
    addField(tx, {
      label: 'Topics',
      type: 'multi_select',
      options: { choices: [{ name: 'Bio' }, { name: 'Climate' }] },
    })
    addField(tx, { label: 'Site', type: 'url' })
  })
  const paste = (body: object) => world.asInes('POST', path, { mode: 'write', ...body })
  return { ...world, did, paste }
}

test.each([
  ['ticket', '$12.5M', 12_500_000_00],
  ['ticket', '1,250,000', 1_250_000_00],
  ['fund_ii_soft', '€', null],
  ['fund_ii_soft', '2m', 2_000_000_00],
  ['share', '12.5%', 0.125],
  ['checks', '1,250.5', 1250.5],
  ['met', '31/03/2026', '2026-03-31'],
  ['met', '2026-03-31', '2026-03-31'],
  ['met', '3 Mar 2026', '2026-03-03'],
  ['call', '2026-07-14 10:00', '2026-07-14T09:00:00.000Z'],
  ['docs', 'Yes', true],
  ['docs', 'checked', true],
  ['docs', 'FALSE', false],
  ['mood', 'wARM', 'Warm'],
  ['topics', 'climate, BIO', ['Climate', 'Bio']],
  ['tags', 'Hot, Anchor', ['Hot', 'Anchor']],
  ['list', 'Follow-up', 'follow_up'],
  ['site', 'harbor.example', 'harbor.example'],
  ['city', ' Porto ', ' Porto '],
])('a %s pasted as “%s” is stored as the column keeps it', async (field, text, value) => {
  const { db, quill, paste } = await openGrid()

  const reply = await paste({ rows: [quill.id], fields: [field], cells: [[text]], skip_problems: true })

  expect(reply.statusCode).toBe(200)
  expect(cell(db, quill, { key: field })).toEqual(value)
})

test('colleagues are meant by name or by address', async () => {
  const { db, alder, quill, ines, marcus, paste } = await openGrid()

  await paste({
    rows: [alder.id, quill.id],
    fields: ['owner'],
    cells: [['ines okafor'], ['marcus@northlight.example']],
  })

  expect(cell(db, alder, { key: 'owner' })).toBe(ines.id)
  expect(cell(db, quill, { key: 'owner' })).toBe(marcus.id)
})

test('people are meant by name, by address, or by both', async () => {
  const { db, did, alder, maya, paste } = await openGrid()
  const tom = did((tx) => addContact(tx, { name: 'Tom Ruiz', emails: ['tom@ruiz.example'], investor_ids: [] }))

  await paste({
    rows: [alder.id],
    fields: ['contacts'],
    cells: [['Maya Chen <Maya.Chen@harborfo.example>, tom@ruiz.example']],
  })
  expect(cell(db, alder, { key: 'contacts' })).toEqual([maya.id, tom.id])

  await paste({ rows: [alder.id], fields: ['contacts'], cells: [['tom ruiz']] })
  expect(cell(db, alder, { key: 'contacts' })).toEqual([tom.id])
})

test.each([
  ['ticket', 'lots', /not an amount/],
  ['ticket', '€5m', /counts in USD/],
  ['share', '0.125', /no % sign/],
  ['met', '03/04/2026', /day first or month first\. Write it like 2026-03-31/],
  ['met', 'soon', /not a date/],
  ['docs', 'maybe', /neither checked nor unchecked/],
  ['fund_i_soft', '-200', /cannot be less than nothing\. To reduce one, give the new total/],
  ['mood', 'Wram', /not an option of “Mood”\. Did you mean “Warm”\?/],
  ['mood', 'Blue', /There are “Warm” and “Cold”\./],
  ['owner', 'Nobody', /no colleague called “Nobody”/],
  ['contacts', 'Nobody', /nobody called “Nobody”/],
  ['total_committed', '5', /“Total committed” is worked out by the system/],
  ['name', '', /cannot be blank/],
])('a %s pasted as “%s” is a problem with a reason', async (field, text, message) => {
  const { harbor, paste } = await openGrid()

  const reply = await paste({ rows: [harbor.id], fields: [field], cells: [[text]], mode: 'check' })

  expect(reply.json().problems).toEqual([{ row: 0, column: 0, field, text, message: expect.stringMatching(message) }])
})

test('dates that prove their order settle the others of their column', async () => {
  const { db, harbor, alder, paste } = await openGrid()

  await paste({ rows: [harbor.id, alder.id], fields: ['met'], cells: [['03/04/2026'], ['31/03/2026']] })

  expect(cell(db, harbor, { key: 'met' })).toBe('2026-04-03')
})

test('nothing is written while some cells do not fit and nobody agreed', async () => {
  const { db, harbor, paste } = await openGrid()

  const reply = await paste({ rows: [harbor.id], fields: ['city', 'ticket'], cells: [['Lisbon', 'lots']] })

  expect(reply.statusCode).toBe(422)
  expect(reply.json()).toMatchObject({
    detail: 'One cell does not fit its column.',
    cells: 1,
    problems: [{ column: 1 }],
  })
  expect(cell(db, harbor, { key: 'city' })).toBe('Boston')
})

test('agreed to, the cells that fit are written and the others stay as they were', async () => {
  const { db, harbor, alder, paste } = await openGrid()
  const body = {
    rows: [harbor.id, alder.id],
    fields: ['city', 'ticket'],
    cells: [
      ['Lisbon', 'lots'],
      ['Porto', '5m'],
    ],
  }

  const reply = await paste({ ...body, skip_problems: true })

  expect(reply.json()).toMatchObject({ updates: 2, cells: 3, unchanged: 0, batch_id: expect.any(String) })
  expect(reply.json().rows.map((row: { values: { city: string } }) => row.values.city)).toEqual(['Lisbon', 'Porto'])
  expect(cell(db, harbor, { key: 'ticket' })).toBeNull()
  expect(cell(db, alder, { key: 'ticket' })).toBe(5_000_000_00)
})

test('a check writes nothing and says what a paste would do', async () => {
  const { db, harbor, alder, paste } = await openGrid()
  const entries = () => db.$client.prepare('SELECT count(*) FROM changes').pluck().get()
  const before = entries()

  const reply = await paste({
    mode: 'check',
    rows: [harbor.id, alder.id, null],
    fields: ['name', 'city'],
    cells: [
      ['Harbor Family Office', 'Boston'],
      ['Alder Pension', 'Porto'],
      ['Porto Foundation', 'Porto'],
    ],
  })

  expect(reply.json()).toEqual({ updates: 1, creates: 1, unchanged: 1, cells: 3, problems: [], conflicts: [] })
  expect(entries()).toBe(before)
})

test('rows beyond the last one become investors, with the values the view asks for', async () => {
  const { paste } = await openGrid()

  const reply = await paste({
    rows: [null, null, null],
    fields: ['name', 'city'],
    cells: [['Porto Foundation', 'Porto'], ['Lagos Trust'], ['', ' ']],
    defaults: { list: 'longshot', city: 'Lagos' },
  })

  const rows = reply.json().rows.map((row: { values: Record<string, unknown> }) => row.values)
  expect(rows).toMatchObject([
    { name: 'Porto Foundation', city: 'Porto', list: 'longshot' },
    { name: 'Lagos Trust', city: 'Lagos', list: 'longshot' },
  ])
  expect(reply.json().creates).toBe(2)
})

test('a new row without a name is not made', async () => {
  const { paste } = await openGrid()

  const reply = await paste({ rows: [null], fields: ['city'], cells: [['Porto']], skip_problems: true })

  expect(reply.json()).toMatchObject({ creates: 0, rows: [], problems: [{ message: 'A new investor needs a name.' }] })
})

test('a new row that lacks what its columns require is told by the check, each cell once', async () => {
  const { did, paste } = await openGrid()
  did((tx) => addField(tx, { label: 'Region', type: 'number', required: true }))
  const body = { rows: [null, null, null], fields: ['name', 'region'], cells: [['A'], ['B', 'north'], ['C', '4']] }

  const checked = (await paste({ ...body, mode: 'check' })).json()
  const written = await paste({ ...body, skip_problems: true })

  expect(checked).toMatchObject({
    creates: 1,
    problems: [
      { row: 0, field: 'region' },
      { row: 1, field: 'region' },
    ],
  })
  expect(checked.problems[0].message).toBe('“Region” cannot be blank.')
  expect(written.statusCode).toBe(200)
  expect(written.json().creates).toBe(1)
})

test('an empty text clears a cell, and null leaves it alone', async () => {
  const { db, harbor, paste } = await openGrid()

  await paste({ rows: [harbor.id], fields: ['city', 'type'], cells: [['', null]] })

  expect(cell(db, harbor, { key: 'city' })).toBeNull()
  expect(cell(db, harbor, { key: 'type' })).toBe('Family office')
})

test('empty texts over columns that are worked out are nothing to complain about', async () => {
  const { harbor, paste } = await openGrid()

  const reply = await paste({ rows: [harbor.id], fields: ['total_committed', 'city'], cells: [['', 'Lisbon']] })

  expect(reply.json()).toMatchObject({ cells: 1, problems: [] })
})

test('one undo takes back all of a paste', async () => {
  const { db, harbor, alder, asInes, paste } = await openGrid()
  const body = { rows: [harbor.id, alder.id, null], fields: ['name', 'city'] }
  const { batch_id } = (
    await paste({
      ...body,
      cells: [
        ['A', 'X'],
        ['B', 'Y'],
        ['C', 'Z'],
      ],
    })
  ).json()

  await asInes('POST', '/api/fundraising/undo', { batch_id })

  expect(cell(db, harbor, { key: 'name' })).toBe('Harbor Family Office')
  expect(cell(db, harbor, { key: 'city' })).toBe('Boston')
  expect((await asInes('GET', '/api/fundraising/rows')).json().total).toBe(3)
})

test('cells others changed meanwhile stop the paste, and are told with both values', async () => {
  const { db, harbor, asMarcus, paste } = await openGrid()
  const version = rowVersion(db, harbor.id)
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Porto' } })
  const body = { rows: [harbor.id], fields: ['city', 'country'], cells: [['Lisbon', 'Portugal']] }

  const reply = await paste({ ...body, expected_versions: { [harbor.id]: version } })

  expect(reply.statusCode).toBe(409)
  expect(reply.json().conflicts).toMatchObject([
    { row_id: harbor.id, field: 'city', yours: 'Lisbon', current: 'Porto', by: 'Marcus Lindqvist' },
  ])
  expect(cell(db, harbor, { key: 'country' })).toBeNull()
})

test('cells others changed beside the paste do not stop it', async () => {
  const { db, harbor, asMarcus, paste } = await openGrid()
  const version = rowVersion(db, harbor.id)
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Porto' } })

  await paste({
    rows: [harbor.id],
    fields: ['country'],
    cells: [['Portugal']],
    expected_versions: { [harbor.id]: version },
  })

  expect(cell(db, harbor, { key: 'country' })).toBe('Portugal')
})

test('an archived row is a problem of its own and the others are written', async () => {
  const { db, harbor, quill, asInes, paste } = await openGrid()
  await asInes('DELETE', `/api/fundraising/rows/${quill.id}`)

  const body = { rows: [quill.id, harbor.id], fields: ['city'], cells: [['Lagos'], ['Lisbon']] }
  const reply = await paste({ ...body, skip_problems: true })

  expect(reply.json().problems).toMatchObject([{ row: 0, message: expect.stringContaining('archived') }])
  expect(cell(db, harbor, { key: 'city' })).toBe('Lisbon')
})

test.each([
  [{ fields: ['nowhere'], cells: [['x']] }, 'There is no column “nowhere”.'],
  [{ fields: ['city'], cells: [] }, 'Give a list of texts for each row.'],
  [{ fields: ['city'], cells: [['x', 'y']] }, 'A row has more cells than columns.'],
  [{ fields: ['city', 'city'], cells: [['x', 'y']] }, 'A column is named twice.'],
])('a rectangle that makes no sense is refused: %j', async (body, detail) => {
  const { harbor, paste } = await openGrid()

  const reply = await paste({ rows: [harbor.id], ...body })

  expect(reply.statusCode).toBe(422)
  expect(reply.json().detail).toBe(detail)
})

test('viewers paste nothing', async () => {
  const { harbor, asVera } = await openGrid()
  const body = { rows: [harbor.id], fields: ['city'], cells: [['Lisbon']], mode: 'write' }

  expect((await asVera('POST', path, body)).statusCode).toBe(403)
})

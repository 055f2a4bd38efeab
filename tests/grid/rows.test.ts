import { expect, test } from 'vitest'
import { setTags } from '../../server/contacts/tags.ts'
import { act, record } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { rowVersion } from '../../server/grid/conflicts.ts'
import { addField } from '../../server/grid/fields.ts'
import { addInvestor, archiveInvestor } from '../../server/grid/investors.ts'
import { findRow, findRows, rowTotals } from '../../server/grid/rows.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

const page = { limit: 100, offset: 0 }

function open() {
  const world = openWorld()
  const time = { now: world.clock.now(), zone: 'Europe/London' }
  const names = (query: object = {}) =>
    findRows(world.db, { ...page, ...query }, time).rows.map((row) => row.values['name'])
  const write = (work: Parameters<typeof act>[3]) => act(world.db, actorFor(world.ines), 'Prepared', work)
  return { ...world, time, names, write }
}

const signed = ({ harbor, fundI }: World, amount: number) => ({
  investor_id: harbor.id,
  fund_id: fundI.id,
  measure: 'signed' as const,
  amount,
})

test('a row holds every column by its key, blank ones as null', () => {
  const world = open()
  world.write((tx) => enterCommitment(tx, signed(world, 5_000_000_00)))
  world.write((tx) => setTags(tx, world.harbor.id, ['Warm', 'Boston']))

  const row = findRow(world.db, world.harbor.id)

  expect(row).toMatchObject({ id: world.harbor.id, version: rowVersion(world.db, world.harbor.id) })
  expect(row?.updated_by).toBe(world.ines.id)
  expect(row?.values).toMatchObject({
    name: 'Harbor Family Office',
    list: 'main',
    owner: world.ines.id,
    tags: ['Warm', 'Boston'],
    contacts: [world.maya.id],
    fund_i_signed: 5_000_000_00,
    fund_ii_signed: null,
    total_committed: 5_000_000_00,
    country: null,
  })
  expect(findRow(world.db, world.alder.id)?.values).toMatchObject({ tags: null, contacts: null })
})

test('custom cells keep their types', () => {
  const { db, write, harbor } = open()
  write((tx) => {
    addField(tx, { label: 'Accredited', type: 'checkbox' })
    addField(tx, { label: 'Regions', type: 'multi_select', options: { choices: [{ name: 'UK' }, { name: 'US' }] } })
    addField(tx, { label: 'Share', type: 'percent' })
    return writeCells(tx, harbor.id, { accredited: true, regions: ['US', 'UK'], share: 0.125 })
  })

  expect(findRow(db, harbor.id)?.values).toMatchObject({ accredited: true, regions: ['US', 'UK'], share: 0.125 })
})

test('more columns than one SQL function takes still make one row', () => {
  const { db, write, harbor } = open()
  write((tx) => {
    for (let n = 0; n < 460; n += 1) {
      record(tx, 'fields', { key: `extra_${n}`, label: `Extra ${n}`, type: 'number', position: 100 + n })
    }
    return writeCells(tx, harbor.id, { extra_0: 1, extra_459: 2 })
  })

  expect(findRow(db, harbor.id)?.values).toMatchObject({ name: 'Harbor Family Office', extra_0: 1, extra_459: 2 })
})

test('rows come by name unless asked otherwise, and blanks come last in both directions', () => {
  const { names, write } = open()
  write((tx) => addInvestor(tx, { name: 'Émile Trust', city: 'zürich' }))

  expect(names()).toEqual(['Alder Pension', 'Émile Trust', 'Harbor Family Office', 'Quill Endowment'])
  expect(names({ sort: [{ key: 'city' }, { key: 'name' }] })).toEqual([
    'Harbor Family Office',
    'Émile Trust',
    'Alder Pension',
    'Quill Endowment',
  ])
  expect(
    names({
      sort: [
        { key: 'city', descending: true },
        { key: 'name', descending: true },
      ],
    }),
  ).toEqual(['Émile Trust', 'Harbor Family Office', 'Quill Endowment', 'Alder Pension'])
})

test('options sort in their own order, owners by name', () => {
  const { names, write, quill, marcus } = open()
  write((tx) => writeCells(tx, quill.id, { owner: marcus.id }))

  expect(names({ sort: [{ key: 'list' }] })).toEqual(['Harbor Family Office', 'Alder Pension', 'Quill Endowment'])
  expect(names({ sort: [{ key: 'owner', descending: true }] })[0]).toBe('Quill Endowment')
})

test('pages are cut from one stable order', () => {
  const world = open()
  const { names, write } = world
  write((tx) => {
    for (let n = 0; n < 20; n += 1) addInvestor(tx, { name: 'Same Name', city: 'Same' })
  })
  const all = names({ sort: [{ key: 'city' }] })
  const { rows, total } = pageAt(10)

  expect(total).toBe(23)
  expect(all).toHaveLength(23)
  expect(new Set([...pageAt(0).rows, ...rows, ...pageAt(20).rows].map((row) => row.id)).size).toBe(23)

  function pageAt(offset: number) {
    return findRows(world.db, { limit: 10, offset, sort: [{ key: 'city' }] }, world.time)
  }
})

test('the short forms filter by list, tag and owner', () => {
  const { names, write, alder, ines } = open()
  write((tx) => setTags(tx, alder.id, ['Warm']))

  expect(names({ list: 'follow_up' })).toEqual(['Alder Pension'])
  expect(names({ tag: 'warm' })).toEqual(['Alder Pension'])
  expect(names({ owner: ines.id })).toEqual(['Harbor Family Office'])
  expect(names({ owner: ines.id, tag: 'warm' })).toEqual([])
})

test.each([
  ['harbor', 'Harbor Family Office'],
  ['HARBÓR  office', 'Harbor Family Office'],
  ['maya', 'Harbor Family Office'],
  ['@harborfo.example', 'Harbor Family Office'],
  ['qu', 'Quill Endowment'],
  ['al pension', 'Alder Pension'],
])('a search for “%s” finds %s', (search, name) => {
  expect(open().names({ search })).toEqual([name])
})

const harborFacts = { list: 'graveyard', mood: 'Warm', themes: ['Climate', 'EU'], scout: 'marcus' }

/** Harbor with an option in custom columns, Marcus as its scout, and an opportunity that is in due diligence. */
function openNamed() {
  const { write, ...world } = open()
  const { harbor, fundI, marcus } = world
  write((tx) => {
    const choices = (...names: string[]) => ({ choices: names.map((name) => ({ name })) })
    addField(tx, { label: 'Mood', type: 'single_select', options: choices('Warm', 'Cold', 'No') })
    addField(tx, { label: 'Themes', type: 'multi_select', options: choices('Climate', 'EU') })
    addField(tx, { label: 'Scout', type: 'user' })
    writeCells(tx, harbor.id, { ...harborFacts, scout: marcus.id })
    writeCells(tx, world.quill.id, { mood: 'No' })
    flagOpportunity(tx, { investor_id: harbor.id, fund_id: fundI.id, stage: 'due_diligence' })
  })
  return world
}

test.each([
  ['follow', ['Alder Pension']],
  ['FÓLLOW-up', ['Alder Pension']],
  ['follow_up', []],
  ['graveyard', ['Harbor Family Office']],
  ['endow', ['Quill Endowment']],
  ['warm', ['Harbor Family Office']],
  ['climate', ['Harbor Family Office']],
  ['eu', ['Harbor Family Office']],
  ['no', ['Quill Endowment']],
  ['diligence', ['Harbor Family Office']],
  ['lindqvist', ['Harbor Family Office']],
  ['ines maya', ['Harbor Family Office']],
  ['ines pension', []],
  ['cold', []],
  ['graveyard follow', []],
])('a search for “%s” looks at what cells show and finds %j', (search, found) => {
  const { db, names, time } = openNamed()

  expect(names({ search })).toEqual(found)
  expect(findRows(db, { search, limit: 1, offset: 0 }, time).total).toBe(found.length)
  expect(rowTotals(db, { search }, time).count).toBe(found.length)
})

test.each(['"', 'NEAR(', 'a" OR "b', '* AND', 'harbor NOT office-', '{x}:', "'; DROP TABLE investors", '%%%'])(
  'a search for %j finds nobody and breaks nothing',
  (search) => {
    expect(open().names({ search })).toEqual([])
  },
)

test.for<[{ limit: number; offset: number }, number]>([
  [{ limit: 2, offset: 0 }, 2],
  [{ limit: 2, offset: 2 }, 1],
  [{ limit: 2, offset: 4 }, 0],
])('a page %j of three hits has %d rows and tells of all three', ([slice, rows]) => {
  const { db, time, write } = open()
  write((tx) => {
    for (const name of ['Stillwater One', 'Stillwater Two', 'Stillwater Three']) addInvestor(tx, { name })
  })

  const page = findRows(db, { search: 'stillwater', ...slice }, time)

  expect([page.rows.length, page.total]).toEqual([rows, 3])
})

test('a search for nothing finds everybody', () => {
  expect(open().names({ search: ' \0 ' })).toHaveLength(3)
})

test('the total follows what is written, and what is rolled back leaves no trace in it', () => {
  const { db, time, write, quill, ines } = open()
  const total = () => findRows(db, { limit: 1, offset: 0 }, time).total
  expect(total()).toBe(3)

  const failing = () =>
    act(db, actorFor(ines), 'Fails', (tx) => {
      addInvestor(tx, { name: 'Nobody' })
      total()
      throw new Error('half-way')
    })
  expect(failing).toThrow('half-way')
  write((tx) => archiveInvestor(tx, quill.id))

  expect(total()).toBe(2)
})

test('totals add up the money columns of the rows that match', () => {
  const world = open()
  world.write((tx) => enterCommitment(tx, signed(world, 700)))
  world.write((tx) => enterCommitment(tx, { ...signed(world, 50), investor_id: world.alder.id }))

  expect(rowTotals(world.db, {}, world.time)).toMatchObject({
    count: 3,
    sums: { total_committed: 750, fund_i_signed: 750, fund_ii_signed: 0 },
  })
  expect(rowTotals(world.db, { list: 'follow_up' }, world.time).sums['total_committed']).toBe(50)
})

test('an unknown column is refused with its name', () => {
  const { names } = open()

  expect(() => names({ sort: [{ key: 'shoe_size' }] })).toThrow('There is no column “shoe_size” to sort by.')
  expect(() => names({ filter: { field: 'shoe_size', op: 'is', value: 'x' } })).toThrow('no column “shoe_size”')
})

test('a column that was rolled back is not remembered', () => {
  const { db, ines, harbor, write } = open()
  const failing = () =>
    act(db, actorFor(ines), 'Fails', (tx) => {
      addField(tx, { label: 'Never', type: 'text' })
      findRow(tx.db, harbor.id)
      throw new Error('half-way')
    })
  expect(failing).toThrow('half-way')
  write((tx) => addField(tx, { label: 'Really', type: 'text' }))

  expect(Object.keys(findRow(db, harbor.id)?.values ?? {})).toContain('really')
  expect(Object.keys(findRow(db, harbor.id)?.values ?? {})).not.toContain('never')
})

import { expect, test } from 'vitest'
import { addContact, editContact } from '../../server/contacts/contacts.ts'
import { editTag, tagNamed } from '../../server/contacts/tags.ts'
import { amend } from '../../server/db/write.ts'
import { addInvestor, archiveInvestor, restoreInvestor } from '../../server/grid/investors.ts'
import { findRows } from '../../server/grid/rows.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { addFormula, cell, changeFormula, openFormulaWorld, setCells, watchFormulas } from './formula-columns.ts'

test('a new formula is worked out for every investor in the act that adds it', () => {
  const { db, did, harbor, alder } = openFormulaWorld()

  const shout = did((tx) => addFormula(tx, 'Shout', 'UPPER({Name}) & "!"'))

  expect(cell(db, harbor, shout)).toBe('HARBOR FAMILY OFFICE!')
  expect(cell(db, alder, shout)).toBe('ALDER PENSION!')
})

test('an investor added later has its formulas from the start', () => {
  const { db, did } = openFormulaWorld()
  const shout = did((tx) => addFormula(tx, 'Shout', 'UPPER({Name})'))

  const porto = did((tx) => addInvestor(tx, { name: 'Porto Foundation' }))

  expect(cell(db, porto, shout)).toBe('PORTO FOUNDATION')
})

test('a changed cell works out what follows from it, through other formulas too', () => {
  const { db, did, harbor } = openFormulaWorld()
  const double = did((tx) => addFormula(tx, 'Double', '{Checks} * 2'))
  const more = did((tx) => addFormula(tx, 'More', '{Double} + 1'))

  did((tx) => setCells(tx, harbor, { checks: 21 }))

  expect(cell(db, harbor, double)).toBe(42)
  expect(cell(db, harbor, more)).toBe(43)
})

test('what does not follow from a change is not written, for nobody', () => {
  const { db, did, harbor } = openFormulaWorld()
  did((tx) => addFormula(tx, 'Double', '{Checks} * 2'))
  const written = watchFormulas(db)

  did((tx) => setCells(tx, harbor, { city: 'Lisbon', ticket: 5_00 }))
  expect(written()).toEqual([])

  did((tx) => setCells(tx, harbor, { checks: 3 }))
  expect(written()).toEqual(['Harbor Family Office'])
})

test('a cell that comes out the same is not written again', () => {
  const { db, did, harbor } = openFormulaWorld()
  did((tx) => addFormula(tx, 'Any', 'IF({Checks} > 0, "yes", "no")'))
  did((tx) => setCells(tx, harbor, { checks: 3 }))
  const written = watchFormulas(db)

  did((tx) => setCells(tx, harbor, { checks: 4 }))

  expect(written()).toEqual([])
})

test('blank formula cells take no room', () => {
  const { db, did, harbor } = openFormulaWorld()
  const quiet = did((tx) => addFormula(tx, 'Quiet', 'IF({Checks} > 5, "many", BLANK())'))

  const kept = db.$client.prepare('SELECT formulas FROM investor_summaries WHERE investor_id = ?').pluck()
  expect(kept.get(harbor.id)).toBe('{}')
  expect(cell(db, harbor, quiet)).toBeNull()
})

test('an act that fails leaves the formulas as they were', () => {
  const { db, did, harbor } = openFormulaWorld()
  const double = did((tx) => addFormula(tx, 'Double', '{Checks} * 2'))
  did((tx) => setCells(tx, harbor, { checks: 2 }))

  const failing = () =>
    did((tx) => {
      setCells(tx, harbor, { checks: 100 })
      throw new Error('the power went')
    })

  expect(failing).toThrow('the power went')
  expect(cell(db, harbor, double)).toBe(4)
})

test('amounts count in whole units of their currency, whatever they are stored in', () => {
  const { db, did, harbor } = openFormulaWorld()
  const big = did((tx) => addFormula(tx, 'Big', 'IF({Ticket} >= 1000000, "big", "small")'))

  did((tx) => setCells(tx, harbor, { ticket: 1_000_000_00 }))

  expect(cell(db, harbor, big)).toBe('big')
})

test('the ledger of a fund is followed by the formulas over its columns alone', () => {
  const { db, did, harbor } = openFormulaWorld()
  did((tx) => addFormula(tx, 'One', '{Fund I signed} > 0'))
  const two = did((tx) => addFormula(tx, 'Two', 'IF({Fund II signed} > 0, "in", "out")'))
  did((tx) => addFormula(tx, 'All', 'IF({Total committed} > 0, "LP", "")'))
  const written = watchFormulas(db)

  did((tx) => setCells(tx, harbor, { fund_ii_soft: 5_00 }))
  expect(written()).toEqual([])

  did((tx) => setCells(tx, harbor, { fund_ii_signed: 5_00 }))
  expect(written()).toEqual(['Harbor Family Office'])
  expect(cell(db, harbor, two)).toBe('in')
  expect(cell(db, harbor, { key: 'all' })).toBe('LP')
})

test('colleagues, people, tags and stages are seen by their names, and follow when those change', () => {
  const { db, did, harbor, ines, maya, fundI } = openFormulaWorld()
  const said = did((tx) => {
    setCells(tx, harbor, { tags: ['Warm'] })
    flagOpportunity(tx, { investor_id: harbor.id, fund_id: fundI.id, stage: 'meeting' })
    return addFormula(tx, 'Said', '{Owner} & "/" & {Contacts} & "/" & {Tags} & "/" & {Stage}')
  })
  expect(cell(db, harbor, said)).toBe('Ines Okafor/Maya Chen/Warm/Meeting')

  did((tx) => amend(tx, 'users', ines.id, { fullName: 'Ines Silva' }))
  did((tx) => editContact(tx, maya.id, { name: 'Maya Lin' }))
  did((tx) => editTag(tx, tagNamed(tx, 'Warm').id, { name: 'Hot' }))
  const stage = String(db.$client.prepare("SELECT id FROM live_stages WHERE key = 'meeting'").pluck().get())
  did((tx) => amend(tx, 'stages', stage, { label: 'First meeting' }))

  expect(cell(db, harbor, said)).toBe('Ines Silva/Maya Lin/Hot/First meeting')
})

test('a person who is added is in the formulas of the investors they are at, and of no other', () => {
  const { db, did, alder } = openFormulaWorld()
  const people = did((tx) => addFormula(tx, 'People', '{Contacts} & ""'))
  const written = watchFormulas(db)

  did((tx) => addContact(tx, { name: 'Nora Vik', emails: [], investor_ids: [alder.id] }))

  expect(cell(db, alder, people)).toBe('Nora Vik')
  expect(written()).toEqual(['Alder Pension'])
})

test('who changed an investor last, and when, are followed as well', () => {
  const { db, did, clock, harbor } = openFormulaWorld()
  const last = did((tx) => addFormula(tx, 'Last', 'DATETIME_FORMAT({Changed}, "YYYY-MM-DD") & " " & {Changed by}'))

  clock.advance(3 * 24 * 60 * 60_000)
  did((tx) => setCells(tx, harbor, { city: 'Lisbon' }))

  expect(cell(db, harbor, last)).toBe('2026-11-19 Ines Okafor')
})

test('an investor who comes back has formulas of what was changed meanwhile', () => {
  const { db, did, quill } = openFormulaWorld()
  const shout = did((tx) => addFormula(tx, 'Shout', 'UPPER({Name})'))
  did((tx) => archiveInvestor(tx, quill.id))
  did((tx) => changeFormula(tx, shout, 'LOWER({Name})'))

  did((tx) => restoreInvestor(tx, quill.id))

  expect(cell(db, quill, shout)).toBe('quill endowment')
})

test('a division by nothing fails in its own cell, and the column still sorts, filters and counts', () => {
  const { db, did, harbor, alder, quill, clock } = openFormulaWorld()
  const share = did((tx) => addFormula(tx, 'Share', '100 / {Checks}'))
  did((tx) => {
    setCells(tx, harbor, { checks: 4 })
    setCells(tx, alder, { checks: 0 })
    setCells(tx, quill, { checks: 10 })
  })
  const time = { now: clock.now(), zone: 'Europe/London' }
  const names = (query: object) =>
    findRows(db, { limit: 10, offset: 0, ...query }, time).rows.map((row) => row.values['name'])

  expect(cell(db, alder, share)).toMatchObject({ error: { message: expect.any(String) } })
  expect(names({ sort: [{ key: 'share' }] })).toEqual(['Quill Endowment', 'Harbor Family Office', 'Alder Pension'])
  expect(names({ filter: { field: 'share', op: '>', value: 20 } })).toEqual(['Harbor Family Office'])
  expect(names({ filter: { field: 'share', op: 'empty' } })).toEqual(['Alder Pension'])
})

test.each([
  ['{Checks} > 2', { op: 'is', value: true }],
  ['{Checks} * 2', { op: '>=', value: 6 }],
  ['IF({Checks} > 2, "Été", "non")', { op: 'is', value: 'éTÉ' }],
  ['DATEADD({Next step due}, {Checks}, "days")', { op: 'after', value: '2026-01-02' }],
  ['DATEADD({Created}, {Checks}, "days")', { op: 'on_or_after', value: '2026-11-18' }],
  ['{Ticket} * 2', { op: '=', value: 120 }],
])('the results of %s filter and sort as what they are', (source, condition) => {
  const { db, did, harbor, alder, clock } = openFormulaWorld()
  did((tx) => addFormula(tx, 'Result', source))
  did((tx) => {
    setCells(tx, harbor, { checks: 3, ticket: 60_00, next_step_at: '2026-01-01' })
    setCells(tx, alder, { checks: 1, ticket: 1_00, next_step_at: '2026-01-01' })
  })
  const time = { now: clock.now(), zone: 'Europe/London' }
  const sort = [{ key: 'result', descending: true }, { key: 'name' }]

  const { rows, total } = findRows(db, { filter: { field: 'result', ...condition }, sort, limit: 9, offset: 0 }, time)

  expect(rows.map((row) => row.values['name'])).toEqual(['Harbor Family Office'])
  expect(total).toBe(1)
})

test('search does not look into formulas', () => {
  const { db, did, clock } = openFormulaWorld()
  did((tx) => addFormula(tx, 'Said', '"xylophone " & {Name}'))
  const time = { now: clock.now(), zone: 'Europe/London' }

  expect(findRows(db, { search: 'xylophone', limit: 9, offset: 0 }, time).total).toBe(0)
})

import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { addField, allFields, fieldByKey } from '../../server/grid/fields.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor } from '../support/world.ts'
import { openImports } from './importing.ts'

test('a person overrules the proposal, and the next file of that shape follows', async () => {
  const { run, investor } = openImports()
  await run('Name,City,Comment\nOtter Vale,Oslo,warm', { mapping: { City: null, Comment: 'next_step' } })

  await run('Comment,Name,City\nhot,Otter Vale,Bergen')

  expect(investor('Otter Vale')).toMatchObject({ city: null, nextStep: 'hot' })
})

test('the key column is remembered with it, unless another or none is asked for', async () => {
  const { run, dryRun } = openImports()
  await run('Name,Code\nOtter Vale,OV-1', { key: 'Code' })
  const renamed = 'Name,Code\nOtter Vale Capital,OV-1'

  expect(await dryRun(renamed)).toMatchObject({ updated: 1 })
  expect(await dryRun(renamed, { key: null })).toMatchObject({ created: 1 })
  expect(await dryRun(renamed, { mapping: { Code: null } })).toMatchObject({ created: 1 })
})

test('a new column somebody chose is chosen again after an undo, and gives way to one that is there by then', async () => {
  const { run, db, ines } = openImports()
  const scoreType = () => allFields(db).find(({ label }) => label === 'Score')?.type
  const file = 'Name,Score\nOtter Vale,4'
  const { batch_id } = await run(file, { mapping: { Score: 'new:text' } })
  undo(db, actorFor(ines), batch_id ?? '')

  const again = await run(file)
  expect(scoreType()).toBe('text')

  undo(db, actorFor(ines), again.batch_id ?? '')
  act(db, actorFor(ines), 'Added a column', (tx) => addField(tx, { label: 'Score', type: 'number', options: {} }))
  expect(await run(file)).toMatchObject({ created: 1, errors: [] })
  expect(scoreType()).toBe('number')
})

test.each([
  ['an unknown header', { Nowhere: 'city' }, 'no column “Nowhere”'],
  ['an unknown target', { City: 'planet' }, 'no column “planet”'],
  ['a computed column', { City: 'total_committed' }, 'worked out by the system'],
  ['an unknown type', { City: 'new:colour' }, 'no column type'],
  ['a commitment without a fund', { City: 'commitment:' }, 'names no fund'],
  ['two columns for one place', { City: 'name' }, 'cannot both fill'],
  ['no name', { Name: null }, 'Map one column to name'],
])('%s is refused with a sentence', async (_why, mapping, sentence) => {
  const { dryRun } = openImports()

  await expect(dryRun('Name,City\nOtter Vale,Oslo', { mapping })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining(sentence),
  })
})

test('a new column beside a built-in one of that name says where it came from', async () => {
  const { run, db, investor } = openImports()

  await run('Name,Stage\nOtter Vale,Meeting')

  expect(fieldByKey(db, 'stage_imported')?.label).toBe('Stage (imported)')
  expect(investor('Otter Vale')?.cells).toEqual({ stage_imported: 'Meeting' })
  expect(await run('Name,Stage\nOtter Vale,Meeting')).toMatchObject({ unchanged: 1 })
})

test('a column that exists with another type is not made twice', async () => {
  const { run, dryRun } = openImports()
  await run('Name,Score\nOtter Vale,4')

  await expect(dryRun('Name,Score\nOtter Vale,4', { mapping: { Score: 'new:text' } })).rejects.toMatchObject({
    message: expect.stringContaining('already a column “Score”'),
  })
})

test('two headers that differ in letter case only make two columns', async () => {
  const { run, investor } = openImports()
  const file = 'Name,Vintage,vintage\nOtter Vale,2031,2032'

  expect(await run(file)).toMatchObject({ created: 1 })

  expect(investor('Otter Vale')?.cells).toEqual({ vintage: 2031, vintage_2: 2032 })
  expect(await run(file)).toMatchObject({ unchanged: 1 })
})

test('a text column that is called like the record id stays a column of text', async () => {
  const { run, db } = openImports()
  const file = 'Name,Record ID\nOtter Vale,OV-1'

  await run(file)

  expect(fieldByKey(db, 'record_id')).toBeUndefined()
  expect(await run(file)).toMatchObject({ unchanged: 1, changes: [] })
})

test('a column that would be called like one of a fund the file brings is marked', async () => {
  const { run, db } = openImports()

  await run('Name,Fund III signed,Fund III funded\nOtter Vale,$5,verbal')

  expect(fieldByKey(db, 'fund_iii_funded_imported')?.label).toBe('Fund III funded (imported)')
})

test('two columns cannot both fill one fund, however they spell its name', async () => {
  const { dryRun } = openImports()
  const mapping = { A: 'commitment:Fund I', B: 'commitment:fund i:signed' }

  await expect(dryRun('Name,A,B\nOtter Vale,5,6', { mapping })).rejects.toMatchObject({
    message: expect.stringContaining('cannot both fill'),
  })
})

test('a new fund counts in one currency: a later column in another is refused row by row', async () => {
  const { run } = openImports()

  const report = await run('Name,Fund III soft,Fund III signed\nOtter Vale,$5,€4\nKestrel,$6,')

  expect(report).toMatchObject({ created: 1, errors: [{ row: 1, column: 'Fund III signed' }] })
})

test('links that hold record ids are kept as ids, with a warning, and make no investors', async () => {
  const { run, investor } = openImports()

  const report = await run("Name,Deals\nOtter Vale,['recAbCdEfGhIjKlMn']")

  expect(report.warnings).toEqual([expect.stringContaining('record ids')])
  expect(report.created).toBe(1)
  expect(investor('Otter Vale')?.cells).toEqual({ deals: ['recAbCdEfGhIjKlMn'] })
})

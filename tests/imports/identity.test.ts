import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { addInvestor, archiveInvestor } from '../../server/grid/investors.ts'
import { actorFor } from '../support/world.ts'
import { openImports } from './importing.ts'

test('the name decides, whatever its letter case, accents and spaces', async () => {
  const { run, harbor, investor } = openImports()

  const report = await run('Name,City\n  hárbor  Family office ,Salem')

  expect(report).toMatchObject({ created: 0, updated: 1 })
  expect(investor('Harbor Family Office')).toMatchObject({
    id: harbor.id,
    name: '  hárbor  Family office ',
    city: 'Salem',
  })
})

test('a name twice in one file: the first is taken, the second is an error', async () => {
  const { run } = openImports()

  const report = await run('Name,City\nOtter Vale,Oslo\notter vale,Bergen')

  expect(report).toMatchObject({ total: 2, created: 1 })
  expect(report.errors).toEqual([
    { row: 2, column: 'Name', value: 'otter vale', message: expect.stringContaining('Ambiguous') },
  ])
})

test('a name that two records have is an error, never a guess', async () => {
  const { run, db, ines } = openImports()
  act(db, actorFor(ines), 'Added', (tx) => addInvestor(tx, { name: 'Harbor Family Office' }))

  const report = await run('Name,City\nHarbor Family Office,Salem')

  expect(report).toMatchObject({ created: 0, updated: 0 })
  expect(report.errors[0]?.message).toContain('2 records')
})

test('a blank name is an error, unless something else identifies the row', async () => {
  const { run, investor } = openImports()
  expect((await run('Name,City\n,Oslo')).errors[0]).toMatchObject({ row: 1, column: 'Name' })

  const report = await run('Name,Record ID,City\n,recAbCdEfGhIjKlMn,Oslo')

  expect(report).toMatchObject({ created: 1, errors: [] })
  expect(investor('Unnamed record')?.city).toBe('Oslo')
})

test('Airtable’s record id comes first: a renamed record is updated, namesakes stay apart', async () => {
  const { run, investor } = openImports()
  const first = 'Name,Record ID\nOtter Vale,recAbCdEfGhIjKlMn\nOtter Vale,recAbCdEfGhIjKlMo'
  expect(await run(first)).toMatchObject({ created: 2 })

  const renamed = await run(first.replace('Otter Vale', 'Otter Vale II'))

  expect(renamed).toMatchObject({ updated: 1, unchanged: 1 })
  expect(investor('Otter Vale II')?.externalId).toBe('recAbCdEfGhIjKlMn')
})

test('a key column of one’s own', async () => {
  const { run, investor } = openImports()
  await run('Name,Code\nOtter Vale,OV-1\nOtter Vale,OV-2', { key: 'Code' })

  const report = await run('Name,Code,City\nOtter Vale Capital,ov-2,Oslo\nKestrel,OV-3,Lima\n,,Rome', { key: 'Code' })

  expect(report).toMatchObject({ created: 1, updated: 1 })
  expect(report.errors).toEqual([{ row: 3, column: 'Code', value: '', message: expect.stringContaining('blank') }])
  expect(investor('Otter Vale Capital')?.city).toBe('Oslo')
})

test('a row without its record id is not taken for an earlier one of the same name', async () => {
  const { run, dryRun } = openImports()
  const file = 'Name,Record ID\nOtter Vale,recAbCdEfGhIjKlMn\nOtter Vale,'

  expect(await run(file)).toMatchObject({ created: 1, errors: [{ row: 2, column: 'Name' }] })
  expect(await dryRun(file)).toMatchObject({ unchanged: 1, errors: [{ row: 2, column: 'Name' }] })
})

test('a row with a bad cell keeps its name taken: corrected, it finds no record made from a later row', async () => {
  const { run, investor } = openImports()
  const mapping = { Score: 'new:number' }

  const report = await run('Name,Score\nOtter Vale,many\nOtter Vale,4\nKestrel,5', { mapping })

  expect(report).toMatchObject({ created: 1, errors: [{ row: 1 }, { row: 2, column: 'Name' }] })
  expect(investor('Otter Vale')).toBeUndefined()
})

test('an archived investor is not found: the file makes a new one', async () => {
  const { run, db, ines, quill } = openImports()
  act(db, actorFor(ines), 'Archived', (tx) => archiveInvestor(tx, quill.id))

  expect(await run('Name\nQuill Endowment')).toMatchObject({ created: 1 })
})

import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { lpSteps } from '../../server/funds/fund-columns.ts'
import { allFunds } from '../../server/funds/funds.ts'
import { addField, allFields } from '../../server/grid/fields.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor } from '../support/world.ts'
import { openImports } from './importing.ts'

const labels = (db: ReturnType<typeof openImports>['db']) => allFields(db).map(({ label }) => label)

test.each(
  lpSteps.flatMap(({ words }) => [`Fund III ${words}`, `FUND III ${words.toUpperCase()}`, ` fund iii ${words}`]),
)('a date under “%s” goes to the column the fund of this file brings', async (header) => {
  const { db, run, dryRun, investor } = openImports()
  const file = `Investor,${header},Fund III commitment\nJuniper Trust,2026-01-02,1000000`

  expect(await dryRun(file)).toMatchObject({ created: 1, errors: [] })
  expect(await run(file)).toMatchObject({ created: 1, errors: [] })

  const column = allFields(db).find(({ label }) => label.toLowerCase() === header.trim().toLowerCase())
  expect(column?.options.fund_id).toBe(allFunds(db).at(-1)?.id)
  expect(investor('Juniper Trust')?.cells).toEqual({ [column?.key ?? '']: '2026-01-02' })
  expect(labels(db).filter((label) => label.startsWith('Fund III'))).toHaveLength(6)
  expect(await run(file)).toMatchObject({ unchanged: 1, changes: [] })
})

test('after an undo the same file goes there again', async () => {
  const { db, ines, run, investor } = openImports()
  const file = 'Investor,Fund III commitment,Fund III docs signed\nJuniper Trust,1000000,2026-01-02'
  const { batch_id } = await run(file)
  undo(db, actorFor(ines), batch_id ?? '')

  await run(file)

  const column = allFields(db).find(({ label }) => label === 'Fund III docs signed')
  expect(column?.options.fund_id).toBe(allFunds(db).at(-1)?.id)
  expect(investor('Juniper Trust')?.cells).toEqual({ [column?.key ?? '']: '2026-01-02' })
})

test('an empty column of LP status adds no fund of its own, whether its fund is here or not', async () => {
  const { db, run } = openImports()

  await run(
    'Investor,Fund I docs signed,Fund I K-1 sent,Fund III commitment,Fund III wire received\nJuniper Trust,,,5,',
  )

  expect(allFunds(db).map(({ name }) => name)).toEqual(['Fund I', 'Fund II', 'Fund III'])
})

test('asking for a new date column of that name is asking for the one the fund brings', async () => {
  const { db, run } = openImports()
  const mapping = { Promised: 'commitment:Lakeside:soft', 'Lakeside docs signed': 'new:date' }

  await run('Investor,Promised,Lakeside docs signed\nJuniper Trust,5,2026-01-02', { mapping })

  expect(labels(db).filter((label) => label.startsWith('Lakeside docs'))).toEqual(['Lakeside docs signed'])
})

test('a column of that name that holds no dates stands beside it', async () => {
  const { db, run, dryRun } = openImports()
  const file = 'Investor,Fund III commitment,Fund III docs signed\nJuniper Trust,5,half of them\nHeron Capital,6,soon'

  expect(await dryRun(file)).toMatchObject({ created: 2, errors: [] })
  expect(await run(file)).toMatchObject({ created: 2, errors: [] })

  expect(labels(db)).toContain('Fund III docs signed (imported)')
  expect(await run(file)).toMatchObject({ unchanged: 2, changes: [] })
})

test('the date order of such a column is asked for and kept to', async () => {
  const { dryRun, run, investor } = openImports()
  const file = 'Investor,Fund III commitment,Fund III docs signed\nJuniper Trust,5,4/3/2026'

  expect((await dryRun(file)).warnings).toEqual([expect.stringContaining('“Fund III docs signed” is open')])
  await run(file, { dateOrder: { 'Fund III docs signed': 'dmy' } })

  expect(Object.values(investor('Juniper Trust')?.cells ?? {})).toEqual(['2026-03-04'])
})

test('a fund counts in the currency of its money, though a date of it comes first', async () => {
  const { db, run } = openImports()

  await run('Investor,Fund III docs signed,Fund III commitment\nJuniper Trust,2026-01-02,€5')

  expect(allFunds(db).at(-1)?.currency).toBe('EUR')
})

test.each([
  [
    'a column that has the name of one of a new fund',
    { A: 'commitment:Lakeside' },
    'a column called “Lakeside signed”',
  ],
  ['a fund with too long a name', { A: `commitment:${'Lake'.repeat(40)}` }, '120 characters'],
  ['an LP status nobody keeps', { A: 'status:Fund I:champagne sent' }, 'is no LP status'],
])('the dry run refuses %s like the run', async (_what, mapping, sentence) => {
  const { db, ines, run, dryRun } = openImports()
  act(db, actorFor(ines), 'Added', (tx) => addField(tx, { label: 'Lakeside signed', type: 'text' }))
  const refusal = { message: expect.stringContaining(sentence) }

  await expect(dryRun('Investor,A\nJuniper Trust,5', { mapping })).rejects.toMatchObject(refusal)
  await expect(run('Investor,A\nJuniper Trust,5', { mapping })).rejects.toMatchObject(refusal)
})

test('what would stop the run when it adds its columns stops the dry run, which leaves nothing behind', async () => {
  const { run, dryRun, logLength } = openImports()
  const asked = { entityType: 'contacts' as const, mapping: { Title: 'new:text' } }
  const before = logLength()

  const said = await dryRun('Name,Title\nBo Ek,CIO', asked).catch(({ message }) => message)

  expect(said).toBe('Every one has “Title” already. Choose another name.')
  await expect(run('Name,Title\nBo Ek,CIO', asked)).rejects.toMatchObject({ message: said })
  expect(logLength()).toBe(before)
})

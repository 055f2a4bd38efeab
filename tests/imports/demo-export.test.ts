import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { seedStory } from '../../emulator/seed/seed.ts'
import { inventStory } from '../../emulator/seed/story.ts'
import { contactLines, headersOf } from '../../server/contacts/export.ts'
import { systemActor } from '../../server/db/actor.ts'
import { type Db, migrateDb, openDb } from '../../server/db/db.ts'
import { exportInvestors } from '../../server/grid/export.ts'
import { allFields } from '../../server/grid/fields.ts'
import { layGround } from '../../server/ground.ts'
import { type CsvRow, csvStream } from '../../server/http/csv.ts'
import { recognise } from '../../server/imports/recognise.ts'
import { planImport, runImport } from '../../server/imports/run.ts'

const now = new Date('2026-11-20T14:00:00Z')
const request = { entityType: 'investors' as const }
const options = { zone: 'America/New_York', now: () => now }

function openEmpty() {
  const db = openDb(':memory:')
  migrateDb(db)
  layGround(db, new Date('2025-09-01T08:00:00Z'))
  return db
}

test('what the demo exports comes into an empty system as its dry run said, and a second run changes nothing', async () => {
  const demo = openEmpty()
  await seedStory(demo, inventStory(now), now)
  const empty = openEmpty()
  const { headers, rows } = exportInvestors(demo, {}, { now, zone: 'UTC' })
  const file = await recognise({ text: await text(csvStream(rows, headers)) })
  const run = () => runImport(empty, systemActor('cli'), file, request, options)

  const dry = await planImport(empty, file, request, options)
  const first = await run()

  // Two investors of the demo share a name on purpose, and nothing is merged by guess.
  const namesake = { column: 'Name', message: expect.stringContaining('Ambiguous') }
  expect(dry).toMatchObject({ total: 410, created: 409, errors: [namesake] })
  expect({ ...first, dry_run: true, batch_id: null }).toEqual(dry)
  expect(await run()).toMatchObject({ created: 0, updated: 0, unchanged: 409, changes: [] })
  expect(labelsOfFunds(empty).sort()).toEqual(labelsOfFunds(demo).sort())
})

test('of namesakes who came with the grid, each takes up the row of the investor they are with', async () => {
  const demo = openEmpty()
  await seedStory(demo, inventStory(now), now)
  const empty = openEmpty()
  const grid = exportInvestors(demo, {}, { now, zone: 'UTC' })
  await runImport(
    empty,
    systemActor('cli'),
    await recognise({ text: await text(csvStream(grid.rows, grid.headers)) }),
    request,
    options,
  )
  const people = await recognise({ text: await text(csvStream(contactLines(demo, {}), headersOf(demo))) })
  const run = () => runImport(empty, systemActor('cli'), people, { entityType: 'contacts' }, options)

  const first = await run()

  const lines = [...contactLines(demo, {})]
  const namesakes = first.errors.filter(({ message }) => message.includes('records have the name'))
  expect(first.updated).toBeGreaterThan(650)
  expect(namesakes.map(({ row }) => lines[row - 1]).filter((line) => line && !canBeTwo(line, lines))).toEqual([])
  expect(await run()).toMatchObject({ created: 0, updated: 0, changes: [] })
})

/** With two investors, for each of which the grid's file brought one, or twice at one investor. */
const canBeTwo = (line: CsvRow, lines: CsvRow[]) =>
  String(line['Investors']).includes(',') ||
  lines.filter((other) => other['Name'] === line['Name'] && other['Investors'] === line['Investors']).length > 1

const labelsOfFunds = (db: Db) =>
  allFields(db)
    .filter(({ options }) => options.fund_id !== undefined)
    .map(({ label }) => label)

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Report } from '../../server/imports/report.ts'
import type { EntityType } from '../../server/imports/targets.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor } from '../support/world.ts'
import { type Asked, csv, openImports } from './importing.ts'

const header = fc.constantFrom(
  ...['City', 'Notes', 'Tags', 'List', 'Owner', 'Contact', 'Contact email', 'Contact 2', 'Email 2', 'Contact title'],
  ...['Phone', 'Website', 'Next step date', 'Fund I commitment', 'Fund II soft circle', 'Fund III funded', 'Met'],
  ...[
    'Fund III signed',
    'Score',
    'score',
    'Stage',
    'Created',
    '__proto__',
    'constructor',
    ' ',
    'Record ID',
    'key',
    '🦦',
  ],
)
const cell = fc.oneof(
  fc.constantFrom('', ' ', '1e5', '(1,000)', '-1', '$5', '€1.250,50', '($3.50)', '150%', '-3%', '1.250', '007', '100+'),
  fc.constantFrom('4/3/2031', '19/10/2031', '2031-03-04', 'March 4, 2031', '19/10/2031 9:40am', '1/1/1000', 'checked'),
  fc.constantFrom('a,b', 'a, b', '"a,b",c', 'a"b', '"', 'x\ny', '\t', "['a']", '\ufeff', '=1+1', "'x", '🦦', 'İ', ','),
  fc.constantFrom('mia@x.example', 'Mia <mia@x.example>', '+1 617 555 0100', 'b.pdf (https://a.example/b)', '#ERROR!'),
  fc.constantFrom('recAbCdEfGhIjKlMn', '__proto__', 'constructor', 'Ines Okafor', 'Main', 'Longshot', 'Seed', '10 YRS'),
)
const four = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 4, maxLength: 4 })
const twoValues = fc.tuple(cell, cell).chain((pair) => four(fc.constantFrom(...pair)))
const plainColumn = fc.tuple(header, fc.oneof(four(cell), twoValues))
/** A fund that is not there yet, and what comes with it: its money, its LP status, and what is called nearly so. */
const money = fc.constantFrom('$5', '1250', '', '€4')
const brings = fc.tuple(fc.constantFrom('Fund III signed', 'Fund III soft', 'fund iii funded'), four(money))
const status = fc.constantFrom(
  ...['Fund III docs signed', 'FUND III K-1 SENT', 'fund iii wire received', 'Fund III docs signed (imported)'],
  ...['Fund III docs signed 2', 'Fund I docs signed', 'Fund IV docs signed', 'fund iii docs signed'],
)
const day = fc.constantFrom('2031-03-04', '19/10/2031', '4/3/2031', '', 'yes')
const comesAlong = fc.tuple(status, fc.oneof(four(fc.constantFrom('2031-03-04', '')), four(day)))
const column = fc.oneof(
  { arbitrary: plainColumn, weight: 3 },
  { arbitrary: brings, weight: 1 },
  { arbitrary: comesAlong, weight: 1 },
)
const name = fc.constantFrom(
  'Otter Vale',
  'otter vale',
  'Harbor Family Office',
  ' Fenwick ',
  '',
  '=x',
  '1/2 Capital',
  '2031',
)
/** How many cells a row lacks at its end. */
const missing = fc.oneof({ arbitrary: fc.constant(0), weight: 4 }, fc.integer({ min: 1, max: 8 }))
const table = fc.tuple(four(name), fc.array(column, { minLength: 1, maxLength: 7 }), four(missing))

test('whatever a file holds: a run does what its check said, a second one nothing, and an undo all of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom<EntityType>('investors', 'contacts'),
      async ([names, columns, lacking], entityType) => {
        const { db, ines, run, dryRun } = openImports()
        const rows = names.map((one, n) => [one, ...columns.map(([, cells]) => cells[n] ?? '')])
        const short = rows.map((row, n) => row.slice(0, Math.max(1, row.length - (lacking[n] ?? 0))))
        const file = csv([['Name', ...columns.map(([one]) => one)], ...short])
        const asked = { entityType, ...answers(await dryRun(file, { entityType })) }
        const before = everything(db)

        const dry = await dryRun(file, asked)
        const first = await run(file, asked)

        expect(plain(first)).toEqual(plain(dry))
        expect(first.total).toBe(first.created + first.updated + first.unchanged + rowsIn(first))
        expect(await run(file, asked)).toMatchObject({ created: 0, updated: 0, changes: [] })
        if (!first.batch_id) return
        expect(undo(db, actorFor(ines), first.batch_id).skipped).toEqual([])
        expect(everything(db)).toEqual(before)
        expect(plain(await run(file, asked))).toEqual(plain(first))
      },
    ),
    { numRuns: 100 },
  )
})

/** Day first, for every column that asks. */
function answers({ warnings }: Report): Asked {
  const open = warnings.flatMap((warning) => /^The date order of “(.*)” is open/s.exec(warning)?.[1] ?? [])
  return { dateOrder: Object.fromEntries(open.map((one) => [one, 'dmy' as const])) }
}

/** What a check and a run say alike. A new column gets its key in the run. */
const plain = ({ dry_run: _dry, batch_id: _batch, changes, ...numbers }: Report) => ({
  ...numbers,
  changes: changes.map(({ row, before, after }) => ({ row, before, after })),
})

const rowsIn = ({ errors }: Report) => new Set(errors.map(({ row }) => row)).size

const kinds = ['investors', 'contacts', 'contact_roles', 'contact_addresses', 'commitment_entries', 'funds', 'fields']

/** All live records, without the counters that every change moves on. */
function everything(db: ReturnType<typeof openImports>['db']) {
  return [...kinds, 'tags', 'investor_tags', 'import_mappings', 'imports'].map((kind) =>
    (db.$client.prepare(`SELECT * FROM live_${kind} ORDER BY id`).all() as Record<string, unknown>[]).map(
      ({ version: _version, updated_at: _at, updated_by: _by, ...row }) => row,
    ),
  )
}

import { describe, expect, test } from 'vitest'
import { tagsOf } from '../../server/contacts/tags.ts'
import { and, eq } from '../../server/db/drizzle.ts'
import { changes, commitmentEntries, fields, funds, imports, tags } from '../../server/db/live.ts'
import { act } from '../../server/db/write.ts'
import { commitmentTotal } from '../../server/funds/commitments.ts'
import { fundByName } from '../../server/funds/funds.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { fieldByKey } from '../../server/grid/fields.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor } from '../support/world.ts'
import { csv, openImports } from './importing.ts'

/** A table as Airtable exports it, with something of everything. */
const table = csv([
  ['Name', 'List', 'Fund I commitment', 'Fund III soft circle', 'Tags', 'Warm', 'Links', 'Check-in', 'Share', 'Score'],
  [
    'Otter Vale Capital',
    'Main',
    '$1250000.0',
    '$500',
    'Climate,Seed',
    'checked',
    '"Otter Vale, LLC",Fenwick',
    '19/10/2031 9:40am',
    '0.63%',
    '4',
  ],
  ['Kestrel Partners', 'Long shot', '', '', 'Seed', '', 'Fenwick', '', '', ''],
])

describe('a first import', () => {
  test('stores every cell in its own form', async () => {
    const { run, investor, db } = openImports()

    const report = await run(table)

    expect(report).toMatchObject({ dry_run: false, total: 2, created: 2, updated: 0, unchanged: 0, errors: [] })
    const otter = investor('Otter Vale Capital')
    expect(otter?.cells).toEqual({
      warm: true,
      links: ['Otter Vale, LLC', 'Fenwick'],
      check_in: '2031-10-19T13:40:00.000Z',
      share: 0.0063,
      score: 4,
    })
    expect(tagsOf(db, otter?.id ?? '').map((tag) => tag.name)).toEqual(['Climate', 'Seed'])
    expect(investor('Kestrel Partners')?.list).toBe('longshot')
  })

  test('commitments become entries of the ledger, in a fund that is made when it is missing', async () => {
    const { run, investor, db, fundI } = openImports()

    await run(table)

    const otter = investor('Otter Vale Capital')?.id ?? ''
    expect(commitmentTotal(db, otter, fundI.id, 'signed')).toBe(125_000_000)
    expect(commitmentTotal(db, otter, fundByName(db, 'Fund III')?.id ?? '', 'soft')).toBe(50_000)
  })

  test('select columns get the options their cells use', async () => {
    const { run, db } = openImports()

    await run(table)

    expect(fieldByKey(db, 'links')?.options.choices).toEqual([{ name: 'Otter Vale, LLC' }, { name: 'Fenwick' }])
  })

  test('everything is logged as the import of the person who ran it', async () => {
    const { run, db, ines } = openImports()

    const report = await run(table, { fileName: 'LPs-Grid view.csv' })

    const logged = db
      .select()
      .from(changes)
      .where(eq(changes.batchId, report.batch_id ?? ''))
      .all()
    expect(logged.length).toBeGreaterThan(2)
    expect(new Set(logged.map((change) => `${change.surface} ${change.actorId}`))).toEqual(
      new Set([`import ${ines.id}`]),
    )
    expect(db.select().from(imports).get()).toMatchObject({ fileName: 'LPs-Grid view.csv', batch: report.batch_id })
  })

  test('HTML, formulas and any Unicode are stored as they are', async () => {
    const { run, investor } = openImports()
    const odd = [
      '=HYPERLINK("x")',
      '<script>alert(1)</script>',
      '- a list',
      '\u202eright to left',
      '日本語 🦦',
      "'quoted",
    ]

    await run(csv([['Name', 'Notes'], ...odd.map((text, n) => [`${text} ${n}`, text])]))

    expect(odd.map((text, n) => investor(`${text} ${n}`)?.notes)).toEqual(odd)
  })
})

describe('the dry run', () => {
  test('reports what the run reports, and writes nothing at all', async () => {
    const { dryRun, run, logLength } = openImports()
    const broken = `${table}\nOtter vale capital,,,,,,,,,\nFenwick,,,,,perhaps,,,12,`
    const asked = { mapping: { Warm: 'new:checkbox', Share: 'new:percent' } }
    const before = logLength()

    const planned = await dryRun(broken, asked)

    expect(logLength()).toBe(before)
    expect(planned).toMatchObject({ dry_run: true, batch_id: null, total: 4, created: 2 })
    const done = await run(broken, asked)
    expect({ ...done, dry_run: true, batch_id: null }).toEqual(planned)
  })
})

describe('the same file again', () => {
  test('changes nothing and leaves no trace', async () => {
    const { run, logLength } = openImports()
    await run(table)
    const before = logLength()

    const again = await run(table)

    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 2, changes: [], batch_id: null })
    expect(logLength()).toBe(before)
  })

  test('even when the same mapping is given in full, new columns included', async () => {
    const { run } = openImports()
    const mapping = { Name: 'name', Share: 'new:percent', 'Fund I commitment': 'commitment:Fund I' }
    await run(table, { mapping })

    expect(await run(table, { mapping })).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
  })

  test('in another order of columns', async () => {
    const { run } = openImports()
    await run('Name,City,Score\nOtter Vale,Oslo,4')

    expect(await run('Score,City,Name\n4,Oslo,Otter Vale', { mapping: { Name: 'name' } })).toMatchObject({
      unchanged: 1,
    })
  })
})

describe('a changed file', () => {
  test('only the changed cells are written, and listed cell by cell', async () => {
    const { run, investor, db } = openImports()
    await run(table)
    const changed = table.replace('0.63%', '0.64%').replace('$1250000.0', '$1000000.0')

    const report = await run(changed)

    const id = investor('Otter Vale Capital')?.id ?? ''
    expect(report).toMatchObject({ created: 0, updated: 1, unchanged: 1 })
    expect(report.changes).toEqual([
      { row: 1, id, field: 'fund_i_signed', before: 125_000_000, after: 100_000_000 },
      { row: 1, id, field: 'share', before: 0.0063, after: 0.0064 },
    ])
    const written = and(eq(changes.batchId, report.batch_id ?? ''), eq(changes.entity, 'investors'))
    expect(
      db
        .select()
        .from(changes)
        .where(written)
        .all()
        .map((change) => change.field),
    ).toEqual(['share'])
  })

  test('a changed commitment is an adjusting entry: what the ledger held stays', async () => {
    const { run, db } = openImports()
    await run(table)

    await run(table.replace('$1250000.0', '$1000000.0'))

    const entries = db.select().from(commitmentEntries).where(eq(commitmentEntries.measure, 'signed')).all()
    expect(entries.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['entry', 125_000_000],
      ['adjustment', -25_000_000],
    ])
  })

  test('an emptied cell clears the stored value', async () => {
    const { run, investor, db, fundI } = openImports()
    await run(table)
    const blank = `${table.split('\n')[0]}\nOtter Vale Capital,,,,,,,,,`

    const emptied = await run(blank)

    const otter = investor('Otter Vale Capital')
    expect(emptied).toMatchObject({ updated: 1, total: 1 })
    expect(otter?.cells).toEqual({ warm: false })
    expect(tagsOf(db, otter?.id ?? '')).toEqual([])
    expect(commitmentTotal(db, otter?.id ?? '', fundI.id, 'signed')).toBe(0)
    expect(await run(blank)).toMatchObject({ unchanged: 1 })
  })

  test('what a person edited is set back only in cells the file has', async () => {
    const { run, db, ines, harbor } = openImports()
    act(db, actorFor(ines), 'Edited', (tx) => writeCells(tx, harbor.id, { city: 'Salem', next_step: 'Call Maya' }))

    const report = await run('Name,City\nHarbor Family Office,Boston')

    expect(report.changes).toEqual([{ row: 1, id: harbor.id, field: 'city', before: 'Salem', after: 'Boston' }])
  })
})

describe('rows that cannot be imported', () => {
  test('each bad cell is listed with row, column, value and reason; the other rows come in', async () => {
    const { run } = openImports()
    const text = 'Name,Score,Warm\nOtter Vale,many,perhaps\nKestrel,4,checked'

    const report = await run(text, { mapping: { Score: 'new:number', Warm: 'new:checkbox' } })

    expect(report).toMatchObject({ total: 2, created: 1 })
    expect(report.errors).toEqual([
      { row: 1, column: 'Score', value: 'many', message: '“many” is not a number.' },
      { row: 1, column: 'Warm', value: 'perhaps', message: '“perhaps” is neither checked nor unchecked.' },
    ])
  })

  test('a row with more cells than columns', async () => {
    const { run } = openImports()

    const report = await run('Name,City\nOtter Vale,Oslo,Norway')

    expect(report.errors).toEqual([{ row: 1, column: null, value: null, message: expect.stringContaining('3 cells') }])
  })

  test('a file of errors only makes no column, no fund and no entry', async () => {
    const { run, logLength } = openImports()
    const before = logLength()

    await run('Name,Fund IX commitment,Score\n,$5,4')

    expect(logLength()).toBe(before)
  })
})

describe('the order of dates', () => {
  const open = 'Name,Met\nOtter Vale,4/3/2031\nKestrel,1/2/2031'

  test('undecided: the dry run warns and names the column, the run is refused', async () => {
    const { dryRun, run } = openImports()

    const planned = await dryRun(open)

    expect(planned).toMatchObject({ created: 2, errors: [] })
    expect(planned.warnings).toEqual([expect.stringContaining('“Met”')])
    await expect(run(open)).rejects.toMatchObject({ status: 422, more: { fields: { date_order: expect.any(String) } } })
  })

  test('given: it is read that way', async () => {
    const { run, investor } = openImports()

    await run(open, { dateOrder: { Met: 'dmy' } })

    expect(investor('Otter Vale')?.cells).toEqual({ met: '2031-03-04' })
  })

  test('contradictory: once an order is chosen, the cells that do not fit it are errors', async () => {
    const { run } = openImports()
    const both = 'Name,Met\nOtter Vale,19/10/2031\nKestrel,10/19/2031'
    await expect(run(both)).rejects.toMatchObject({ status: 422 })

    const report = await run(both, { dateOrder: { Met: 'dmy' } })

    expect(report).toMatchObject({ created: 1 })
    expect(report.errors[0]).toMatchObject({ row: 2, column: 'Met', value: '10/19/2031' })
  })

  test('is not remembered: the next file has to prove its own', async () => {
    const { run } = openImports()
    await run(open, { dateOrder: { Met: 'dmy' } })

    await expect(run(open)).rejects.toMatchObject({ status: 422 })
  })
})

describe('taking an import back', () => {
  test('one undo takes back rows, columns, funds and tags', async () => {
    const { run, db, ines, investor } = openImports()
    const count = () =>
      [fields, funds, tags, imports, commitmentEntries].map((view) => db.select().from(view).all().length)
    const before = count()
    const report = await run(`${table}\nHarbor Family Office,Follow-up,,,,,,,,`)

    const { skipped } = undo(db, actorFor(ines), report.batch_id ?? '')

    expect(skipped).toEqual([])
    expect(count()).toEqual(before)
    expect(investor('Otter Vale Capital')).toBeUndefined()
    expect(investor('Harbor Family Office')?.list).toBe('main')
  })
})

test('a value that does not fit its column is a problem of its row alone, and can be overruled', async () => {
  const { dryRun, run, db } = openImports()
  const rows = Array.from({ length: 19 }, (_, n) => `Otter ${n},Follow-up,${n}`)
  const file = ['Name,List,Score', ...rows, 'Kestrel,Nonlist,100+'].join('\n')

  const planned = await dryRun(file)
  const done = await run(file, { mapping: { List: 'new:text', Score: 'new:text' } })

  expect(planned).toMatchObject({
    created: 19,
    errors: [
      { row: 20, column: 'List' },
      { row: 20, column: 'Score' },
    ],
  })
  expect(done).toMatchObject({ created: 20, errors: [] })
  expect(fieldByKey(db, 'score')?.type).toBe('text')
})

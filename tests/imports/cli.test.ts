import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../support/folder.ts'
import { run } from '../support/process.ts'

const file =
  'Investor,City,Met,Fund I commitment\nJuniper Trust,Lisbon,4/3/2026,$250000\nHeron Capital,York,5/6/2026,$1.2.3\n'

/** A data folder with a file beside it, and the command line over both. */
function openBox(text = file) {
  const folder = emptyFolder()
  const path = join(folder, 'LPs-Grid view.csv')
  writeFileSync(path, text)
  const crm = (...args: string[]) => run('server/cli.ts', args, { CRM_DATA_DIR: join(folder, 'data') }).ended
  return { folder, path, crm, importing: (...args: string[]) => crm('import', path, ...args) }
}

const dayFirst = ['--date-order', 'Met=dmy']

test('imports a file: the report to standard output, the progress to standard error', async () => {
  const { importing, crm } = openBox()

  const { code, stdout, stderr } = await importing(...dayFirst)
  const exported = await crm('export')

  expect(code).toBe(0)
  expect(stdout).toContain('2 rows: 1 created, 0 updated, 0 unchanged, 1 with problems\n')
  expect(stdout).toContain('  row 2, Fund I commitment: “$1.2.3” is not an amount.')
  expect(stderr).toBe('2 of 2 rows\n')
  expect(exported.stdout).toContain('Juniper Trust')
})

test('a dry run says the same numbers and writes nothing', async () => {
  const { importing, crm } = openBox()

  const { stdout } = await importing(...dayFirst, '--dry-run')

  expect(stdout).toContain('2 rows: 1 created, 0 updated, 0 unchanged, 1 with problems\n')
  expect(stdout).toContain('Nothing was written (dry run).')
  expect((await crm('export')).stdout).not.toContain('Juniper Trust')
})

test('the problems go to a file that only its owner can read', async () => {
  const { importing, folder } = openBox()
  const errors = join(folder, 'problems.csv')

  await importing(...dayFirst, '--errors', errors)

  expect(readFileSync(errors, 'utf8')).toMatch(/^\ufeffRow,Column,Value,Reason\n2,Fund I commitment,\$1\.2\.3,/)
  expect(statSync(errors).mode & 0o777).toBe(0o600)
})

test('the same file again had nothing to write, and says what is not in', async () => {
  const { importing } = openBox()
  await importing(...dayFirst)

  const { stdout } = await importing(...dayFirst)

  expect(stdout).toContain('2 rows: 0 created, 0 updated, 1 unchanged, 1 with problems\n')
  expect(stdout).toContain('Nothing had to be written; 1 row has a problem and is not in the CRM.')
})

test('a mapping from a file overrules the proposal, and the report comes as JSON', async () => {
  const { importing, folder } = openBox()
  const mapping = join(folder, 'mapping.json')
  writeFileSync(mapping, '{"City": "country", "Fund I commitment": null}')

  const { stdout } = await importing(...dayFirst, '--mapping', mapping, '--key', 'Investor', '--json')

  expect(JSON.parse(stdout)).toMatchObject({
    dry_run: false,
    total: 2,
    created: 2,
    errors: [],
    batch_id: expect.any(String),
  })
})

test('the next file with the same headers goes where the last one went', async () => {
  const { importing, folder, path, crm } = openBox()
  const mapping = join(folder, 'mapping.json')
  writeFileSync(mapping, '{"City": "country"}')
  await importing(...dayFirst, '--mapping', mapping)
  writeFileSync(path, file.replace('Lisbon', 'Porto'))

  const { stdout } = await importing(...dayFirst, '--json')

  expect(JSON.parse(stdout).changes).toMatchObject([{ field: 'country', before: 'Lisbon', after: 'Porto' }])
  expect((await crm('export')).stdout).toContain('Porto')
})

test('control characters of a cell do not reach the terminal', async () => {
  const { importing } = openBox('Investor,Fund I commitment\nJuniper Trust,$1\nHeron Capital,$2\nRowan,\u001b[2Jx\n')

  const { stdout } = await importing('--json')
  const shown = (await importing()).stdout

  expect(JSON.parse(stdout).errors).toHaveLength(1)
  expect(shown).toContain('with problems')
  expect(shown).not.toContain('\u001b')
})

test.each<[what: string, args: string[], sentence: string]>([
  ['a date order nobody settled', [], 'Say whether the day or the month comes first in “Met”: dmy or mdy.'],
  [
    'a date order in other words',
    ['--date-order', 'Met=ymd'],
    '“Met=ymd” is no date order. Write it like "First met=dmy".',
  ],
  ['an unknown type', ['--type', 'deals'], '“deals” is neither investors nor contacts.'],
  ['a mapping file that is not there', ['--mapping', 'nowhere.json'], 'There is no file nowhere.json.'],
  [
    'a mapping that is no mapping',
    ['--mapping', 'package.json'],
    'package.json is not JSON like {"Investor": "name", "Score": null}.',
  ],
])('%s is told in one sentence', async (_what, args, sentence) => {
  const { code, stdout, stderr } = await openBox().importing(...args)

  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `${sentence}\n` })
})

test('a file that is not there makes no data folder', async () => {
  const { crm, folder } = openBox()

  const { code, stderr } = await crm('import', join(folder, 'other.csv'))

  expect(code).toBe(1)
  expect(stderr).toContain('There is no file')
  expect(existsSync(join(folder, 'data'))).toBe(false)
})

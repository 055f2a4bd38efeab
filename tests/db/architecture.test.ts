/** The rules that keep the change log complete and archived rows unseen, checked on every source file. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Entity, entities, layout } from '../../server/db/entities.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const outside = globSync('{server,shared,emulator,bench,views}/**/*.ts', { cwd: root })
  .filter((path) => !path.startsWith('server/db/'))
  .map((path) => ({ path, code: withoutComments(readFileSync(`${root}/${path}`, 'utf8')) }))

const recordTables = Object.keys(entities).map((entity) => layout(entity as Entity).table)
const housekeeping = [
  'sessions',
  'sign_in_attempts',
  'sign_in_links',
  'idempotency_keys',
  'view_drifts',
  'log_cursors',
  'automation_members',
]
/** What capture mirrors, written by capture. */
const mirrored = [
  'mail_aliases',
  'mail_bodies',
  'mail_copies',
  'mail_messages',
  'mail_parties',
  'mail_search',
  'mail_searched',
  'mail_sightings',
  'mail_thread_keys',
  'mail_unreadable',
  'mailbox_reads',
  'mailbox_states',
  'meeting_copies',
  'meeting_parties',
  'meetings',
]
const derived = ['investor_summaries', 'contact_summaries', 'investor_search', 'changes', 'batches']

/** Whole-database work that cannot go through rows, each with its reason. */
const wholeDatabase: Record<string, string> = {
  'bench/thin.ts': 'the bare database our own is measured against, in a file of its own',
  'bench/capture.bench.ts': 'the bare statements captured mail is measured against',
  'bench/mailbox.ts': 'fills a database with half a million messages, which nothing else reads',
}

test('there is something to check', () => {
  expect(outside.length).toBeGreaterThan(100)
  expect(recordTables.length).toBeGreaterThan(15)
})

test('nobody outside the database folder knows its tables', () => {
  const knowing = filesWith(/from '[^']*db\/schema\.ts'|import\('[^']*db\/schema\.ts'\)/)

  expect(knowing).toEqual([])
})

test('one file loads drizzle, which is dear to load as a module', () => {
  const loading = globSync('server/**/*.ts', { cwd: root }).filter((path) =>
    /from 'drizzle-orm/.test(readFileSync(`${root}/${path}`, 'utf8')),
  )

  expect(loading).toEqual(['server/db/drizzle.ts'])
})

test('rows are inserted, updated and deleted in the housekeeping tables only', () => {
  const writing = outside.flatMap(({ path, code }) => {
    const views = imported(code, 'db/live.ts')
    const written = [...code.matchAll(/\.(?:insert|update|delete)\(\s*(\w+)\s*\)/g)].map((match) => String(match[1]))
    return written.filter((name) => views.has(name)).map((name) => `${path}: ${name}`)
  })

  expect(writing).toEqual([])
})

test('no SQL writes around the one way to write', () => {
  const write =
    /\b(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|(?<!DO )UPDATE|DELETE FROM|DROP TABLE|ALTER TABLE|CREATE \w+)\s+(?!SET\b)["`]?(\w+)/g
  const writing = namesIn(write).filter(({ name }) => ![...housekeeping, ...mirrored].includes(name))

  expect(allowed(writing)).toEqual([])
})

test('no SQL reads a table that may hold archived rows', () => {
  const reading = namesIn(/\b(?:FROM|JOIN)\s+["`]?([a-z_]+)/g).filter(({ name }) => recordTables.includes(name))

  expect(allowed(reading)).toEqual([])
})

test('every table of the record has a view of its live rows and refuses to delete', () => {
  const migrations = globSync('migrations/*.sql', { cwd: root })
    .map((path) => readFileSync(`${root}/${path}`, 'utf8'))
    .join('\n')

  for (const table of recordTables) {
    expect(migrations, table).toContain(`CREATE VIEW \`live_${table}\``)
    expect(migrations, table).toMatch(new RegExp(`TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} `))
  }
})

test('every table is a record, housekeeping or derived, and none is forgotten', () => {
  const migrations = globSync('migrations/*.sql', { cwd: root }).map((path) => readFileSync(`${root}/${path}`, 'utf8'))
  const tables = [...migrations.join('\n').matchAll(/CREATE (?:VIRTUAL )?TABLE [`"]?(\w+)/g)].map((match) => match[1])

  expect(tables.toSorted()).toEqual([...recordTables, ...housekeeping, ...mirrored, ...derived].toSorted())
})

/** A rule that cannot fail proves nothing. */
test('the rules catch what they are for', () => {
  const code = withoutComments(`
    // from '../db/schema.ts'
    import { investors } from '../db/live.ts'
    db.update(investors).set({})
    db.prepare('SELECT name FROM investors JOIN live_tags')`)

  expect(code).not.toContain('schema')
  expect(imported(code, 'db/live.ts')).toEqual(new Set(['investors']))
  expect([...code.matchAll(/\bFROM\s+(\w+)/g)].map((match) => match[1])).toEqual(['investors'])
})

function filesWith(pattern: RegExp): string[] {
  return outside.filter(({ code }) => pattern.test(code)).map(({ path }) => path)
}

function namesIn(pattern: RegExp): { path: string; name: string }[] {
  return outside.flatMap(({ path, code }) =>
    [...code.matchAll(pattern)].map((match) => ({ path, name: String(match[1]) })),
  )
}

const allowed = (found: { path: string; name: string }[]) =>
  found.filter(({ path }) => !(path in wholeDatabase)).map(({ path, name }) => `${path}: ${name}`)

/** The names a file imports from a module, those it renames under their new name. */
function imported(code: string, module: string): Set<string> {
  const lists = [...code.matchAll(/import (?:type )?\{([^}]*)\} from '([^']*)'/g)].filter((match) =>
    match[2]?.endsWith(module),
  )
  const names = lists.flatMap((match) => String(match[1]).split(','))
  return new Set(names.map((name) => name.trim().split(' as ').at(-1) ?? '').filter(Boolean))
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

import { text } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { seedStory } from '../../emulator/seed/seed.ts'
import { inventStory } from '../../emulator/seed/story.ts'
import { findMail } from '../../server/communications/log.ts'
import { contactLines, lineHeaders } from '../../server/contacts/export.ts'
import { systemActor } from '../../server/db/actor.ts'
import { verifyChain } from '../../server/db/changes.ts'
import { type Db, migrateDb, openDb } from '../../server/db/db.ts'
import { exportInvestors } from '../../server/grid/export.ts'
import { layGround } from '../../server/ground.ts'
import { type CsvRow, csvStream } from '../../server/http/csv.ts'
import { pastImports } from '../../server/imports/past.ts'
import { recognise } from '../../server/imports/recognise.ts'
import { planImport } from '../../server/imports/run.ts'
import type { EntityType } from '../../server/imports/targets.ts'

const now = new Date('2026-11-20T14:00:00Z')
const story = inventStory(now)
let db: Db

beforeAll(async () => {
  db = openDb(':memory:')
  migrateDb(db)
  layGround(db, new Date('2025-09-01T08:00:00Z'))
  await seedStory(db, story, now)
})

const all = (sql: string) => db.$client.prepare(sql).all() as Record<string, unknown>[]
const count = (sql: string) => db.$client.prepare(sql).pluck().get() as number

const signed = `SELECT f.name, sum(c.amount) / 100 AS dollars FROM live_commitment_entries c
  JOIN live_funds f ON f.id = c.fund_id JOIN live_investors i ON i.id = c.investor_id
  WHERE c.measure = 'signed' AND i.name IN (SELECT value FROM json_each(?)) GROUP BY f.name`

test('six core investors signed $83M of Fund I', () => {
  const names = story.investors.slice(0, 8).map((investor) => investor.name)

  expect(db.$client.prepare(signed).all(JSON.stringify(names))).toEqual([{ name: 'Fund I', dollars: 83_000_000 }])
})

test('Fund I closed at $95M and Fund II stands at $118M', () => {
  const names = story.investors.map((investor) => investor.name)

  expect(db.$client.prepare(signed).all(JSON.stringify(names))).toEqual([
    { name: 'Fund I', dollars: 95_000_000 },
    { name: 'Fund II', dollars: 118_000_000 },
  ])
})

test('there are 150 investors with a commitment and 260 without', () => {
  const committed = 'SELECT count(*) FROM investor_summaries WHERE total_committed > 0'

  expect(count(committed)).toBe(150)
  expect(count('SELECT count(*) FROM live_investors')).toBe(410)
})

test('every list and every stage is in use', () => {
  expect(all('SELECT DISTINCT list FROM live_investors ORDER BY 1').map((row) => row['list'])).toEqual([
    'follow_up',
    'graveyard',
    'longshot',
    'main',
  ])
  expect(count('SELECT count(DISTINCT stage) FROM live_opportunities')).toBe(7)
})

test('whatever was lost says why', () => {
  expect(count("SELECT count(*) FROM live_opportunities WHERE stage = 'lost' AND stage_reason IS NULL")).toBe(0)
})

test('a logged e-mail is found again by its Message-ID', () => {
  const told = story.acts.flatMap((act) => act.deeds).filter((deed) => deed.deed === 'log' && deed.mail)
  const [deed] = told
  if (deed?.deed !== 'log' || !deed.mail) throw new Error('no e-mail was logged')

  expect(findMail(db, { messageId: deed.mail.messageId })?.summary).toBe(deed.summary)
})

test('the history of fourteen months is one unbroken chain in the order of its dates', () => {
  const { entries, brokenAt } = verifyChain(db)

  expect(brokenAt).toBeNull()
  expect(entries).toBeGreaterThan(10_000)
  expect(count('SELECT count(*) FROM changes a JOIN changes b ON b.seq = a.seq + 1 WHERE b.at < a.at')).toBe(0)
})

test('the first import stands among the past ones as done, with its numbers', () => {
  const reader = { actor: systemActor('cli'), runningSince: null }
  const { rows } = pastImports(db, reader, 0)

  expect(rows).toMatchObject([{ fileName: 'LPs and prospects.csv', state: 'done', updated: 0, problems: 0 }])
  expect(rows[0]?.created).toBeGreaterThan(100)
})

test('people worked in the web panel, in the sidebar and by import, and a rule beside them', () => {
  expect(all('SELECT DISTINCT surface FROM batches ORDER BY 1').map((row) => row['surface'])).toEqual([
    'automation',
    'cli',
    'import',
    'sidebar',
    'web',
  ])
})

async function readBack(entityType: EntityType, rows: Iterable<CsvRow>, headers: string[]) {
  const file = await recognise({ text: await text(csvStream(rows, headers)) })
  return planImport(db, file, { entityType }, { zone: 'UTC' })
}

test('what the fund exports is in the fund already; only namesakes may be indistinguishable', async () => {
  const { headers, rows } = exportInvestors(db, {}, { now, zone: 'UTC' })

  const ofInvestors = await readBack('investors', rows, headers)
  const ofContacts = await readBack('contacts', contactLines(db, {}), lineHeaders)

  for (const report of [ofInvestors, ofContacts]) {
    const { total, errors } = report
    expect(report).toMatchObject({ created: 0, updated: 0, unchanged: total - errors.length, changes: [] })
    expect(errors.filter(({ message }) => !message.startsWith('Ambiguous: '))).toEqual([])
    expect(errors.length).toBeLessThan(total / 20)
  }
})

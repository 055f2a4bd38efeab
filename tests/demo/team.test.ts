import { beforeAll, expect, test } from 'vitest'
import { seedStory } from '../../emulator/seed/seed.ts'
import { inventStory } from '../../emulator/seed/story.ts'
import { allUsers } from '../../server/accounts/users.ts'
import { listAutomations } from '../../server/automations/automations.ts'
import { fireByTime } from '../../server/automations/by-time.ts'
import { work } from '../../server/automations/engine.ts'
import { type Db, migrateDb, openDb } from '../../server/db/db.ts'
import { findRows } from '../../server/grid/rows.ts'
import { applyView } from '../../server/grid/views/applied.ts'
import { readableDefinition } from '../../server/grid/views/definition.ts'
import { viewsFor } from '../../server/grid/views/saved-views.ts'
import { layGround } from '../../server/ground.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { todayOf } from '../../server/tasks/today.ts'
import { listWishes } from '../../server/wishes/wishes.ts'

const now = new Date('2026-11-18T10:30:00Z')
let db: Db
let ines: string
let marcus: string

async function seeded(at: Date): Promise<Db> {
  const fresh = openDb(':memory:')
  migrateDb(fresh)
  layGround(fresh, new Date(at.getTime() - 427 * 24 * 60 * 60 * 1000))
  await seedStory(fresh, inventStory(at), at)
  return fresh
}

const userNamed = (name: string) => allUsers(db).find((user) => user.fullName.startsWith(name))?.id ?? ''

beforeAll(async () => {
  db = await seeded(now)
  ines = userNamed('Ines')
  marcus = userNamed('Marcus')
})

const all = (sql: string) => db.$client.prepare(sql).all() as Record<string, unknown>[]

test('nine proposals of the Graveyard rule wait, each about another investor and with its evidence', () => {
  const waiting = listProposals(db, { status: 'pending' })

  expect(waiting).toHaveLength(9)
  expect(new Set(waiting.map(({ investor }) => investor?.id)).size).toBe(9)
  expect(waiting.filter(({ proposal }) => proposal.evidence.length < 3)).toEqual([])
})

test('one proposal was approved, and one rejected with a reason', () => {
  const [approved, ...others] = listProposals(db, { status: 'approved' })
  const [rejected, ...more] = listProposals(db, { status: 'rejected' })

  expect([...others, ...more]).toEqual([])
  expect(rejected?.proposal.reason).toMatch(/Zürich/)
  const list = db.$client.prepare('SELECT list FROM live_investors WHERE id = ?').pluck()
  expect(list.get(approved?.investor?.id)).toBe('graveyard')
  expect(list.get(rejected?.investor?.id)).not.toBe('graveyard')
})

test('Graveyard is at work and Follow up rests', () => {
  const states = listAutomations(db).map(({ key, enabled }) => [key, enabled])

  expect(Object.fromEntries(states)).toEqual({ graveyard: true, follow_up: false })
})

test('the rules have nothing left to do when the service starts', async () => {
  const runs = () => db.$client.prepare('SELECT count(*) FROM live_automation_runs').pluck().get()
  const before = runs()
  for (const _ of work({ db, now: () => now, zone: 'UTC' }));
  await fireByTime({ db, now: () => now, zone: 'UTC' })

  expect(before).toBe(11)
  expect(runs()).toBe(before)
})

test('a demo of another day tells the same proposals', async () => {
  const names = (from: Db) =>
    listProposals(from).map(({ proposal, investor }) => `${proposal.status} ${investor?.name}`)
  const spring = await seeded(new Date('2027-03-07T23:40:00Z'))

  expect(names(spring).toSorted()).toEqual(names(db).toSorted())
})

test('Ines has tasks that are late, due today and due this week', () => {
  const { overdue, today, soon } = todayOf(db, ines, now, 'UTC')

  expect([overdue.length, today.length, soon.length]).toEqual([2, 2, 2])
})

test('her colleagues have tasks too, and one is done', () => {
  expect(all('SELECT status, count(*) AS n FROM live_tasks GROUP BY status ORDER BY 1')).toEqual([
    { status: 'done', n: 1 },
    { status: 'open', n: 12 },
  ])
  const owners =
    'SELECT DISTINCT u.full_name AS name FROM live_tasks t JOIN live_users u ON u.id = t.owner_id ORDER BY 1'
  expect(all(owners).map(({ name }) => name)).toEqual(['Ines Okafor', 'Marcus Lindqvist', 'Priya Raman'])
})

test('no formula fails in any cell, and both fill many', () => {
  const failed = "SELECT count(*) FROM investor_summaries s, json_each(s.formulas) f WHERE f.type = 'object'"
  expect(db.$client.prepare(failed).pluck().get()).toBe(0)

  const filled = 'SELECT count(formulas ->> ?) FROM investor_summaries'
  for (const key of ['$.months_since_contact', '$.soft_vs_ticket']) {
    expect(db.$client.prepare(filled).pluck().get(key), key).toBeGreaterThan(20)
  }
})

test('what a formula calls today is the day of the demo', () => {
  const wrong = `SELECT i.name FROM live_investors i JOIN investor_summaries s ON s.investor_id = i.id
    WHERE s.last_contact_at < '2026-10-18T00:00:00Z' AND s.formulas ->> '$.months_since_contact' < 1`

  expect(all(wrong)).toEqual([])
})

test('who has a ticket size and is past the outreach has a conviction too', () => {
  const open = "s.stage IN ('meeting', 'due_diligence', 'committed')"
  const bare = `SELECT i.name FROM live_investors i JOIN investor_summaries s ON s.investor_id = i.id
    WHERE ${open} AND i.cells ->> '$.conviction' IS NULL AND i.cells ->> '$.ticket_size' IS NOT NULL`

  expect(all(bare).length).toBeLessThan(10)
  expect(all("SELECT DISTINCT cells ->> '$.conviction' AS c FROM live_investors WHERE c IS NOT NULL")).toHaveLength(3)
})

const rowsOf = (name: string, userId: string) => {
  const view = viewsFor(db, userId).find((one) => one.name === name)
  const { query } = applyView(db, userId, view?.id ?? '', {})
  return findRows(db, { ...query, limit: 500, offset: 0 }, { now, zone: 'UTC', me: userId }).rows
}

test('the views of the team show somebody, and name no column that is not there', () => {
  for (const name of ['Fund II closing', 'Prospects by conviction', 'My week']) {
    const view = viewsFor(db, ines).find((one) => one.name === name)

    expect(readableDefinition(db, view?.definition).missing, name).toEqual([])
    expect(rowsOf(name, ines).length, name).toBeGreaterThan(10)
  }
})

test('“My week” is Ines’s alone and holds her own next steps', () => {
  expect(viewsFor(db, marcus).map(({ name }) => name)).not.toContain('My week')
  expect(new Set(rowsOf('My week', ines).map(({ values }) => values['owner']))).toEqual(new Set([ines]))
})

test('who signed Fund I has its LP status, and who signed Fund II most of it', () => {
  const [filled] = all(`SELECT count(cells ->> '$.fund_i_docs_signed') AS docs,
    count(cells ->> '$.fund_i_wire_received') AS wires, count(cells ->> '$.fund_i_k_1_sent') AS k1,
    count(cells ->> '$.fund_ii_docs_signed') AS docs2, count(cells ->> '$.fund_ii_wire_received') AS wires2
    FROM live_investors`)

  expect(filled).toMatchObject({ docs: 54, wires: 54 })
  expect(Number(filled?.['k1'])).toBeGreaterThan(40)
  expect(Number(filled?.['docs2'])).toBeGreaterThan(Number(filled?.['wires2']))
  expect(Number(filled?.['wires2'])).toBeGreaterThan(30)
})

test('nobody wrote down a day that has not come', () => {
  const days = `SELECT max(cells ->> '$.fund_i_k_1_sent', cells ->> '$.fund_i_wire_received') AS one,
    max(cells ->> '$.fund_ii_docs_signed', coalesce(cells ->> '$.fund_ii_wire_received', '')) AS two FROM live_investors`
  const late = all(days).filter(({ one, two }) => String(one ?? '') > '2026-11-18' || String(two ?? '') > '2026-11-18')

  expect(late).toEqual([])
})

test('five wishes stand in every status, with votes and three answers', () => {
  const wishes = listWishes(db, ines)

  expect(wishes).toHaveLength(5)
  expect(new Set(wishes.map(({ wish }) => wish.status))).toEqual(new Set(['open', 'planned', 'done', 'declined']))
  expect(wishes.map(({ votes }) => votes)).toEqual([3, 2, 2, 1, 1])
  expect(wishes.filter(({ wish }) => wish.answer)).toHaveLength(3)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Db } from '../../server/db/db.ts'
import { fieldByKey } from '../../server/grid/fields.ts'
import type { Mapping } from '../../server/imports/mapping.ts'
import { undo } from '../../server/undo/undo.ts'
import { openPlayground, perform, someActs } from '../db/random-acts.ts'
import { stored } from '../db/replay.ts'
import { csv, openImports } from '../imports/importing.ts'
import { actorFor, type World } from '../support/world.ts'

/** Undoing in an order other than newest first: what ends otherwise is what was reported as left, and nothing is torn. */

test('whatever was done, undoing it oldest first only leaves what it says it leaves', () => {
  fc.assert(
    fc.property(someActs, (script) => {
      const world = openPlayground()
      const [start, before] = [live(world.db), batchIds(world.db)]
      perform(
        world,
        script.filter((act) => act.kind !== 'undo'),
      )

      expect(undoneOldestFirst(world, before, start)).toEqual(nothing)
    }),
    { numRuns: 60 },
  )
})

const rows = fc.array(
  fc.record({
    name: fc.constantFrom('Otter Vale', 'Ash Trust', 'Harbor Family Office'),
    city: fc.constantFrom('Oslo', 'Porto', ''),
    person: fc.constantFrom(['Lena Roth', 'lena@otter.example'], ['Maya Chen', 'maya.chen@harborfo.example'], ['', '']),
    third: fc.constantFrom('$100', '$200', ''),
    tier: fc.constantFrom('Gold', 'Silver', ''),
    tags: fc.constantFrom('Climate', 'Climate,Seed', ''),
  }),
  { minLength: 1, maxLength: 3 },
)
const people = fc.array(
  fc.record({
    person: fc.constantFrom('Lena Roth', 'Maya Chen'),
    email: fc.constantFrom('lena@otter.example', 'lena@home.example', 'maya.chen@harborfo.example'),
    at: fc.constantFrom('Alder Pension', 'Harbor Family Office', ''),
  }),
  { minLength: 1, maxLength: 3 },
)
const files = fc.array(
  fc.oneof(
    rows.map((all) => ({ entityType: 'investors' as const, text: investorFile(all) })),
    people.map((all) => ({ entityType: 'contacts' as const, text: peopleFile(all) })),
  ),
  { minLength: 2, maxLength: 4 },
)

test('whatever was imported, undoing the older file first only leaves what it says it leaves', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (all) => {
      const world = openImports()
      const [start, before] = [live(world.db), batchIds(world.db)]
      await runAll(world, all)

      expect(undoneOldestFirst(world, before, start)).toEqual(nothing)
    }),
    { numRuns: 40 },
  )
})

test('whatever was imported, undoing the newer file first brings everything back', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (all) => {
      const world = openImports()
      const [start, before] = [live(world.db), batchIds(world.db)]
      await runAll(world, all)

      for (const id of batchesSince(world.db, before).reverse()) undo(world.db, actorFor(world.ines), id)

      expect(live(world.db)).toEqual(start)
    }),
    { numRuns: 20 },
  )
})

type Asked = { entityType: 'investors' | 'contacts'; text: string }

async function runAll({ db, run }: ReturnType<typeof openImports>, all: Asked[]) {
  for (const { entityType, text } of all) {
    const tier = fieldByKey(db, 'tier') ? 'tier' : 'new:single_select'
    const mapping: Mapping = entityType === 'investors' ? { Tier: tier, Tags: 'tags' } : {}
    await run(text, { entityType, mapping })
  }
}

type InvestorRow = { name: string; city: string; person: readonly string[]; third: string; tier: string; tags: string }

const investorFile = (all: InvestorRow[]) =>
  csv([
    ['Investor', 'City', 'Contact', 'Contact email', 'Fund III commitment', 'Tier', 'Tags'],
    ...all.map((row) => [row.name, row.city, ...row.person, row.third, row.tier, row.tags]),
  ])

const peopleFile = (all: { person: string; email: string; at: string }[]) =>
  csv([['Name', 'Email', 'Investor'], ...all.map((row) => [row.person, row.email, row.at])])

const nothing = { unreported: [], torn: [] }

/** Takes back every act since `before`, oldest first. Answers what ends otherwise unsaid, and what was torn apart. */
function undoneOldestFirst(world: Pick<World, 'db' | 'ines' | 'clock'>, before: string[], start: LiveRows) {
  const reported = new Set<string>()
  const torn: string[] = []
  for (const id of batchesSince(world.db, before)) {
    const undone = undo(world.db, actorFor(world.ines), id, { now: world.clock.now() })
    for (const { row_id } of undone.skipped) reported.add(row_id)
    torn.push(...tornApart(world.db, id, undone.batch_id))
  }
  const end = live(world.db)
  const ids = new Set([...start.keys(), ...end.keys()])
  return { unreported: [...ids].filter((id) => start.get(id) !== end.get(id) && !reported.has(id)), torn }
}

type LiveRows = Map<string, string>

/** Live rows as text, by id, without their versions. */
function live(db: Db): LiveRows {
  const rows = Object.values(stored(db)).flatMap((table) => Object.entries(table))
  return new Map(
    rows.filter(([, row]) => !row.archived).map(([id, { columns, cells }]) => [id, JSON.stringify({ columns, cells })]),
  )
}

/** What an act made of which the undo took the one part and left the other: the address without its contact, say. */
function tornApart(db: Db, batch: string, undoId: string): string[] {
  return ties.flatMap(([part, column, whole]) => {
    const sql = `
      SELECT p.entity || ' ' || p.entity_id FROM changes p
      JOIN changes w ON w.batch_id = p.batch_id AND w.action = 'create' AND w.entity = @whole AND w.entity_id = p.after ->> @path
      JOIN ${part} pr ON pr.id = p.entity_id JOIN ${whole} wr ON wr.id = w.entity_id
      WHERE p.batch_id = @batch AND p.action = 'create' AND p.entity = @part
        AND (pr.deleted_at IS NULL) <> (wr.deleted_at IS NULL)
        AND EXISTS (SELECT 1 FROM changes u WHERE u.batch_id = @undo AND u.entity_id IN (pr.id, wr.id))`
    const parameters = { batch, undo: undoId, part, whole, path: `$.${column}` }
    return db.$client.prepare(sql).pluck().all(parameters) as string[]
  })
}

const ties = [
  ['contact_addresses', 'contact_id', 'contacts'],
  ['contact_roles', 'contact_id', 'contacts'],
  ['contact_roles', 'investor_id', 'investors'],
  ['investor_tags', 'investor_id', 'investors'],
  ['commitment_entries', 'investor_id', 'investors'],
  ['opportunities', 'investor_id', 'investors'],
  ['communication_investors', 'communication_id', 'communications'],
  ['fields', 'options.fund_id', 'funds'],
] as const

const batchIds = (db: Db) =>
  db.$client.prepare('SELECT batch_id FROM changes GROUP BY batch_id ORDER BY min(seq)').pluck().all() as string[]

const batchesSince = (db: Db, before: string[]) => batchIds(db).filter((id) => !before.includes(id))

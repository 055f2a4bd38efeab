import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyChain } from '../../server/db/changes.ts'
import type { Db } from '../../server/db/db.ts'
import { nothingStale, refreshSummaries } from '../../server/db/summaries.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor, type World } from '../support/world.ts'
import { openPlayground, perform, someActs } from './random-acts.ts'
import { replayed, stored } from './replay.ts'

const runs = { numRuns: 40 }

test('whatever was done, the log replayed is the record, and its chain holds', () => {
  fc.assert(
    fc.property(someActs, (script) => {
      const world = openPlayground()
      perform(world, script)

      expect(replayed(world.db)).toEqual(stored(world.db))
      expect(verifyChain(world.db).brokenAt).toBeNull()
    }),
    runs,
  )
})

test('whatever was done, the summaries and the search index are what a full rebuild makes', () => {
  fc.assert(
    fc.property(someActs, (script) => {
      const world = openPlayground()
      perform(world, script)
      const kept = derived(world.db)

      rebuild(world)

      expect(kept).toEqual(derived(world.db))
    }),
    runs,
  )
})

test('undoing everything, newest first, brings the record back to where it was', () => {
  fc.assert(
    fc.property(someActs, (script) => {
      const world = openPlayground()
      const start = liveRows(stored(world.db))
      const before = batchIds(world.db)
      perform(
        { ...world, marcus: world.ines },
        script.filter((act) => act.kind !== 'undo'),
      )

      for (const id of batchIds(world.db)
        .filter((one) => !before.includes(one))
        .reverse()) {
        undo(world.db, actorFor(world.ines), id, { now: world.clock.now() })
      }

      expect(liveRows(stored(world.db))).toEqual(start)
    }),
    runs,
  )
})

/** What people see: live rows without their versions. */
function liveRows(tables: ReturnType<typeof stored>) {
  return Object.fromEntries(
    Object.entries(tables).map(([entity, rows]) => [
      entity,
      Object.fromEntries(
        Object.entries(rows)
          .filter(([, row]) => !row.archived)
          .map(([id, { columns, cells }]) => [id, { columns, cells }]),
      ),
    ]),
  )
}

const batchIds = (db: Db) =>
  db.$client.prepare('SELECT batch_id FROM changes GROUP BY batch_id ORDER BY min(seq)').pluck().all() as string[]

/** Summaries by investor and by person, and who is found by each of the words that occur. */
function derived(db: Db) {
  const rows = db.$client.prepare('SELECT * FROM investor_summaries ORDER BY investor_id').all() as Record<
    string,
    unknown
  >[]
  const find = db.$client.prepare(
    'SELECT s.investor_id FROM investor_search f JOIN investor_summaries s ON s.rowid = f.rowid WHERE investor_search MATCH ? ORDER BY 1',
  )
  const words = ['ash', 'birch', 'eclair', 'warm', 'maya', 'harbor', 'x.example', 'alder']
  return {
    summaries: rows.map(({ rowid: _, commitments, formulas, ...row }) => ({
      ...row,
      commitments: JSON.parse(String(commitments)),
      formulas: JSON.parse(String(formulas)),
    })),
    found: Object.fromEntries(words.map((word) => [word, find.pluck().all(`"${word}"`)])),
    people: db.$client.prepare('SELECT * FROM contact_summaries ORDER BY contact_id').all(),
    indexed: db.$client.prepare('SELECT count(*) FROM investor_search').pluck().get(),
  }
}

function rebuild({ db, clock }: World): void {
  db.$client.exec('DELETE FROM investor_search; DELETE FROM investor_summaries; DELETE FROM contact_summaries')
  const stale = nothingStale()
  for (const id of db.$client.prepare('SELECT id FROM investors').pluck().all()) stale.row.add(String(id))
  for (const id of db.$client.prepare('SELECT id FROM contacts').pluck().all()) stale.person.add(String(id))
  refreshSummaries(db, stale, clock.now())
}

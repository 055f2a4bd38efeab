import { expect, test } from 'vitest'
import { verifyChain } from '../../server/db/changes.ts'
import { changes, investors } from '../../server/db/live.ts'
import { act, amend, archive, record } from '../../server/db/write.ts'
import { actorFor, openWorld } from '../support/world.ts'

test('a change is logged with who, where, before and after', () => {
  const { db, ines, harbor } = openWorld()

  const { batchId } = act(db, actorFor(ines), 'Moved Harbor', (tx) =>
    amend(tx, 'investors', harbor.id, { city: 'Lisbon' }),
  )

  const entry = db
    .select()
    .from(changes)
    .all()
    .find((c) => c.batchId === batchId)
  expect(entry).toMatchObject({
    actorName: 'Ines Okafor',
    surface: 'web',
    field: 'city',
    before: 'Boston',
    after: 'Lisbon',
  })
})

test('writing what is there already leaves no trace', () => {
  const { db, ines, harbor } = openWorld()

  const done = act(db, actorFor(ines), 'Moved Harbor', (tx) => amend(tx, 'investors', harbor.id, { city: 'Boston' }))

  expect(done).toMatchObject({ changed: 0, result: { version: harbor.version } })
})

test('an act that fails half-way writes nothing', () => {
  const { db, ines, harbor } = openWorld()
  const before = db.$client.prepare('SELECT count(*) AS n FROM changes').get()

  expect(() =>
    act(db, actorFor(ines), 'Moved Harbor', (tx) => {
      amend(tx, 'investors', harbor.id, { city: 'Lisbon' })
      amend(tx, 'investors', 'nobody', { city: 'Lisbon' })
    }),
  ).toThrow('does not exist')

  expect(db.$client.prepare('SELECT count(*) AS n FROM changes').get()).toEqual(before)
})

test('archived rows are not read, and not deleted', () => {
  const { db, ines, harbor } = openWorld()

  act(db, actorFor(ines), 'Archived Harbor', (tx) => archive(tx, 'investors', harbor.id))

  expect(
    db
      .select()
      .from(investors)
      .all()
      .map((i) => i.name),
  ).not.toContain('Harbor Family Office')
  expect(db.$client.prepare('SELECT name FROM investors WHERE id = ?').pluck().get(harbor.id)).toBe(
    'Harbor Family Office',
  )
})

test.each([
  ['UPDATE changes SET actor_name = ?', 'append-only'],
  ['DELETE FROM changes WHERE actor_name <> ?', 'append-only'],
  ['DELETE FROM batches WHERE actor_name <> ?', 'append-only'],
  ['DELETE FROM investors WHERE name <> ?', 'never deleted'],
  ['DELETE FROM commitment_entries WHERE id <> ? OR 1', 'never deleted'],
])('the database itself refuses %s', (sql, reason) => {
  const { db, ines, harbor, fundII } = openWorld()
  act(db, actorFor(ines), 'Signed', (tx) => {
    const values = {
      investorId: harbor.id,
      fundId: fundII.id,
      measure: 'signed' as const,
      amount: 5,
      date: '2026-11-16',
    }
    return record(tx, 'commitment_entries', values)
  })

  expect(() => db.$client.prepare(sql).run('x')).toThrow(reason)
})

test('a log entry edited by other means breaks the chain at its place', () => {
  const { db } = openWorld()
  db.$client.exec('DROP TRIGGER changes_no_update')
  db.$client.exec(`UPDATE changes SET actor_name = 'Somebody else' WHERE seq = 7`)

  expect(verifyChain(db)).toEqual({ entries: 6, brokenAt: 7 })
})

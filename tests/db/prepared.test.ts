import { expect, test } from 'vitest'
import { plannedOnce, prepared } from '../../server/db/prepared.ts'
import { openWorld } from '../support/world.ts'

test.for([
  ['SELECT a FROM t WHERE id = ?', 'SELECT a FROM t WHERE id = +?'],
  ['WHERE a = ?1 AND b >= @least AND c IS ?', 'WHERE a = +?1 AND b >= +@least AND c IS +?'],
  ['ORDER BY a LIMIT ? OFFSET ?', 'ORDER BY a LIMIT +? OFFSET ?'],
  ['WHERE a IS NOT NULL AND f MATCH ?', 'WHERE a IS NOT NULL AND f MATCH ?'],
  ['INSERT INTO t VALUES (?,?)', 'INSERT INTO t VALUES (?,?)'],
])('%s is prepared as %s', ([written, planned]) => {
  expect(plannedOnce(String(written))).toBe(planned)
})

test.for<[unknown, string]>([
  [1, 'real'],
  [0.1, 'real'],
  ['1', 'text'],
  ['', 'text'],
  [null, 'null'],
  [9007199254740993n, 'integer'],
])('%s is stored as it was given', ([value, type]) => {
  const { db } = openWorld()
  db.$client.exec("CREATE TEMP TABLE kept (id INTEGER, value); INSERT INTO kept VALUES (1, 'before')")

  prepared(db, 'UPDATE kept SET value = ? WHERE id = ?').run(value, 1)

  const kept = prepared(db, 'SELECT value, typeof(value) AS type FROM kept').safeIntegers(typeof value === 'bigint')
  expect(kept.get()).toEqual({ value, type })
})

test('a join is found by text, by number and by nothing else', () => {
  const { db } = openWorld()
  db.$client.exec('CREATE TEMP TABLE a (id TEXT UNIQUE); CREATE TEMP TABLE b (id TEXT UNIQUE, n INTEGER UNIQUE)')
  db.$client.exec("INSERT INTO a VALUES ('7'); INSERT INTO b VALUES ('7', 7)")
  const count = (where: string, value: unknown) =>
    prepared(db, `SELECT count(*) FROM a JOIN b ON b.id = a.id WHERE ${where} = ?`).pluck().get(value)

  expect([count('a.id', '7'), count('b.n', 7), count('b.n', 8), count('a.id', 'x'), count('a.id', null)]).toEqual([
    1, 1, 0, 0, 0,
  ])
})

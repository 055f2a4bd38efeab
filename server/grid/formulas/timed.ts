/**
 * Formulas that tell the time come out differently though nobody changed a thing. They are worked out again by schedule: no
 * act of anybody, so nothing for the log, but whoever remembers answers is told (`db/epoch.ts`).
 */
import type Database from 'better-sqlite3'
import { dayIn } from '../../../shared/dates.ts'
import type { Db } from '../../db/db.ts'
import { nextEpoch } from '../../db/epoch.ts'
import { derive } from '../../db/write.ts'
import { zoneOf } from '../../db/zone.ts'
import { type FormulaGraph, formulaGraph } from './graph.ts'
import { followingFrom } from './plan.ts'
import { refreshSlice } from './refresh.ts'

const days = new WeakMap<Database.Database, string>()

/**
 * Works out what an hour changes, and on a new day in the fund's zone what a day changes as well. Asked every hour, so that a
 * machine that slept through midnight catches up. Answers for how many investors something changed.
 */
export async function refreshTimed(db: Db, now: Date): Promise<number> {
  const today = dayIn(zoneOf(db), now)
  const isNewDay = days.get(db.$client) !== today
  const graph = formulaGraph(db)
  const changed = await refreshInSlices(db, followingFrom(graph, timed(graph, isNewDay)), now)
  days.set(db.$client, today)
  return changed
}

/** Works out every formula: after a start or a restore, when time, zone or the language itself may have moved on. */
export async function refreshEveryFormula(db: Db, now: Date): Promise<number> {
  const changed = await refreshInSlices(db, [...formulaGraph(db).keys()], now)
  days.set(db.$client, dayIn(zoneOf(db), now))
  return changed
}

const timed = (graph: FormulaGraph, isNewDay: boolean) =>
  new Set([...graph].flatMap(([key, { formula }]) => (moves(formula?.volatile ?? 'never', isNewDay) ? [key] : [])))

const moves = (volatile: 'never' | 'daily' | 'hourly', isNewDay: boolean) =>
  volatile === 'hourly' || (volatile === 'daily' && isNewDay)

/** Between slices others get their turn. */
async function refreshInSlices(db: Db, keys: string[], now: Date): Promise<number> {
  let changed = 0
  let last: number | null = keys.length > 0 ? 0 : null
  while (last !== null) {
    const from: number = last
    const slice = derive(db, () => refreshSlice(db, keys, from, now))
    if (slice.changed > 0) nextEpoch(db)
    changed += slice.changed
    last = slice.last
    if (last !== null) await new Promise((resolve) => setImmediate(resolve))
  }
  return changed
}

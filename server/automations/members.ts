/** Who is in the set of rows a rule watches, and who was when it last looked. */
import { and, eq, inArray } from '../db/drizzle.ts'
import { automationMembers } from '../db/housekeeping.ts'
import type { Rule } from './automations.ts'
import { timeOf, type World } from './fire.ts'
import { matchingIds } from './matching.ts'
import { watchedSet } from './triggers.ts'

/** Those who came in since. Who left is forgotten, so that they may come in again. */
export function entered(world: World, rule: Rule): string[] {
  const now = membersNow(world, rule)
  const known = knownMembers(world, rule)
  const left = [...known].filter((id) => !now.has(id))
  forget(world, rule, left)
  return [...now].filter((id) => !known.has(id))
}

/** Takes those who came in as known, as far as they are meant: they do not fire. */
export function takeAsKnown(world: World, rule: Rule, isMeant: (investorId: string) => boolean): void {
  const meant = entered(world, rule).filter(isMeant)
  const fresh = meant.map((investorId) => ({ automationId: rule.id, investorId }))
  for (const some of slices(fresh)) world.db.insert(automationMembers).values(some).onConflictDoNothing().run()
}

function membersNow(world: World, rule: Rule): Set<string> {
  const set = watchedSet(world.db, rule.trigger)
  return new Set(set === null ? [] : matchingIds(world.db, set, timeOf(world)))
}

function knownMembers({ db }: World, { id }: Rule): Set<string> {
  const own = eq(automationMembers.automationId, id)
  const rows = db.select({ investorId: automationMembers.investorId }).from(automationMembers).where(own).all()
  return new Set(rows.map((row) => row.investorId))
}

function forget({ db }: World, { id }: Rule, gone: string[]): void {
  for (const some of slices(gone)) {
    const own = eq(automationMembers.automationId, id)
    db.delete(automationMembers)
      .where(and(own, inArray(automationMembers.investorId, some)))
      .run()
  }
}

/** SQLite binds some thousand parameters at most. */
function* slices<T>(items: T[]): Generator<T[]> {
  for (let n = 0; n < items.length; n += 500) yield items.slice(n, n + 500)
}

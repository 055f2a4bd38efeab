import { IANAZone } from 'luxon'
import { dayMs } from './days.ts'

type ZoneDays = { zone: IANAZone; days: Map<number, number> }

const zones = new Map<string, ZoneDays>()
const mostDays = 20_000

/**
 * Minutes east of UTC in `zone` at `ms`. Asking Intl costs microseconds, so it is asked once per UTC day; only the two
 * days a year on which clocks change are asked by the instant.
 */
export function offsetAt(zone: string, ms: number): number {
  const known = zones.get(zone) ?? newZone(zone)
  const day = Math.floor(ms / dayMs)
  const offset = known.days.get(day) ?? dayOffset(known, day)

  return Number.isNaN(offset) ? known.zone.offset(ms) : offset
}

function newZone(zone: string): ZoneDays {
  const known = { zone: IANAZone.create(zone), days: new Map<number, number>() }
  zones.set(zone, known)
  return known
}

/** NaN on a day on which the clocks change. */
function dayOffset({ zone, days }: ZoneDays, day: number): number {
  const first = zone.offset(day * dayMs)
  const offset = first === zone.offset((day + 1) * dayMs - 1) ? first : Number.NaN
  if (days.size >= mostDays) days.clear()
  days.set(day, offset)
  return offset
}

/** What a clock on the wall shows at `ms`, as if it were UTC: day and time of day fall out by division. */
export const wallOf = (zone: string, ms: number): number => ms + offsetAt(zone, ms) * 60_000

/**
 * The instant at which the clocks show `wall`. A time that clocks skip in spring is read as if they had not yet moved
 * (02:30 becomes 03:30); one that comes twice in autumn is the first.
 */
export function instantOf(zone: string, wall: number): number {
  const before = offsetAt(zone, wall - dayMs)
  const after = offsetAt(zone, wall + dayMs)
  const early = wall - before * 60_000
  if (before === after || offsetAt(zone, early) === before) return early

  const late = wall - after * 60_000
  return offsetAt(zone, late) === after ? late : early
}

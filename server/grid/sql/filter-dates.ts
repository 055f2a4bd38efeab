/** Conditions on dates and instants: calendar days as the fund's zone has them, and days counted from today. */
import { DateTime } from 'luxon'
import { addDays, dayIn, isDate } from '../../../shared/dates.ts'
import { dayMeant, type Operator } from '../../../shared/filter.ts'
import type { Column } from '../columns.ts'
import { type Bind, between, type Compiler, type FundTime } from './filter.ts'

const comparisons: Partial<Record<Operator, string>> = {
  is: '=',
  before: '<',
  after: '>',
  on_or_before: '<=',
  on_or_after: '>=',
}

export function compileDate({ sql }: Column, op: Operator, value: unknown, bind: Bind, { time }: Compiler): string {
  const meant = (given: unknown) => dayMeant(String(given), dayIn(time.zone, time.now))
  if (op === 'between') return between(sql, (value as unknown[]).map(meant), bind)
  const days = relativeDays(op, value, time)
  if (!days) return `${sql} ${comparisons[op]} ${bind(meant(value))}`

  return op === 'not_in_last_days' ? `(${sql} IS NULL OR NOT ${between(sql, days, bind)})` : between(sql, days, bind)
}

/** The first and last calendar day a relative operator means, both included. */
function relativeDays(op: Operator, value: unknown, { now, zone }: FundTime): [string, string] | null {
  const today = dayIn(zone, now)
  if (op === 'in_last_days' || op === 'not_in_last_days') return [addDays(today, -Number(value)), today]

  return op === 'in_next_days' ? [today, addDays(today, Number(value))] : null
}

/** A day stands for all its instants in the fund's zone: `after` it is from the next midnight on. */
export function compileDatetime({ sql }: Column, op: Operator, value: unknown, bind: Bind, { time }: Compiler): string {
  const ends = relativeDays(op, value, time) ?? (Array.isArray(value) ? value : [value, value])
  const today = dayIn(time.zone, time.now)
  const from = spanOf(dayMeant(String(ends[0]), today), time.zone).from
  const until = spanOf(dayMeant(String(ends[1]), today), time.zone).until

  if (op === 'before') return `${sql} < ${bind(from)}`
  if (op === 'on_or_after') return `${sql} >= ${bind(from)}`
  if (op === 'after') return `${sql} >= ${bind(until)}`
  if (op === 'on_or_before') return `${sql} < ${bind(until)}`
  if (op === 'not_in_last_days') return `(${sql} IS NULL OR ${sql} < ${bind(from)} OR ${sql} >= ${bind(until)})`
  return `(${sql} >= ${bind(from)} AND ${sql} < ${bind(until)})`
}

/** From the first instant of a day until the first of the next; an instant is its own millisecond. */
export function spanOf(moment: string, zone: string): { from: string; until: string } {
  if (!isDate(moment)) return { from: moment, until: new Date(Date.parse(moment) + 1).toISOString() }

  const midnight = (day: string) => DateTime.fromISO(day, { zone }).startOf('day').toJSDate().toISOString()
  return { from: midnight(moment), until: midnight(addDays(moment, 1)) }
}

/** What makes rows one group: the exact value; of lists the set whatever its order, of instants the day in the fund's zone. */
import type Database from 'better-sqlite3'
import { dayIn } from '../../../shared/dates.ts'
import type { Db } from '../../db/db.ts'
import type { Column } from '../columns.ts'
import type { FundTime } from './filter.ts'

export type Grouping = { db: Db; time: FundTime }

/** SQL for the value by which rows of `i` and `s` are grouped; NULL is the group of blanks, lists are JSON. */
export function groupValue(column: Column, { db, time }: Grouping, bind: (value: unknown) => string): string {
  return column.kind === 'datetime' ? `${dayFunction(db)}(${column.sql}, ${bind(time.zone)})` : exactValue(column)
}

/** What tells values apart: lists are the same whatever their order. */
export function exactValue({ kind, at, sql }: Column): string {
  if (kind !== 'multi') return sql
  if (at === 'tags') return tagSet

  return `CASE WHEN ${sql} IS NOT NULL THEN (SELECT json_group_array(value) FROM (
    SELECT value FROM json_each(${sql}) ORDER BY value)) END`
}

const tagSet = `CASE WHEN s.tag_ids <> '[]' THEN (SELECT json_group_array(name) FROM (
  SELECT t.name FROM json_each(s.tag_ids) e CROSS JOIN live_tags t ON t.id = e.value ORDER BY t.name_key)) END`

/** The group's value as it is answered, found at `sql`. */
export function groupJson({ kind }: Column, sql: string): string {
  if (kind === 'multi' || kind === 'none') return `json(${sql})`

  return kind === 'checkbox' ? `CASE ${sql} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END` : sql
}

const known = new WeakSet<Database.Database>()

/** SQLite knows no time zones. No offset changes within a quarter of an hour, so few instants are looked up. */
function dayFunction({ $client: client }: Db): string {
  if (known.has(client)) return 'day_in_zone'

  const days = new Map<number, string>()
  let daysZone: unknown
  client.function('day_in_zone', { deterministic: true }, (instant: unknown, zone: unknown) => {
    const quarter = Math.floor(Date.parse(String(instant)) / 900_000)
    if (Number.isNaN(quarter)) return null
    if (zone !== daysZone || days.size > 50_000) days.clear()
    daysZone = zone
    const day = days.get(quarter) ?? dayIn(String(zone), String(instant))
    days.set(quarter, day)
    return day
  })
  known.add(client)
  return 'day_in_zone'
}

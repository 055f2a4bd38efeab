import { DateTime } from 'luxon'
import type { Db } from '../db/db.ts'
import { and, count, desc, eq, gte, inArray, isNull, lt, type SQL } from '../db/drizzle.ts'
import { archivedInvestors, changes, investors } from '../db/live.ts'
import { describer, type Line } from '../history/describe.ts'
import { actsOf, type Page } from '../history/history.ts'
import { isTold } from '../history/never-logged.ts'
import type { Change } from '../undo/undo.ts'

/** `user` is an id, or `system`; `since` and `until` are days in the fund's zone, both inclusive. */
export type LogFilter = {
  user?: string | undefined
  surface?: string | undefined
  entity?: string | undefined
  since?: string | undefined
  until?: string | undefined
}

export type LogEntry = Change & { line: Line; act: string; investor: string | null }

/** The change log, newest first, each entry in words. `reader` is who looks: privacy binds admins too. */
export function changeLog(
  db: Db,
  filter: LogFilter,
  page: Page,
  reader: { id: string; zone: string },
): { entries: LogEntry[]; total: number } {
  const where = and(...conditions(filter, reader.zone), isTold())
  const rows = db.select().from(changes).where(where).orderBy(desc(changes.seq)).limit(page.limit).offset(page.offset)
  const found = rows.all()
  const describe = describer(db, reader.zone, reader.id)
  const acts = actsOf(db, [...new Set(found.map((change) => change.batchId))])
  const names = investorNames(db, found)
  const entries = found.map((change) => ({
    ...change,
    line: describe(change) ?? plainLine(change),
    act: acts.get(change.batchId) ?? '',
    investor: names.get(change.investorId ?? '') ?? null,
  }))
  return { entries, total: db.select({ n: count() }).from(changes).where(where).get()?.n ?? 0 }
}

function conditions({ user, surface, entity, since, until }: LogFilter, zone: string): (SQL | undefined)[] {
  return [
    user ? (user === 'system' ? isNull(changes.actorId) : eq(changes.actorId, user)) : undefined,
    surface ? eq(changes.surface, surface) : undefined,
    entity ? eq(changes.entity, entity) : undefined,
    since ? gte(changes.at, startOf(since, zone, 0)) : undefined,
    until ? lt(changes.at, startOf(until, zone, 1)) : undefined,
  ]
}

function investorNames(db: Db, found: Change[]): Map<string, string> {
  const ids = [...new Set(found.flatMap((change) => change.investorId ?? []))]
  const named = [investors, archivedInvestors].flatMap((view) =>
    db.select({ id: view.id, name: view.name }).from(view).where(inArray(view.id, ids)).all(),
  )
  return new Map(named.map(({ id, name }) => [id, name]))
}

const startOf = (day: string, zone: string, plusDays: number): string =>
  DateTime.fromISO(day, { zone }).plus({ days: plusDays }).toUTC().toISO() ?? ''

/** Records whose values every admin may see; of the others an entry without words of its own shows none. */
const open = new Set(['users', 'invitations', 'api_tokens', 'funds', 'fields', 'tags', 'stages', 'settings'])
const verbs = { create: 'added', update: 'changed', archive: 'archived', restore: 'restored' } as const

function plainLine({ entity, action, field, before, after }: Change): Line {
  const noun = entity.replaceAll('_', ' ').replace(/ies$/, 'y').replace(/sses$/, 'ss').replace(/s$/, '')
  if (field === 'sign_in_link') return { what: 'made a sign-in link for a user', before: null, after: null }

  const what = field ? `changed ${field.replaceAll('_', ' ')} of a ${noun}` : `${verbs[action]} a ${noun}`
  if (!open.has(entity)) return { what, before: null, after: null }

  return action === 'create'
    ? { what, before: null, after: null, note: nameOf(after) }
    : { what, before: text(before), after: text(after) }
}

const nameOf = (row: unknown) => {
  const { full_name, name, label, email } = (row ?? {}) as Record<string, string | undefined>
  return full_name ?? name ?? label ?? email ?? null
}

const text = (value: unknown) =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value)

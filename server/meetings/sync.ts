/**
 * Brings the mirrored meetings of one calendar up to date: by what changed since the sync token, or by listing it all when
 * there is none, when Google no longer knows it (410) or when somebody in it may have become known since.
 * https://developers.google.com/workspace/calendar/api/guides/sync
 */

import type { Config } from '../config.ts'
import { systemActor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { eq } from '../db/drizzle.ts'
import { mailboxStates } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { act } from '../db/write.ts'
import { GoogleFailure } from '../google/retry.ts'
import { noteRead } from '../mailboxes/reads.ts'
import type { CalendarEvent } from './event.ts'
import { proposeComing } from './follow.ts'
import { dropUnlisted, storeEvent } from './store.ts'
import { peopleOf } from './wanted.ts'

type EventPage = { events: CalendarEvent[]; nextPageToken: string | null; nextSyncToken: string | null }
/** The one thing asked of Google: events of the mailbox's own calendar, instances of series one by one. */
export type CalendarClient = {
  events(ask: { syncToken?: string; timeMin?: string; pageToken?: string }): Promise<EventPage>
}
export type CalendarSync = {
  db: Db
  client: CalendarClient
  mailbox: { address: string; userId: string | null }
  config: Pick<Config, 'timezone' | 'workspaceDomain'>
  now: Date
}
/** Events looked at and kept, and why it failed: a failure of Google's is noted at the mailbox and never thrown. */
export type CalendarSynced = { looked: number; kept: number; problem: string | null }

const day = 86_400_000
/** How far back a calendar is read at first. */
const behind = 90 * day

export async function syncCalendar(sync: CalendarSync): Promise<CalendarSynced> {
  try {
    return { ...(await changesOf(sync)), problem: null }
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error
    keepState(sync.db, sync.mailbox.address, { calendarProblem: error.reason })
    return { looked: 0, kept: 0, problem: error.reason }
  }
}

type Found = { looked: number; kept: number }

async function changesOf(sync: CalendarSync): Promise<Found> {
  const { calendarToken: syncToken } = stateOf(sync.db, sync.mailbox.address) ?? {}
  if (!syncToken || mayKnowMore(sync.db, sync.mailbox.address)) return listed(sync)

  try {
    return await paged(sync, { syncToken })
  } catch (error) {
    if (error instanceof GoogleFailure && error.status === 410) return listed(sync)
    throw error
  }
}

const listed = (sync: CalendarSync) =>
  paged(sync, { timeMin: new Date(sync.now.getTime() - behind).toISOString() }, new Set())

/**
 * Page by page, each committed as it comes; the token only with the last one, so that whatever is interrupted is done again.
 * `seen` is given when everything is listed: what is not in it by the end is gone.
 */
async function paged(
  sync: CalendarSync,
  ask: { syncToken?: string; timeMin?: string },
  seen?: Set<string>,
): Promise<Found> {
  const head = newestEntry(sync.db)
  const found = { looked: 0, kept: 0 }
  let pageToken: string | null = null
  do {
    const page: EventPage = await sync.client.events({ ...ask, ...(pageToken && { pageToken }) })
    pageToken = page.nextPageToken
    for (const { id } of page.events) if (id) seen?.add(id)
    found.looked += page.events.length
    found.kept += keepPage(sync, page, { since: ask.timeMin ?? '', seen, head })
  } while (pageToken)
  return found
}

type Whole = { since: string; seen: Set<string> | undefined; head: number }

function keepPage(
  sync: CalendarSync,
  { events, nextPageToken, nextSyncToken }: EventPage,
  { since, seen, head }: Whole,
) {
  const { db, mailbox, config, now } = sync
  const keep = act(
    db,
    systemActor('capture'),
    'Followed the calendar',
    (tx) => {
      const people = peopleOf(db, config.workspaceDomain)
      const calendar = { mailbox: mailbox.address, userId: mailbox.userId, zone: config.timezone, people }
      const kept = events.filter((event) => storeEvent(tx, calendar, event)).length
      noteRead(db, { mailbox: mailbox.address, actorId: null, purpose: 'calendar', looked: events.length, kept }, now)
      if (nextPageToken) return kept

      if (seen) dropUnlisted(tx, mailbox.address, since, seen)
      proposeComing(tx, mailbox.address, stateOf(db, mailbox.address)?.calendarAt ?? null)
      keepState(db, mailbox.address, { calendarToken: nextSyncToken, calendarAt: tx.at, calendarProblem: null })
      prepared(db, keepCursor).run(cursorOf(mailbox.address), head)
      return kept
    },
    { now },
  )
  return keep.result
}

type State = typeof mailboxStates.$inferSelect

const stateOf = (db: Db, address: string): State | undefined =>
  db.select().from(mailboxStates).where(eq(mailboxStates.address, address)).get()

function keepState(db: Db, address: string, set: Partial<State>): void {
  db.insert(mailboxStates)
    .values({ address, ...set })
    .onConflictDoUpdate({ target: mailboxStates.address, set })
    .run()
}

/** Whether people, their addresses or their investors were added since, or somebody is no longer never to be logged. */
const mayKnowMore = (db: Db, address: string): boolean => prepared(db, moreSql).get(cursorOf(address)) !== undefined

const moreSql = `
  SELECT 1 FROM changes WHERE seq > (SELECT coalesce(max(seq), 0) FROM log_cursors WHERE name = ?) AND (
    (entity IN ('contact_addresses', 'contact_roles') AND action IN ('create', 'restore'))
    OR (entity = 'contacts' AND action = 'restore') OR (entity = 'never_log' AND action = 'archive')
  ) LIMIT 1`

const cursorOf = (address: string) => `calendar:${address}`
const keepCursor =
  'INSERT INTO log_cursors (name, seq) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET seq = excluded.seq'
const newestEntry = (db: Db) => Number(prepared(db, 'SELECT coalesce(max(seq), 0) FROM changes').pluck().get())

/** A calendar Google would answer from, in the hands of the test, and the pass that follows it. */
import { act, type Tx } from '../../server/db/write.ts'
import { GoogleFailure } from '../../server/google/retry.ts'
import type { CalendarEvent } from '../../server/meetings/event.ts'
import { type CalendarClient, syncCalendar } from '../../server/meetings/sync.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

type Asked = { syncToken?: string; timeMin?: string; pageToken?: string }

/** Keeps events by id with the number of the change that touched each; the sync token is such a number. */
export function calendar() {
  const events = new Map<string, { event: CalendarEvent; change: number }>()
  let change = 0
  const state = { forgotten: false, pageSize: 250, asked: [] as Asked[], failure: null as GoogleFailure | null }
  const client: CalendarClient = {
    async events(ask) {
      state.asked.push(ask)
      if (state.failure) throw state.failure
      if (ask.syncToken && state.forgotten) throw new GoogleFailure('google_refused', 410, 'fullSyncRequired')
      const since = ask.syncToken ? Number(ask.syncToken) : 0
      const all = [...events.values()].filter((one) => one.change > since)
      const shown = ask.syncToken ? all : all.filter(({ event }) => event.status !== 'cancelled')
      const from = Number(ask.pageToken ?? 0)
      const rest = shown.length > from + state.pageSize
      return {
        events: shown.slice(from, from + state.pageSize).map((one) => one.event),
        nextPageToken: rest ? String(from + state.pageSize) : null,
        nextSyncToken: rest ? null : String(change),
      }
    },
  }
  const put = (event: CalendarEvent) => {
    change += 1
    const updated = new Date(Date.UTC(2026, 10, 16, 9, 0, change)).toISOString()
    events.set(String(event.id), { event: { updated, ...event }, change })
  }
  return {
    client,
    state,
    put,
    /** All that is certain of a deleted event is its id. */
    cancel: (id: string) => put({ id, status: 'cancelled' }),
  }
}

/** Ines and Maya on Thursday at ten, New York time. */
export const lunch: CalendarEvent = {
  id: 'lunch',
  iCalUID: 'lunch@google.com',
  status: 'confirmed',
  summary: 'Lunch with Maya',
  location: 'Pier 4',
  start: { dateTime: '2026-11-19T10:00:00-05:00', timeZone: 'America/New_York' },
  end: { dateTime: '2026-11-19T11:00:00-05:00', timeZone: 'America/New_York' },
  organizer: { email: 'ines@northlight.example', self: true },
  attendees: [
    { email: 'ines@northlight.example', responseStatus: 'accepted', self: true, organizer: true },
    { email: 'Maya.Chen+work@harborfo.example', displayName: 'Maya Chen', responseStatus: 'needsAction' },
  ],
}

export type Scene = ReturnType<typeof openScene>

/** The small fund, and a calendar for Ines and for Marcus. */
export function openScene() {
  const world = openWorld()
  const calendars = { ines: calendar(), marcus: calendar() }
  const follow = (who: 'ines' | 'marcus' = 'ines', now = world.clock.now()) => {
    const { email, id } = world[who]
    const mailbox = { address: email, userId: id }
    return syncCalendar({ db: world.db, client: calendars[who].client, mailbox, config: settings, now })
  }
  return { ...world, calendars, follow }
}

const settings = { timezone: 'America/New_York', workspaceDomain: 'northlight.example' }

/** Does something as Ines. */
export const doing = <T>({ db, ines, clock }: World, work: (tx: Tx) => T): T =>
  act(db, actorFor(ines), 'Did something', work, { now: clock.now() }).result

type Held = { key: string; startsAt: string; status: string; title: string; level: string; allDay: number }

/** What is mirrored, by when it begins. */
export const held = ({ db }: Pick<World, 'db'>): Held[] =>
  db.$client
    .prepare(
      'SELECT key, starts_at AS startsAt, status, title, level, all_day AS allDay FROM meetings ORDER BY starts_at, key',
    )
    .all() as Held[]

/** Proposals of meetings: what each is about and where it stands. */
export const proposed = ({ db }: Pick<World, 'db'>) =>
  db.$client
    .prepare(`SELECT p.status, i.name AS investor FROM live_proposals p JOIN live_investors i ON i.id = p.investor_id
      WHERE p.kind = 'log_meeting' ORDER BY p.id`)
    .all() as { status: string; investor: string }[]

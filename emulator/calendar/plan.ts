import { fingerprint } from '../gmail/mailbox.ts'
import type { Workspace } from '../workspace.ts'
import { type Calendar, keepEvent, type StoredEvent } from './calendar.ts'
import { attendeeOf, type EventAttendee, type EventTime, eventTime, instanceSuffix, type Person } from './event.ts'

/** An event as somebody plans it; text times are instants, or whole days when they are ten characters long. */
export interface EventPlan {
  summary: string
  start: string | EventTime
  /** For whole days the day after the last one. */
  end: string | EventTime
  /** The first member of staff among the attendees when absent. */
  organizer?: string
  attendees?: Person[]
  description?: string
  location?: string
  visibility?: StoredEvent['visibility']
  eventType?: string
  iCalUID?: string
  /** Makes it a series: its rule, and every occurrence it has. */
  recurrence?: string[]
  instances?: { start: string | EventTime; end: string | EventTime }[]
  /** Calendars it stands in although its people do not tell so. */
  calendars?: string[]
}

export interface PlannedEvent {
  /** The same in every calendar, as Google has it for invited people. */
  id: string
  iCalUID: string
  calendars: string[]
  /** Ids of the occurrences of a series. */
  instances: string[]
}

/** Plans an event: a copy stands in the calendar of every member of staff it concerns. */
export function addEvent(workspace: Workspace, plan: EventPlan): PlannedEvent {
  const id = fingerprint(`event ${workspace.nextSerial()}`).slice(0, 26)
  const master = newEvent(workspace, plan, id)
  const occurrences = (plan.instances ?? []).map((times) =>
    occurrence(master, eventTime(times.start), eventTime(times.end)),
  )
  const calendars = calendarsOf(workspace, master, plan.calendars)
  for (const calendar of calendars) for (const event of [master, ...occurrences]) keepEvent(calendar, event)
  return {
    id,
    iCalUID: master.iCalUID,
    calendars: calendars.map(({ owner }) => owner),
    instances: occurrences.map((event) => event.id),
  }
}

type EventDraft = Omit<StoredEvent, 'revision'>

function newEvent(workspace: Workspace, plan: EventPlan, id: string): EventDraft {
  const { summary, description, location, visibility, recurrence } = plan
  const at = workspace.clock.now().getTime()
  const attendees = (plan.attendees ?? []).map(attendeeOf)
  const organizer = plan.organizer?.toLowerCase() ?? firstStaff(workspace, attendees, plan.calendars)
  return {
    id,
    iCalUID: plan.iCalUID ?? `${id}@google.com`,
    status: 'confirmed',
    summary,
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
    ...(visibility && { visibility }),
    ...(recurrence && { recurrence }),
    start: eventTime(plan.start),
    end: eventTime(plan.end),
    organizer: { email: organizer },
    attendees,
    eventType: plan.eventType ?? 'default',
    created: at,
    updated: at,
  }
}

function firstStaff(workspace: Workspace, attendees: EventAttendee[], calendars: string[] = []): string {
  const people = [...attendees.map(({ email }) => email), ...calendars]
  const staff = people.find((email) => workspace.calendars.has(email))
  if (!staff) throw new Error(`Nobody of ${workspace.domain} takes part in this event.`)
  return staff
}

function occurrence({ recurrence, ...master }: EventDraft, start: EventTime, end: EventTime): EventDraft {
  const id = `${master.id}_${instanceSuffix(start)}`
  return { ...master, id, start, end, recurringEventId: master.id, originalStartTime: start }
}

function calendarsOf(workspace: Workspace, event: EventDraft, others: string[] = []): Calendar[] {
  const people = new Set([event.organizer.email, ...event.attendees.map(({ email }) => email), ...others])
  return [...workspace.calendars.values()].filter(({ owner }) => people.has(owner))
}

export type EventChanges = Partial<Omit<EventPlan, 'recurrence' | 'instances'>>

/** Changes an event, or one occurrence of a series, wherever it stands; who is no longer invited sees it cancelled. */
export function updateEvent(workspace: Workspace, id: string, changes: EventChanges) {
  const holders = holdersOf(workspace, id)
  const [known] = holders.flatMap(({ events }) => events.get(id) ?? [])
  if (!known) throw new Error(`There is no event ${id}`)
  const event = changed(known, changes, workspace.clock.now().getTime())
  const others = holders.map(({ owner }) => owner).filter((owner) => !isNamed(known, owner))
  const invited = calendarsOf(workspace, event, changes.calendars ?? others)
  for (const calendar of invited) keepEvent(calendar, event)
  for (const calendar of holders.filter((holder) => !invited.includes(holder))) {
    keepEvent(calendar, { ...event, status: 'cancelled' })
  }
}

function isNamed({ organizer, attendees }: EventDraft, owner: string): boolean {
  return organizer.email === owner || attendees.some(({ email }) => email === owner)
}

function changed(
  event: EventDraft,
  { start, end, organizer, attendees, calendars, ...rest }: Partial<EventPlan>,
  at: number,
): EventDraft {
  return {
    ...event,
    ...rest,
    ...(start && { start: eventTime(start) }),
    ...(end && { end: eventTime(end) }),
    ...(organizer && { organizer: { email: organizer.toLowerCase() } }),
    ...(attendees && { attendees: attendees.map(attendeeOf) }),
    updated: at,
  }
}

/** Cancels an event everywhere, with all its occurrences; or one occurrence of a series. */
export function cancelEvent(workspace: Workspace, id: string) {
  const holders = holdersOf(workspace, id)
  if (holders.length === 0) throw new Error(`There is no event ${id}`)
  const updated = workspace.clock.now().getTime()
  for (const calendar of holders) {
    const concerned = [...calendar.events.values()].filter((event) => event.id === id || event.recurringEventId === id)
    for (const event of concerned) keepEvent(calendar, { ...event, status: 'cancelled', updated })
  }
}

/** The calendars in which an event still stands. */
function holdersOf(workspace: Workspace, id: string): Calendar[] {
  return [...workspace.calendars.values()].filter(
    ({ events }) => (events.get(id)?.status ?? 'cancelled') !== 'cancelled',
  )
}

/** A calendar's event as Google gives it, and what it says about a meeting. */
import { DateTime } from 'luxon'
import { normaliseAddress } from '../../shared/addresses.ts'
import type { MeetingAttendee } from '../db/mirror.ts'

type EventTime = { date?: string | null; dateTime?: string | null; timeZone?: string | null }
type EventAttendee = {
  email?: string | null
  displayName?: string | null
  responseStatus?: string | null
  self?: boolean | null
  organizer?: boolean | null
  resource?: boolean | null
  additionalGuests?: number | null
}

/**
 * What is read of an event (https://developers.google.com/workspace/calendar/api/v3/reference/events). Of a deleted one only
 * the id is certain. With `singleEvents` each instance of a series is one of these.
 */
export type CalendarEvent = {
  id?: string | null
  iCalUID?: string | null
  status?: string | null
  summary?: string | null
  location?: string | null
  start?: EventTime
  end?: EventTime
  originalStartTime?: EventTime
  organizer?: { email?: string | null; displayName?: string | null; self?: boolean | null }
  attendees?: EventAttendee[]
  attendeesOmitted?: boolean | null
  updated?: string | null
  visibility?: string | null
  eventType?: string | null
}

/** Times are UTC ISO 8601; a day is from midnight to midnight in the fund's zone. */
export type EventFacts = {
  key: string
  startsAt: string
  endsAt: string
  allDay: boolean
  status: 'confirmed' | 'tentative'
  title: string | null
  location: string | null
  organizer: string | null
  attendees: MeetingAttendee[]
  updatedAt: string
}

/** What an event says; null when it does not even say when it is, or which it is. */
export function factsOf(event: CalendarEvent, zone: string): EventFacts | null {
  const [startsAt, endsAt] = [instantOf(event.start, zone), instantOf(event.end ?? event.start, zone)]
  const key = keyOf(event, zone)
  if (!startsAt || !endsAt || !key) return null

  return {
    key,
    startsAt,
    endsAt,
    allDay: typeof event.start?.date === 'string',
    status: event.status === 'tentative' ? 'tentative' : 'confirmed',
    title: shortened(event.summary, 1000),
    location: shortened(event.location, 1000),
    organizer: event.organizer?.email ? normaliseAddress(event.organizer.email) : null,
    attendees: peopleAt(event),
    updatedAt: instantOf({ dateTime: event.updated ?? null }, zone) ?? '',
  }
}

/**
 * The same meeting has one iCalUID in every calendar, and all instances of a series share it: those differ by when they were
 * planned for at first (RFC 5545, 3.8.4.4 and 3.8.4.7).
 */
function keyOf({ iCalUID, id, originalStartTime }: CalendarEvent, zone: string): string | null {
  const uid = iCalUID || (id ? `event:${id}` : null)
  const original = originalStartTime && (originalStartTime.date ?? instantOf(originalStartTime, zone))
  return uid && (original ? `${uid}\n${original}` : uid)
}

/** Whether a meeting is one of a series. */
export const isInstance = (key: string): boolean => key.includes('\n')

function instantOf(time: EventTime | null | undefined, zone: string): string | null {
  const text = time?.dateTime ?? time?.date
  if (!text) return null

  const at = DateTime.fromISO(text, { zone: time?.dateTime ? (time.timeZone ?? 'UTC') : zone }).toUTC()
  return at.isValid ? at.toISO() : null
}

/** Everybody asked and whoever asks them, each once, by the address as matching compares it; rooms are nobody. */
function peopleAt(event: CalendarEvent): MeetingAttendee[] {
  const people = new Map<string, MeetingAttendee>()
  for (const one of event.attendees ?? []) {
    const address = one.resource ? null : normaliseAddress(one.email ?? '')
    if (!address || people.has(address)) continue
    const organizer = one.organizer === true
    people.set(address, {
      address,
      name: one.displayName || null,
      response: one.responseStatus ?? 'needsAction',
      organizer,
    })
  }
  const { email, displayName } = event.organizer ?? {}
  const address = normaliseAddress(email ?? '')
  if (address && !people.has(address) && !isCalendar(address))
    people.set(address, { address, name: displayName || null, response: 'accepted', organizer: true })
  return [...people.values()]
}

/** A secondary calendar organises under an address of its own, that is nobody's. */
const isCalendar = (address: string) => address.endsWith('calendar.google.com')

const shortened = (text: string | null | undefined, most: number) => (text ? text.slice(0, most) : null)

import { DateTime } from 'luxon'

/** `date` (yyyy-mm-dd) for a whole day, `dateTime` (RFC 3339) for an instant. */
export interface EventTime {
  date?: string
  dateTime?: string
  timeZone?: string
}

export type EventAnswer = 'needsAction' | 'declined' | 'tentative' | 'accepted'

export interface EventAttendee {
  email: string
  displayName?: string
  responseStatus: EventAnswer
  organizer?: boolean
  optional?: boolean
  /** A room or a projector. */
  resource?: boolean
  additionalGuests?: number
}

export type Person = string | (Partial<EventAttendee> & { email: string })

/** Text is an instant (`2026-11-24T10:00:00Z`) or, with ten characters, a whole day. */
export function eventTime(time: string | EventTime): EventTime {
  if (typeof time !== 'string') return time
  return time.length === 10 ? { date: time } : { dateTime: time }
}

export function attendeeOf(person: Person): EventAttendee {
  const given = typeof person === 'string' ? { email: person } : person
  return { responseStatus: 'needsAction', ...given, email: given.email.toLowerCase() }
}

/** Where an event begins or ends on the time line; a whole day begins at midnight UTC. */
export function instantOf({ dateTime, date, timeZone }: EventTime): number {
  return DateTime.fromISO(dateTime ?? `${date}T00:00:00Z`, { zone: timeZone ?? 'utc' }).toMillis()
}

/** The last part of an instance's id: `20261124T100000Z`, or `20261124` for a whole day. */
export function instanceSuffix(start: EventTime): string {
  if (start.date) return start.date.replaceAll('-', '')
  return DateTime.fromMillis(instantOf(start), { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'")
}

import type { EventAttendee, EventTime } from './event.ts'

/** One copy of an event in one person's calendar. */
export interface StoredEvent {
  id: string
  iCalUID: string
  status: 'confirmed' | 'tentative' | 'cancelled'
  summary: string
  description?: string
  location?: string
  start: EventTime
  end: EventTime
  organizer: { email: string; displayName?: string }
  attendees: EventAttendee[]
  visibility?: 'default' | 'public' | 'private' | 'confidential'
  eventType: string
  /** The rule of a series, on its master only. */
  recurrence?: string[]
  recurringEventId?: string
  originalStartTime?: EventTime
  created: number
  updated: number
  /** Rises with every change in the calendar; what sync tokens and pages point at. */
  revision: number
}

export interface Calendar {
  owner: string
  events: Map<string, StoredEvent>
  revision: number
  /** Tokens of another age are expired. */
  tokenAge: number
  /** Answers an empty page first, as Google may do. */
  sparse: boolean
}

export function createCalendar(owner: string): Calendar {
  return { owner, events: new Map(), revision: 0, tokenAge: 1, sparse: false }
}

/** Puts an event into a calendar, or its newer state in place of the older one. */
export function keepEvent(calendar: Calendar, event: Omit<StoredEvent, 'revision'>) {
  calendar.revision += 1
  calendar.events.set(event.id, { ...event, revision: calendar.revision })
}

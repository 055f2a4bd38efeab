import type { StoredEvent } from './calendar.ts'

/** An event as its calendar's owner sees it. Of what was deleted Google only promises the ids. */
export function eventResource(event: StoredEvent, owner: string, maxAttendees = Number.POSITIVE_INFINITY) {
  const { id, recurringEventId, originalStartTime, status } = event
  const series = { ...(recurringEventId && { recurringEventId }), ...(originalStartTime && { originalStartTime }) }
  const shared = { kind: 'calendar#event', etag: `"${event.revision}"`, id, status, ...series }
  return status === 'cancelled' ? shared : { ...shared, ...details(event, owner, maxAttendees) }
}

function details(event: StoredEvent, owner: string, maxAttendees: number) {
  const { iCalUID, summary, description, location, start, end, visibility, recurrence, eventType } = event
  return {
    iCalUID,
    htmlLink: `https://www.google.com/calendar/event?eid=${event.id}`,
    created: new Date(event.created).toISOString(),
    updated: new Date(event.updated).toISOString(),
    ...(summary && { summary }),
    ...(description && { description }),
    ...(location && { location }),
    creator: person(event.organizer, owner),
    organizer: person(event.organizer, owner),
    start,
    end,
    ...(recurrence && { recurrence }),
    ...(visibility && visibility !== 'default' && { visibility }),
    ...attendeesOf(event, owner, maxAttendees),
    eventType,
    reminders: { useDefault: true },
  }
}

const person = (who: { email: string; displayName?: string }, owner: string) => ({
  ...who,
  ...(who.email === owner && { self: true }),
})

/** Cut short on request, the list keeps the owner and says that others were left out. */
function attendeesOf({ attendees, organizer }: StoredEvent, owner: string, most: number) {
  if (attendees.length === 0) return {}
  const all = attendees.map((attendee) => ({
    ...person(attendee, owner),
    ...(attendee.email === organizer.email && { organizer: true }),
  }))
  if (all.length <= most) return { attendees: all }
  return { attendees: all.filter(({ email }) => email === owner), attendeesOmitted: true }
}

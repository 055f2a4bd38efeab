/** Which events are meetings with somebody we know; of all others nothing is kept. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { isAlias } from '../mail/aliases.ts'
import { ownBook } from '../mail/own.ts'
import type { CalendarEvent, EventFacts } from './event.ts'

/** Above this many people it is a gathering, and says nothing about any one of them. */
const crowd = 20

export type People = {
  /** Addresses of those who count, as matching compares them: not ours, no rooms, nobody who declined. */
  outside: (facts: EventFacts) => string[]
  isWanted: (event: CalendarEvent, facts: EventFacts) => boolean
  /** Whether somebody is there whose meetings leave no trace. */
  isNever: (facts: EventFacts) => boolean
}

/** `domain` is the workspace's. The answer holds for as long as nobody writes. */
export function peopleOf(db: Db, domain: string | null): People {
  const book = ownBook(db, domain)
  const outside = ({ attendees }: EventFacts) =>
    attendees
      .filter(({ response, address }) => response !== 'declined' && !book.isOwn(address) && !isAlias(db, address))
      .map(({ address }) => address)

  const isNever = ({ attendees }: EventFacts) => attendees.some(({ address }) => book.isNever(address))

  return {
    outside,
    isNever,
    isWanted(event, facts) {
      if (event.eventType && event.eventType !== 'default') return false
      if (isCrowd(event, facts) || isDeclined(event) || isNever(facts)) return false
      return outside(facts).some((key) => isKnown(db, key))
    },
  }
}

const isCrowd = ({ attendees = [], attendeesOmitted }: CalendarEvent, facts: EventFacts): boolean =>
  attendeesOmitted === true ||
  facts.attendees.length + attendees.reduce((sum, one) => sum + (one.additionalGuests ?? 0), 0) > crowd

/** The owner of this calendar said no. */
const isDeclined = ({ attendees = [] }: CalendarEvent): boolean =>
  attendees.some(({ self, responseStatus }) => self === true && responseStatus === 'declined')

const isKnown = (db: Db, key: string): boolean => prepared(db, knownSql).get(key) !== undefined

const knownSql = `
  SELECT 1 FROM live_contact_addresses a CROSS JOIN live_contacts c ON c.id = a.contact_id WHERE a.address_key = ? LIMIT 1`

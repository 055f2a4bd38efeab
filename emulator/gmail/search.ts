import { DateTime } from 'luxon'
import { parseAddresses } from '../mime/addresses.ts'
import { headerValue } from '../mime/headers.ts'
import { invalidArgument } from '../problems.ts'
import type { StoredMessage } from './mailbox.ts'
import { parseQuery, type Query } from './query.ts'

export type Matcher = (message: StoredMessage) => boolean

export interface Search {
  matches: Matcher
  /** True when the query itself asks for spam and bin, as `in:anywhere` does. */
  anywhere: boolean
}

/** The part of Gmail's search box this product may use; any other operator is refused rather than ignored. */
export function compileSearch(q: string, owner: string): Search {
  const query = parseQuery(q)
  return { matches: compile(query, owner), anywhere: /\bin:anywhere\b/i.test(q) }
}

function compile(query: Query, owner: string): Matcher {
  if (query.kind === 'term') return termMatcher(query.operator, query.value, owner)
  const parts = query.parts.map((part) => compile(part, owner))
  if (query.kind === 'not') return (message) => !parts.some((part) => part(message))
  if (query.kind === 'or') return (message) => parts.some((part) => part(message))
  return (message) => parts.every((part) => part(message))
}

function termMatcher(operator: string, value: string, owner: string): Matcher {
  const person = value === 'me' ? owner : value.toLowerCase()
  switch (operator) {
    case 'from':
    case 'to':
    case 'cc':
      return (message) => namesPerson(headerValue(message.mime.headers, operator), person)
    case 'subject':
      return (message) => headerValue(message.mime.headers, 'Subject').toLowerCase().includes(value.toLowerCase())
    case 'rfc822msgid':
      return (message) => message.rfcMessageId === value.replace(/^<|>$/g, '')
    case 'after':
      return after(startOfDay(value))
    case 'before':
      return before(startOfDay(value))
    case 'in':
      return inPlace(value.toLowerCase())
    default:
      throw invalidArgument(`The emulator does not know the search operator "${operator}:".`)
  }
}

function namesPerson(header: string, person: string): boolean {
  return parseAddresses(header).some(
    ({ name, address }) =>
      address === person ||
      (!person.includes('@') && (address.split(/[@.]/).includes(person) || isDomainOf(person, address))) ||
      name.toLowerCase().split(/\s+/).includes(person),
  )
}

function isDomainOf(domain: string, address: string): boolean {
  const bare = domain.replace(/^@/, '')
  return address.endsWith(`@${bare}`) || address.endsWith(`.${bare}`)
}

function after(start: number): Matcher {
  return (message) => message.internalDate >= start
}

function before(end: number): Matcher {
  return (message) => message.internalDate < end
}

/** Epoch seconds are exact; a calendar day is read as midnight Pacific, which is why nobody should pass one. */
function startOfDay(value: string): number {
  if (/^\d{9,10}$/.test(value)) return Number(value) * 1000
  const day = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/.exec(value)
  if (!day) throw invalidArgument(`Invalid date in search: ${value}`)
  const [year, month, date] = day.slice(1).map(Number)
  return DateTime.fromObject({ year, month, day: date }, { zone: 'America/Los_Angeles' }).toMillis()
}

function inPlace(place: string): Matcher {
  if (place === 'anywhere') return () => true
  if (!['inbox', 'sent', 'trash', 'spam', 'drafts', 'chats'].includes(place)) {
    throw invalidArgument(`The emulator does not know the search "in:${place}".`)
  }
  const label = { drafts: 'DRAFT', chats: 'CHAT' }[place] ?? place.toUpperCase()
  return (message) => message.labelIds.has(label)
}

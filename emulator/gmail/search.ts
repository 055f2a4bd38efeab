import { DateTime } from 'luxon'
import { invalidArgument } from '../problems.ts'
import type { AddressIndex } from './address-index.ts'
import type { PeopleField } from './content.ts'
import type { StoredMessage } from './mailbox.ts'
import { parseQuery, type Query } from './query.ts'
import { hasAttachment } from './resource.ts'

type Matcher = (message: StoredMessage) => boolean

export interface Search {
  matches: Matcher
  /** How the index answers; null when the whole mailbox must be read. */
  lookup: Lookup | null
  /** The query itself asks for spam or bin, as `in:anywhere` does. */
  seesHidden: boolean
}

interface Lookup {
  /** Every message that can match. */
  find(index: AddressIndex): Iterable<StoredMessage>
  /** What is left to look at in a message that was found; null when being found is all. */
  rest: Matcher | null
}

/** The part of Gmail's search box this product may use; any other operator is refused rather than ignored. */
export function compileSearch(q: string, owner: string): Search {
  return compile(parseQuery(q), owner)
}

function compile(query: Query, owner: string): Search {
  if (query.kind === 'term') return compileTerm(query.operator, query.value, owner)
  const parts = query.parts.map((part) => compile(part, owner))
  if (query.kind === 'not') return { ...noneOf(parts), seesHidden: false }
  return query.kind === 'or' ? anyOf(parts) : allOf(parts)
}

const noneOf = (parts: Search[]) => ({
  matches: (message: StoredMessage) => !parts.some((part) => part.matches(message)),
  lookup: null,
})

function anyOf(parts: Search[]): Search {
  const matches: Matcher = (message) => parts.some((part) => part.matches(message))
  const lookups = parts.flatMap(({ lookup }) => lookup ?? [])
  const rest = lookups.some((lookup) => lookup.rest) ? matches : null
  const find = (index: AddressIndex) => new Set(lookups.flatMap((lookup) => [...lookup.find(index)]))
  return { matches, lookup: lookups.length === parts.length ? { find, rest } : null, seesHidden: parts.some(hidden) }
}

function allOf(parts: Search[]): Search {
  const matches: Matcher = (message) => parts.every((part) => part.matches(message))
  const indexed = parts.find(({ lookup }) => lookup)
  const checks = parts.flatMap((part) => (part === indexed ? (part.lookup?.rest ?? []) : part.matches))
  const rest: Matcher | null = checks.length > 0 ? (message) => checks.every((check) => check(message)) : null
  const lookup = indexed?.lookup ? { find: indexed.lookup.find, rest } : null
  return { matches, lookup, seesHidden: parts.some(hidden) }
}

const hidden = ({ seesHidden }: Search) => seesHidden

function compileTerm(operator: string, value: string, owner: string): Search {
  if (isPeopleField(operator)) return personTerm(operator, value.toLowerCase() === 'me' ? owner : value.toLowerCase())
  return { matches: termMatcher(operator, value), lookup: null, seesHidden: seesHidden(operator, value) }
}

function isPeopleField(operator: string): operator is PeopleField {
  return ['from', 'to', 'cc', 'bcc'].includes(operator)
}

/** A whole address is looked up in the index; a name or a domain is looked for in every message. */
function personTerm(field: PeopleField, person: string): Search {
  const isWhole = /^[^@]+@[^@]+$/.test(person)
  return {
    matches: (message) => namesPerson(message, field, person),
    lookup: isWhole ? { find: (index) => index.find(field, person), rest: null } : null,
    seesHidden: false,
  }
}

function namesPerson(message: StoredMessage, field: PeopleField, person: string): boolean {
  return message.content
    .people(field)
    .some(
      ({ name, address }) =>
        address === person ||
        (!person.slice(1).includes('@') && (isWordOf(person, address) || isDomainOf(person, address))) ||
        isInName(person, name.toLowerCase()),
    )
}

/** One of the words of a name, or several of them when they are quoted. */
function isInName(person: string, name: string): boolean {
  return person.includes(' ') ? name.includes(person) : name.split(/\s+/).includes(person)
}

function isWordOf(word: string, address: string): boolean {
  return address.split(/[@.]/).includes(word)
}

function isDomainOf(domain: string, address: string): boolean {
  const bare = domain.replace(/^@/, '')
  return address.endsWith(`@${bare}`) || address.endsWith(`.${bare}`)
}

function termMatcher(operator: string, value: string): Matcher {
  switch (operator) {
    case 'subject':
      return (message) => message.content.subject.toLowerCase().includes(value.toLowerCase())
    case 'rfc822msgid':
      return (message) => message.rfcMessageId === value.replace(/^<|>$/g, '')
    case 'after':
      return after(startOfDay(value))
    case 'before':
      return before(startOfDay(value))
    case 'in':
      return inPlace(value.toLowerCase())
    case 'has':
      return withAttachment(value.toLowerCase())
    default:
      throw invalidArgument(`The emulator does not know the search operator "${operator}:".`)
  }
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
  if (!['inbox', 'sent', 'trash', 'spam', 'drafts', 'draft', 'chats'].includes(place)) {
    throw invalidArgument(`The emulator does not know the search "in:${place}".`)
  }
  const label = { drafts: 'DRAFT', chats: 'CHAT' }[place] ?? place.toUpperCase()
  return (message) => message.labelIds.has(label)
}

function seesHidden(operator: string, value: string): boolean {
  return operator === 'in' && ['anywhere', 'trash', 'spam'].includes(value.toLowerCase())
}

function withAttachment(what: string): Matcher {
  if (what !== 'attachment') throw invalidArgument(`The emulator does not know the search "has:${what}".`)
  return (message) => hasAttachment(message.mime)
}

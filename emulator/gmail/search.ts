import { DateTime } from 'luxon'
import { invalidArgument } from '../problems.ts'
import type { AddressIndex } from './address-index.ts'
import type { PeopleField } from './content.ts'
import type { StoredMessage } from './mailbox.ts'
import { parseQuery, type Query } from './query.ts'
import { hasAttachment } from './resource.ts'

export interface Search {
  matches: (message: StoredMessage) => boolean
  /** Every message that can match, straight from the index; null when the whole mailbox must be read. */
  candidates: ((index: AddressIndex) => Iterable<StoredMessage>) | null
  /** The query itself asks for spam or bin, as `in:anywhere` does. */
  seesHidden: boolean
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
  candidates: null,
})

function anyOf(parts: Search[]): Search {
  const finders = parts.flatMap(({ candidates }) => candidates ?? [])
  const isIndexed = finders.length === parts.length
  return {
    matches: (message) => parts.some((part) => part.matches(message)),
    candidates: isIndexed ? (index) => new Set(finders.flatMap((find) => [...find(index)])) : null,
    seesHidden: parts.some((part) => part.seesHidden),
  }
}

function allOf(parts: Search[]): Search {
  return {
    matches: (message) => parts.every((part) => part.matches(message)),
    candidates: parts.find(({ candidates }) => candidates)?.candidates ?? null,
    seesHidden: parts.some((part) => part.seesHidden),
  }
}

function compileTerm(operator: string, value: string, owner: string): Search {
  if (isPeopleField(operator)) return personTerm(operator, value.toLowerCase() === 'me' ? owner : value.toLowerCase())
  return { matches: termMatcher(operator, value), candidates: null, seesHidden: seesHidden(operator, value) }
}

function isPeopleField(operator: string): operator is PeopleField {
  return ['from', 'to', 'cc', 'bcc'].includes(operator)
}

/** A whole address is looked up in the index; a name or a domain is looked for in every message. */
function personTerm(field: PeopleField, person: string): Search {
  const isWhole = /^[^@]+@[^@]+$/.test(person)
  return {
    matches: (message) => namesPerson(message, field, person),
    candidates: isWhole ? (index) => index.find(field, person) : null,
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

function termMatcher(operator: string, value: string): Search['matches'] {
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

function after(start: number): Search['matches'] {
  return (message) => message.internalDate >= start
}

function before(end: number): Search['matches'] {
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

function inPlace(place: string): Search['matches'] {
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

function withAttachment(what: string): Search['matches'] {
  if (what !== 'attachment') throw invalidArgument(`The emulator does not know the search "has:${what}".`)
  return (message) => hasAttachment(message.mime)
}

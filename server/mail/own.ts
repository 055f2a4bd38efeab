/** Who "we" are, and whose mail leaves no trace: the two questions every address is asked before it is looked at. */
import { domainToASCII } from 'node:url'
import { gmailForm, normaliseAddresses } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { isFreeMail } from '../proposals/noise.ts'

/** Both take an address as matching compares it (`normaliseAddress`). What people also write from is in `aliases.ts`. */
export type OwnBook = { isOwn: (key: string) => boolean; isNever: (key: string) => boolean }

/**
 * Ours are the workspace's domain, the domains of its mailboxes, all their subdomains, and every user's address; never
 * logged are listed addresses, and listed domains with their subdomains. Domains are compared as DNS has them, so that both
 * spellings of an international one are the same, and one that only looks alike is another (RFC 5891).
 */
export function ownBook(db: Db, domain: string | null = null): OwnBook {
  const pages = String(prepared<string>(db, pagesSql).pluck().get(domain))
  const known = books.get(db.$client)
  if (known?.pages === pages) return known.book

  const book = bookOf(JSON.parse(pages))
  books.set(db.$client, { pages, book })
  return book
}

/** All that a book is made of: while that is the same text, so is the book, which is asked for with every message. */
type Pages = { domain: string | null; never: { kind: string; value: string }[]; mailboxes: string[]; users: string[] }

const books = new WeakMap<Db['$client'], { pages: string; book: OwnBook }>()
const pagesSql = `
  SELECT json_object('domain', ?,
    'never', json((SELECT json_group_array(json_object('kind', kind, 'value', value)) FROM live_never_log)),
    'mailboxes', json((SELECT json_group_array(address) FROM live_mailboxes)),
    'users', json((SELECT json_group_array(email) FROM live_users)))`

function bookOf({ domain, never, mailboxes, users }: Pages): OwnBook {
  const neverDomains = new Set(never.filter(({ kind }) => kind === 'domain').map(({ value }) => domainKey(value)))
  const neverAddresses = new Set(never.filter(({ kind }) => kind === 'address').map(({ value }) => addressForm(value)))
  const ownDomains = new Set([...(domain ? [domain] : []), ...workDomains(mailboxes)].map(domainKey))
  const people = new Set(normaliseAddresses(users).map(addressForm))
  return {
    isOwn: (key) => people.has(addressForm(key)) || isWithin(domainIn(key), ownDomains),
    isNever: (key) => neverAddresses.has(addressForm(key)) || isWithin(domainIn(key), neverDomains),
  }
}

/** Only a workspace's own mailboxes can be read by delegation, so the domain of one is ours. */
const workDomains = (addresses: string[]): string[] =>
  addresses.map(domainIn).filter((domain) => domain !== '' && !isFreeMail(domain))

/** The part after the at sign. */
export const domainIn = (key: string): string => key.slice(key.lastIndexOf('@') + 1)

/** A domain as DNS has it: lower case, international ones in their `xn--` form; what DNS refuses stays as it is. */
export function domainKey(domain: string): string {
  const plain = domain
    .trim()
    .toLowerCase()
    .replace(/^\.+|\.+$/g, '')
  return isPlain.test(plain) ? plain : domainToASCII(plain) || plain
}

const isPlain = /^[a-z0-9.-]*$/

/** Whether a domain is one of these, or below one. */
export function isWithin(domain: string, domains: ReadonlySet<string>): boolean {
  if (domains.size === 0) return false
  const labels = domainKey(domain).split('.')
  return labels.some((_, index) => domains.has(labels.slice(index).join('.')))
}

/** Whether an address is the one that is listed, or at the listed domain or below it. */
export function holdsFor({ kind, value }: { kind: string; value: string }): (key: string) => boolean {
  if (kind === 'address') return (key) => addressForm(key) === addressForm(value)

  const domains = new Set([domainKey(value)])
  return (key) => isWithin(domainIn(key), domains)
}

const addressForm = (key: string): string =>
  gmailForm(`${key.slice(0, key.lastIndexOf('@'))}@${domainKey(domainIn(key))}`)

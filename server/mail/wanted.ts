/** Which mail is ours to keep, asked of the addresses on it alone, so that nothing else of it need be fetched. */
import { normaliseAddresses } from '../../shared/addresses.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { isFreeMail } from '../proposals/noise.ts'
import { domainIn, type OwnBook, ownBook } from './own.ts'

/**
 * `known`: with somebody in the record; `domain`: with a stranger where somebody in the record works; `internal`: among
 * ourselves; `never`: with somebody whose mail leaves no trace.
 */
export type Wanted = 'known' | 'domain' | 'unknown' | 'internal' | 'never'

/** `known` and `strangers` are the addresses, as matching compares them, of those on a message who are not our own. */
export type Reading = { wanted: Wanted; known: string[]; strangers: string[] }

/** `addresses` are everybody's on the message, the sender's first; `sent` is whether the mailbox's owner sent it. */
export function wantedBy(
  db: Db,
  { workspaceDomain }: Pick<Config, 'workspaceDomain'>,
  addresses: readonly string[],
  { sent, mailboxAddress }: { sent: boolean; mailboxAddress: string },
): Wanted {
  const ours = normaliseAddresses([mailboxAddress, ...(sent ? addresses.slice(0, 1) : [])])
  return readAddresses(db, ownBook(db, workspaceDomain), normaliseAddresses(addresses), ours).wanted
}

/**
 * Tells our own, the known and strangers apart. `ours` are addresses the mailbox's owner is known to write from or read at.
 * An address that a contact was given is theirs, whatever somebody once sent from it.
 */
export function readAddresses(db: Db, book: OwnBook, keys: readonly string[], ours: readonly string[] = []): Reading {
  if (keys.some(book.isNever)) return { wanted: 'never', known: [], strangers: [] }

  const facts = prepared<{ key: string; alias: number; known: number }>(db, factsSql).all(JSON.stringify(keys))
  const others = facts.filter(({ key }) => !book.isOwn(key))
  const known = others.filter((one) => one.known).map(({ key }) => key)
  const strangers = others.filter((one) => !one.known && !one.alias && !ours.includes(one.key)).map(({ key }) => key)
  return { wanted: verdict(db, keys, known, strangers), known, strangers }
}

function verdict(db: Db, keys: readonly string[], known: string[], strangers: string[]): Wanted {
  if (known.length > 0) return 'known'
  if (strangers.length === 0) return keys.length > 0 ? 'internal' : 'unknown'
  return isAnyDomainKnown(db, strangers) ? 'domain' : 'unknown'
}

const factsSql = `
  SELECT k.value AS key,
    EXISTS (SELECT 1 FROM mail_aliases s WHERE s.address_key = k.value) AS alias,
    EXISTS (SELECT 1 FROM live_contact_addresses a JOIN live_contacts c ON c.id = a.contact_id
      WHERE a.address_key = k.value) AS known
  FROM json_each(?) k`

function isAnyDomainKnown(db: Db, keys: string[]): boolean {
  const domains = businessDomains(keys)
  return domains.length > 0 && prepared(db, domainSql).get(JSON.stringify(domains)) !== undefined
}

/** The domains of these addresses that say where somebody works. */
export const businessDomains = (keys: readonly string[]): string[] =>
  [...new Set(keys.map(domainIn))].filter((domain) => !isFreeMail(domain))

const domainSql = `
  SELECT 1 FROM live_contact_addresses a JOIN live_contacts c ON c.id = a.contact_id
  WHERE a.domain IN (SELECT value FROM json_each(?)) LIMIT 1`

import { normaliseAddress, writtenForms } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { type LogPlace, logPlace, saysNothingSince } from './log-place.ts'
import { type OwnBook, ownBook } from './own.ts'

/**
 * Everybody whose mail is captured, the newest in the record first: the addresses of all contacts but those of our own people
 * and those never logged, in every form that Gmail's search, which compares letters, may find them by. `domain` is the
 * workspace's.
 */
export function knownAddresses(db: Db, domain: string | null = null): readonly string[] {
  const book = ownBook(db, domain)
  const last = lists.get(db.$client)
  const isStill = last?.book === book && saysNothingSince(db, last.place, concerning)
  const addresses = isStill ? last.addresses : listed(db, book)
  lists.set(db.$client, { book, place: logPlace(db), addresses })
  return addresses
}

/** The last list, which holds while nothing it is made of changes: capture asks for it with every page of every search. */
type List = { book: OwnBook; place: LogPlace; addresses: readonly string[] }

const lists = new WeakMap<Db['$client'], List>()
const concerning = `SELECT 1 FROM changes WHERE seq > ? AND entity IN ('contacts', 'contact_addresses') LIMIT 1`

function listed(db: Db, { isOwn, isNever }: OwnBook): string[] {
  const isWanted = (key: string | null) => key !== null && !isOwn(key) && !isNever(key)
  const written = prepared<string>(db, known).pluck().all()
  return [...new Set(written.filter((address) => isWanted(normaliseAddress(address))).flatMap(writtenForms))]
}

const known = `
  SELECT a.address FROM live_contact_addresses a JOIN live_contacts c ON c.id = a.contact_id
  GROUP BY a.address ORDER BY max(a.id) DESC`

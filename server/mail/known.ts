import { normaliseAddress, writtenForms } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { ownBook } from './own.ts'

/**
 * Everybody whose mail is captured, the newest in the record first: the addresses of all contacts but those of our own people
 * and those never logged, in every form that Gmail's search, which compares letters, may find them by. `domain` is the
 * workspace's.
 */
export function knownAddresses(db: Db, domain: string | null = null): string[] {
  const { isOwn, isNever } = ownBook(db, domain)
  const isWanted = (key: string | null) => key !== null && !isOwn(key) && !isNever(key)
  const written = prepared<string>(db, known).pluck().all()
  return [...new Set(written.filter((address) => isWanted(normaliseAddress(address))).flatMap(writtenForms))]
}

const known = `
  SELECT a.address FROM live_contact_addresses a JOIN live_contacts c ON c.id = a.contact_id
  GROUP BY a.address ORDER BY max(a.id) DESC`

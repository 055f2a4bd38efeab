import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { ownBook } from './own.ts'

/**
 * Everybody whose mail is captured, by address as matching compares it, the newest in the record first: the addresses of all
 * contacts but those of our own people and those never logged. `domain` is the workspace's.
 */
export function knownAddresses(db: Db, domain: string | null = null): string[] {
  const { isOwn, isNever } = ownBook(db, domain)
  const keys = prepared<string>(db, known).pluck().all()
  return keys.filter((key) => !isOwn(key) && !isNever(key))
}

const known = `
  SELECT a.address_key FROM live_contact_addresses a JOIN live_contacts c ON c.id = a.contact_id
  GROUP BY a.address_key ORDER BY max(a.id) DESC`

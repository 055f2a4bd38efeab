import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/** Whether a domain, or the one it is under, is that of a mailbox we read: nobody there is an investor. */
export function isOwnDomain(db: Db, domain: string): boolean {
  const mailboxes = prepared<string>(db, 'SELECT address FROM live_mailboxes').pluck().all()
  const own = mailboxes.map((address) => address.slice(address.lastIndexOf('@') + 1).toLowerCase())
  return own.some((one) => domain === one || domain.endsWith(`.${one}`))
}

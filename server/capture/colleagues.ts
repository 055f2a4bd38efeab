import { domainOf } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import type { MailParty } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { isFreeMail, mostRecipients } from '../proposals/noise.ts'
import type { Envelope } from './letters.ts'

/** The people on a message at a domain where somebody in the record works; nobody on a mailing, or on what a machine wrote. */
export function colleaguesOn(db: Db, { people, nature }: Pick<Envelope, 'people' | 'nature'>): MailParty[] {
  if (nature !== 'personal' || people.length > mostRecipients) return []

  return people.filter(({ address }) => {
    const domain = domainOf(address)
    return domain !== null && !isFreeMail(domain) && prepared(db, known).get(domain) !== undefined
  })
}

const known = `
  SELECT 1 FROM live_contact_addresses a JOIN live_contacts c ON c.id = a.contact_id WHERE a.domain = ? LIMIT 1`

/** Whom in the record a stored message is with. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { ownBook } from './own.ts'

/** Somebody on a message, by the address that is theirs, and the investors they belong to. */
export type Match = { contactId: string; name: string; addressKey: string; investorIds: string[] }

/** Every contact on the message, each once; our own people are nobody's contacts here, whatever the record has of them. */
export function matchOf(db: Db, mailId: string): Match[] {
  const rows = prepared<Omit<Match, 'investorIds'> & { investorId: string | null }>(db, matched).all(mailId)
  if (rows.length === 0) return []

  const { isOwn } = ownBook(db)
  const others = rows.filter(({ addressKey }) => !isOwn(addressKey))
  return [...Map.groupBy(others, ({ contactId }) => contactId).values()].map((links) => ({
    contactId: links[0]?.contactId ?? '',
    name: links[0]?.name ?? '',
    addressKey: links[0]?.addressKey ?? '',
    investorIds: [...new Set(links.flatMap(({ investorId }) => investorId ?? []))],
  }))
}

const matched = `
  SELECT c.id AS contactId, c.name, p.address_key AS addressKey, i.id AS investorId
  FROM mail_messages m JOIN mail_parties p ON p.mail = m.rowid
  JOIN live_contact_addresses a ON a.address_key = p.address_key JOIN live_contacts c ON c.id = a.contact_id
  LEFT JOIN live_contact_roles r ON r.contact_id = c.id LEFT JOIN live_investors i ON i.id = r.investor_id
  WHERE m.id = ? ORDER BY c.id, p.address_key, i.id`

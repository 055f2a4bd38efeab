/** What a captured message proposes: to log it with the investors of everybody known on it, and what follows from strangers. */
import { isDeepStrictEqual } from 'node:util'
import { type CapturedMail, capturedMail, isSameSender, logMail, tookPart } from '../communications/log-captured.ts'
import { isUsers } from '../db/address-sql.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { amend, type Tx } from '../db/write.ts'
import { proposeFromSighting } from './from-sighting.ts'
import { type Header, occasions, put, type Standing, standing } from './ledger.ts'
import { isApprovedBySelf } from './policies.ts'
import { noteStrangers } from './strangers.ts'

/**
 * Called for a message when it is stored, and again when an address on it becomes somebody's. What was proposed before is
 * not proposed anew; only who has become known is added to it.
 */
export function proposeFromMail(tx: Tx, mailId: string): void {
  const mail = capturedMail(tx.db, mailId)
  if (!mail) return

  const logged = mail.logged ?? adoptLogged(tx, mail)
  if (mail.noise === 1) return

  const people = knownOn(tx.db, mail.rowid)
  let at: CapturedMail = { ...mail, logged }
  for (const [investorId, some] of Map.groupBy(people, (person) => person.investorId)) {
    at = { ...at, logged: forInvestor(tx, at, investorId, some) }
  }
  const contactIds = [...new Set(people.map((person) => person.contactId))]
  for (const { id, header } of noteStrangers(tx, mail)) proposeFromSighting(tx, id, { header, contactIds })
}

/** A sender whom Gmail could not verify is nobody to act upon unseen: anybody can write any address into From. */
const isDoubtful = ({ natureWhy }: CapturedMail): boolean => natureWhy !== null

type Known = { contactId: string; investorId: string; header: Header }

/** Contacts by their exact addresses, with their investors, our own people left out. The sender comes first. */
const knownOn = (db: Db, mail: number): Known[] => prepared<Known>(db, known).all(mail)

const known = `
  SELECT DISTINCT a.contact_id AS contactId, r.investor_id AS investorId, p.role AS header
  FROM mail_parties p
  JOIN live_contact_addresses a ON a.address_key = p.address_key
  JOIN live_contacts c ON c.id = a.contact_id
  JOIN live_contact_roles r ON r.contact_id = c.id
  JOIN live_investors i ON i.id = r.investor_id
  WHERE p.mail = ?
    AND NOT ${isUsers('p.address_key')}
    AND NOT EXISTS (SELECT 1 FROM mail_aliases s WHERE s.address_key = p.address_key)
    AND NOT EXISTS (SELECT 1 FROM live_mailboxes b WHERE substr(b.address, instr(b.address, '@') + 1) = a.domain)
  ORDER BY p.role <> 'from', p.role <> 'to', r.position, r.id`

/** Answers the communication the message is logged as, if it is. */
function forInvestor(tx: Tx, mail: CapturedMail, investorId: string, people: Known[]): string | null {
  const contactIds = [...new Set(people.map((person) => person.contactId))]
  const occasion = occasions.mail(mail.id, investorId)
  const there = standing(tx.db, occasion)
  if (there) return complete(tx, mail, there, { investorId, contactIds })
  if (mail.logged && isWith(tx.db, mail.logged, investorId)) return logMail(tx, mail, { investorId, contactIds })

  const approved = isApprovedBySelf(tx.db, 'exact_address') && !isDoubtful(mail)
  const payload = { mail_id: mail.id, investor_id: investorId, contact_ids: contactIds }
  const because = { rule: 'exact_address' as const, header: people[0]?.header ?? 'from' }
  const logged = approved ? logMail(tx, mail, { investorId, contactIds }) : mail.logged
  put(tx, { occasion, payload, investorId, because, approved })
  return logged
}

type About = { investorId: string; contactIds: string[] }

/** People who have become known since stand on what waits and on what is logged; a rejection stays one. */
function complete(tx: Tx, mail: CapturedMail, there: Standing, about: About): string | null {
  const ids = [...new Set([...(there.payload['contact_ids'] as string[]), ...about.contactIds])]
  if (there.status === 'approved' && mail.logged && isWith(tx.db, mail.logged, about.investorId)) {
    return logMail(tx, mail, { ...about, contactIds: ids })
  }
  if (there.status === 'pending' && !isDeepStrictEqual(ids, there.payload['contact_ids'])) {
    amend(tx, 'proposals', there.id, { payload: { ...there.payload, contact_ids: ids, seen: {} } })
  }
  return mail.logged
}

const isWith = (db: Db, communicationId: string, investorId: string): boolean =>
  prepared(db, isLinked).get(communicationId, investorId) !== undefined

const isLinked = 'SELECT 1 FROM live_communication_investors WHERE communication_id = ? AND investor_id = ?'

/**
 * Somebody logged the message by hand before it was captured: from now on that tells its words too. Whoever is in touch reads
 * them, and to have named a Message-ID proves nothing: without a copy it is the colleague who has one.
 */
function adoptLogged(tx: Tx, mail: CapturedMail): string | null {
  const candidates = prepared<ByHand>(tx.db, byHand).all({ mail: mail.id, messageId: mail.messageId })
  const own = candidates.find(({ from, copied }) => copied === 1 || isSameSender(from, mail.from))
  if (!own) return null

  const { userId } = tookPart(tx.db, mail.id, own.userId) ? own : mail
  amend(tx, 'communications', own.id, { mailId: mail.id, userId })
  return own.id
}

type ByHand = { id: string; userId: string | null; from: string | null; copied: 0 | 1 }

const byHand = `
  SELECT c.id, c.user_id AS userId, c.from_address AS "from", 1 AS copied FROM mail_copies k
  JOIN live_communication_copies o ON o.mailbox = k.mailbox AND o.gmail_id = k.gmail_id
  JOIN live_communications c ON c.id = o.communication_id
  WHERE k.mail_id = @mail AND c.mail_id IS NULL
  UNION ALL
  SELECT id, user_id, from_address, 0 FROM live_communications WHERE message_id = @messageId AND mail_id IS NULL`

/** What follows from a stranger: an address of somebody we know, a colleague of theirs, or a prospect. */
import { domainOf } from '../../shared/addresses.ts'
import { fold } from '../../shared/fold.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { kindOf, type Payload } from './kinds.ts'
import { type Header, occasions, put, standing } from './ledger.ts'
import { isFreeMail, isNoReply, isRole } from './noise.ts'
import { isOwnDomain } from './own.ts'
import { isApprovedBySelf, proposesCorrespondents } from './policies.ts'
import { type RuleName, rules } from './rules.ts'
import { type Sighting, sightingById } from './sightings.ts'

/**
 * What is known of the message beside the stranger: where they stand on it, which contacts are on it too, and whether they
 * and a colleague have written to each other.
 */
export type SightingEvidence = { header: Header; contactIds?: string[]; correspondence?: boolean }

/** Proposes once for a stranger, whatever became of it; nothing while nothing but their address is known. */
export function proposeFromSighting(tx: Tx, sightingId: string, evidence: SightingEvidence): void {
  const occasion = occasions.sighting(sightingId)
  if (standing(tx.db, occasion)) return

  const sighting = sightingById(tx.db, sightingId)
  const guess = sighting && guessOf(tx, sighting, evidence)
  if (!guess) return

  const { rule, payload, investorId, via } = guess
  const because = { rule, header: evidence.header, ...(via && { contact_id: via.contactId }) }
  const approved = isApprovedBySelf(tx.db, rule) && isDone(tx, rule, payload)
  put(tx, { occasion, payload, investorId, because, approved })
}

type Guess = { rule: RuleName; payload: Payload; investorId: string | null; via?: Person }
type Person = { contactId: string; name: string; domain: string; investorId: string; isNear: 0 | 1 }

function guessOf(tx: Tx, sighting: Sighting, evidence: SightingEvidence): Guess | null {
  const { db } = tx
  const domain = domainOf(sighting.address) ?? ''
  if (isNoReply(sighting.address) || isRole(sighting.address) || isOwnDomain(db, domain)) return null

  const says = isFreeMail(domain) ? '' : domain
  const people = prepared<Person>(db, around).all({
    domain: says,
    near: JSON.stringify(evidence.contactIds ?? []),
  })
  return (
    sameName(sighting, people) ?? sameDomain(sighting, people, says) ?? byCompany(tx, sighting, people, says, evidence)
  )
}

/** Contacts on the message, and those of the domain, those on the message first. */
const around = `
  SELECT DISTINCT c.id AS contactId, c.name, a.domain, r.investor_id AS investorId,
    c.id IN (SELECT value FROM json_each(@near)) AS isNear
  FROM live_contacts c
  JOIN live_contact_addresses a ON a.contact_id = c.id
  JOIN live_contact_roles r ON r.contact_id = c.id
  JOIN live_investors i ON i.id = r.investor_id
  WHERE c.id IN (
    SELECT value FROM json_each(@near)
    UNION SELECT contact_id FROM live_contact_addresses WHERE domain = @domain AND @domain <> '')
  ORDER BY isNear DESC, r.position, r.id LIMIT 200`

function sameName({ id, name }: Sighting, people: Person[]): Guess | null {
  const key = nameKey(name)
  const same = key === '' ? undefined : people.find((person) => nameKey(person.name) === key)
  if (!same) return null

  const payload = { sighting_id: id, contact_id: same.contactId, investor_id: same.investorId }
  return { rule: same.isNear ? 'same_name_in_thread' : 'same_name_at_domain', payload, investorId: same.investorId }
}

function sameDomain({ id }: Sighting, people: Person[], domain: string): Guess | null {
  const colleague = domain === '' ? undefined : people.find((person) => person.domain === domain)
  if (!colleague) return null

  const { investorId } = colleague
  const rule = colleague.isNear ? 'colleague_in_thread' : 'known_domain'
  return { rule, payload: { sighting_id: id, investor_id: investorId }, investorId, via: colleague }
}

/** Those who are known only by the company they keep; old mail is full of them, so it proposes none. */
function byCompany(
  tx: Tx,
  { id, at }: Sighting,
  people: Person[],
  domain: string,
  evidence: SightingEvidence,
): Guess | null {
  if (Date.parse(tx.at) - Date.parse(at) > aYear) return null

  const near = people.find((person) => person.isNear)
  if (near && domain === '') {
    const payload = { sighting_id: id, investor_id: near.investorId }
    return { rule: 'private_address_in_thread', payload, investorId: near.investorId, via: near }
  }
  if (near) return { rule: 'introduced', payload: { sighting_id: id }, investorId: null, via: near }
  if (!evidence.correspondence || !proposesCorrespondents(tx.db)) return null
  return { rule: 'correspondence', payload: { sighting_id: id }, investorId: null }
}

const aYear = 366 * 24 * 60 * 60 * 1000

/** The words of a name in any order: `Chen, Maya` is Maya Chen. A single word is too little to go by. */
function nameKey(name: string | null): string {
  const words = fold(name ?? '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  return words.length < 2 ? '' : words.sort().join(' ')
}

/** Does at once what a policy agrees to; what cannot be done as it stands waits for a person. */
function isDone(tx: Tx, rule: RuleName, payload: Payload): boolean {
  const kind = kindOf(rules[rule].kind)
  try {
    kind.check(tx.db, payload)
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
  kind.apply(tx, payload)
  return true
}

/** Strangers who have become somebody's contact by other means: what waited about them is done. Answers nothing. */
export const strangersAt = (db: Db, addressKeys: string[]): string[] =>
  prepared<string>(db, 'SELECT id FROM mail_sightings WHERE address_key IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(addressKeys))

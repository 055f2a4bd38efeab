import { domainOf, normaliseAddress, normaliseAddresses, writtenForms } from '../../shared/addresses.ts'
import { isColleague } from '../accounts/users.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/** An address of the request that belongs to a person at an investor. */
export type Match = {
  address: string
  contactId: string
  contactName: string
  investorId: string
  investorName: string
}

/** The addresses as matching compares them, each once, without the fund's own: its domain's and its people's. */
export function outsiders(db: Db, config: Config, addresses: readonly string[]): string[] {
  return normaliseAddresses(addresses).filter((address) => !isOwn(db, config, address))
}

/** How an address of the request is shown and kept, by its normal form: in lower case, without a plus-tag, with the dots people know. */
export function plainForms(addresses: readonly string[]): (normal: string) => string {
  const plain = (text: string) => writtenForms(text).find((form) => !form.includes('+')) ?? text
  const forms = new Map(addresses.toReversed().map((text) => [normaliseAddress(text), plain(text)]))
  return (normal) => forms.get(normal) ?? normal
}

export function isOwn(db: Db, config: Config, address: string): boolean {
  const domain = domainOf(address)
  return isOwnDomain(config, domain) || isColleague(db, address)
}

export const isOwnDomain = ({ workspaceDomain }: Config, domain: string | null): boolean =>
  workspaceDomain !== null && (domain === workspaceDomain || Boolean(domain?.endsWith(`.${workspaceDomain}`)))

/** Whom these addresses belong to, in their order; a person at two investors is two matches. */
export function matchPeople(db: Db, addresses: readonly string[]): Match[] {
  const found = prepared<Match>(db, matches).all(JSON.stringify(addresses))
  const order = new Map(addresses.map((address, at) => [address, at]))
  return found.sort((a, b) => (order.get(a.address) ?? 0) - (order.get(b.address) ?? 0))
}

const matches = `
  SELECT a.address_key AS address, c.id AS contactId, c.name AS contactName, i.id AS investorId, i.name AS investorName
  FROM live_contact_addresses a
  JOIN live_contacts c ON c.id = a.contact_id
  JOIN live_contact_roles r ON r.contact_id = c.id
  JOIN live_investors i ON i.id = r.investor_id
  WHERE a.address_key IN (SELECT value FROM json_each(?)) ORDER BY r.position, r.id`

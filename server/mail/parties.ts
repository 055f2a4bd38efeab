/** Who is on a message. */
import { normaliseAddress } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import type { MailParty } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'

/** The address as matching compares it; one that is none is compared by its letters. */
export const keyOf = ({ address }: Pick<MailParty, 'address'>): string =>
  normaliseAddress(address) ?? address.trim().toLowerCase()

/** Everybody's addresses as matching compares them, the sender's first. */
export function keysOf(parties: readonly MailParty[]): string[] {
  const ordered = [...parties.filter(({ role }) => role === 'from'), ...parties.filter(({ role }) => role !== 'from')]
  return [...new Set(ordered.map(keyOf))]
}

export const senderOf = (parties: readonly MailParty[]): MailParty | null =>
  parties.find(({ role }) => role === 'from') ?? null

/**
 * Everybody on either of two copies of one message. Gmail shows who was in Bcc to the sender alone, and a mailing program may
 * send each copy to one person, so that no single copy tells all. Copies that agree keep the order in which people were
 * named; otherwise it is by address, so that it does not depend on which copy came first.
 */
export function mergeParties(one: readonly MailParty[], other: readonly MailParty[]): MailParty[] {
  const [a, b] = [one.filter(isVisible), other.filter(isVisible)]
  const visible = JSON.stringify(a) === JSON.stringify(b) ? a : inOrder([...a, ...b])
  return [...visible, ...inOrder([...one, ...other].filter((party) => !isVisible(party)))]
}

const isVisible = ({ role }: MailParty) => role !== 'bcc'

const roles = ['from', 'to', 'cc', 'bcc']

/** Each person once in a role; of two spellings the one that comes first by letters. */
function inOrder(parties: MailParty[]): MailParty[] {
  const sortable = parties.map((party) => ({ party, place: `${roles.indexOf(party.role)} ${keyOf(party)}` }))
  const sorted = sortable.toSorted(
    (a, b) => compare(a.place, b.place) || compare(JSON.stringify(a.party), JSON.stringify(b.party)),
  )
  return sorted.filter(({ place }, index) => place !== sorted[index - 1]?.place).map(({ party }) => party)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Makes a message findable by everybody on it; those who are there already stay. One by one, as keys of threads are. */
export function indexParties(db: Db, rowid: number, parties: readonly MailParty[]): void {
  const add = prepared(db, 'INSERT OR IGNORE INTO mail_parties (address_key, mail, role) VALUES (?, ?, ?)')
  for (const party of parties) add.run(keyOf(party), rowid, party.role)
}

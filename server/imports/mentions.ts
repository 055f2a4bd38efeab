import { normaliseAddress } from '../../shared/addresses.ts'
import { fold } from '../../shared/fold.ts'
import type { Person } from './people.ts'

/** What the rows of a file have said of one contact so far. */
export interface Told {
  /** The first row that names the contact: its title and phone hold. */
  row: number
  person: Person
  /** Each address with the row that gave it first. */
  addresses: Map<string, number>
}

/** Notes that a row names somebody, and answers all that was told of them. Asked again by the same row, it answers the same. */
export type Mentions = (row: number, person: Person, contactId: string | null) => Told

/**
 * A contact at several investors stands in several rows, which may tell different things. The first row settles the
 * details and addresses add up; were each row believed, every import of the same file would find something to change.
 */
export function openMentions(): Mentions {
  const known = new Map<string, Told>()

  return (row, person, contactId) => {
    const addresses = addressKeys(person)
    const name = fold(person.name.trim())
    const keys = [...(contactId ? [contactId] : []), ...addresses.map((address) => `${address} ${name}`)]
    const told = keys.map((key) => known.get(key)).find((one) => one !== undefined) ?? {
      row,
      person,
      addresses: new Map<string, number>(),
    }
    for (const key of keys) if (!known.has(key)) known.set(key, told)
    for (const address of addresses) if (!told.addresses.has(address)) told.addresses.set(address, row)
    return told
  }
}

/** The addresses of a person as they are compared. */
export const addressKeys = ({ emails = [] }: Person): string[] =>
  emails.map((email) => normaliseAddress(email) ?? email)

/** Whether a later row gives a title or phone that the first row contradicts. */
export const isContradicted = ({ person: first }: Told, { title, phone }: Person): boolean =>
  (Boolean(title) && title !== first.title) || (Boolean(phone) && phone !== first.phone)

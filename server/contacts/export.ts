import type { Db } from '../db/db.ts'
import type { CsvRow } from '../http/csv.ts'
import { formatList } from '../imports/lists.ts'
import type { ContactCard } from './cards.ts'
import { type ContactFilter, findContacts } from './find.ts'

export const lineHeaders = ['Name', 'E-mails', 'Title', 'Role', 'Investors', 'Phone', 'LinkedIn', 'Notes']

const slice = 500

/** A line per contact, read in slices so that memory stays flat. */
export function* contactLines(db: Db, filter: ContactFilter): Generator<CsvRow> {
  for (let offset = 0; ; offset += slice) {
    const { contacts } = findContacts(db, filter, { limit: slice, offset })
    yield* contacts.map(line)
    if (contacts.length < slice) return
  }
}

function line(contact: ContactCard): CsvRow {
  const { name, title, phone, linkedin, notes, addresses, roles } = contact
  const texts = [
    name,
    formatList(addresses.map((address) => address.address)),
    title,
    formatList([...new Set(roles.flatMap((role) => role.role ?? []))]),
    formatList(roles.map((role) => role.investorName)),
    phone,
    linkedin,
    notes,
  ]
  return Object.fromEntries(lineHeaders.map((header, n) => [header, texts[n] ?? null]))
}

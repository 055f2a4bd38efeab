import type { Db } from '../db/db.ts'
import { cellColumns } from '../grid/record-facts.ts'
import type { CsvRow } from '../http/csv.ts'
import { formatList } from '../imports/lists.ts'
import type { ContactCard } from './cards.ts'
import { type ContactFilter, findContacts } from './find.ts'

export const lineHeaders = ['Name', 'E-mails', 'Title', 'Role', 'Investors', 'Phone', 'LinkedIn', 'Notes']

/** The columns of the file, those people added at the end. */
export const headersOf = (db: Db): string[] => [...lineHeaders, ...cellColumns(db, 'contacts').headers]

const slice = 500

/** A line per contact, read in slices so that memory stays flat. */
export function* contactLines(db: Db, filter: ContactFilter): Generator<CsvRow> {
  const own = cellColumns(db, 'contacts')
  for (let offset = 0; ; offset += slice) {
    const { contacts } = findContacts(db, filter, { limit: slice, offset })
    yield* contacts.map((contact) => ({ ...line(contact), ...own.row(contact.cells) }))
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

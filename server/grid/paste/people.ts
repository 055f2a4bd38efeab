/** Contacts as people write them into one cell: by name, by address, or by both. */
import { normaliseAddress, parseAddressList } from '../../../shared/addresses.ts'
import { fold } from '../../../shared/fold.ts'
import type { Db } from '../../db/db.ts'
import { prepared } from '../../db/prepared.ts'
import { parseList } from '../../imports/lists.ts'
import type { ReadText } from './readers.ts'

type Book = { ids: Set<string>; byName: Map<string, string[]>; byAddress: Map<string, string[]> }
type Found = { id: string } | { problem: string }

/** Reads `Maya Chen, Tom Ruiz <tom@ruiz.example>`, or the ids this grid copies, into the ids of people there are. */
export function peopleReader(db: Db): ReadText {
  const book = openBook(db)
  return (text) => {
    const found = text.includes('@') ? byAddresses(text, book) : itemsOf(text).map((name) => byName(name, book))
    const ids: string[] = []
    for (const one of found) {
      if ('problem' in one) return one
      ids.push(one.id)
    }
    return { value: [...new Set(ids)] }
  }
}

function openBook(db: Db): Book {
  const pairs = (sql: string) => prepared(db, sql).raw().all() as [key: string, id: string][]
  const people = pairs('SELECT name, id FROM live_contacts')
  return {
    ids: new Set(people.map(([, id]) => id)),
    byName: grouped(people.map(([name, id]) => [fold(name.trim()), id])),
    byAddress: grouped(pairs(addresses)),
  }
}

const addresses = `
  SELECT a.address_key, a.contact_id FROM live_contact_addresses a JOIN live_contacts c ON c.id = a.contact_id`

function grouped(pairs: [key: string, id: string][]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [key, id] of pairs) groups.set(key, [...(groups.get(key) ?? []), id])
  return groups
}

const itemsOf = (text: string) =>
  text
    .split(/[;\n]/)
    .flatMap((part) => parseList(part))
    .filter((item) => item.trim() !== '')

function byAddresses(text: string, book: Book): Found[] {
  const people = parseAddressList(text)
  if (people.length === 0) return [{ problem: `“${text.trim()}” names nobody. Write names or e-mail addresses.` }]

  return people.map(({ name, address }) => {
    const ids = book.byAddress.get(normaliseAddress(address) ?? '') ?? []
    return ids.length === 1 ? { id: ids[0] ?? '' } : named(ids, name ?? '', address, book)
  })
}

/** Nobody, or several people, under that address: the name may settle it. */
function named(ids: string[], name: string, address: string, book: Book): Found {
  const called = (book.byName.get(fold(name.trim())) ?? []).filter((id) => ids.includes(id))
  if (called.length === 1) return { id: called[0] ?? '' }

  return ids.length === 0
    ? { problem: `Nobody has the address ${address}. Add the person first.` }
    : { problem: `Several people have the address ${address}.` }
}

function byName(name: string, { ids: known, byName }: Book): Found {
  if (known.has(name)) return { id: name }
  const ids = byName.get(fold(name.trim())) ?? []
  if (ids.length === 1) return { id: ids[0] ?? '' }

  return ids.length === 0
    ? { problem: `There is nobody called “${name}” among the contacts. Add the person first.` }
    : { problem: `There are ${ids.length} people called “${name}”. Write the e-mail address instead.` }
}

import { normaliseAddress, parseAddressList } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { eq, sql } from '../db/drizzle.ts'
import { contactAddresses, contactRoles, contacts, investors } from '../db/live.ts'
import { nameKey } from '../grid/investors.ts'
import type { Plan, PlannedColumn } from './plan.ts'
import type { ReadRow } from './rows.ts'

/** Which record a row is about: one that exists, a new one, or none that can be told. */
export type Located =
  | { id: string }
  | { fresh: true }
  | { column: string | null; value: string | null; message: string }

type Index = Map<string, string[]>
type How = 'record_id' | 'key' | 'name'
type Known = Record<How | 'address' | 'investor', Index>

/** Finds records for rows. What one row has claimed, no later row of the same file can claim again. */
export interface Identity {
  locate: (row: ReadRow) => Located
  /** Takes a row's name and keys without looking for its record. */
  claim: (row: ReadRow) => void
  /** Looks at the records again, because somebody else changed them between two slices. */
  reload: () => void
}

export function openIdentity(db: Db, plan: Plan): Identity {
  const at = {
    record_id: plan.columns.findIndex(({ place }) => place.at === 'record_id'),
    key: plan.key ? plan.columns.indexOf(plan.key) : -1,
    name: plan.columns.findIndex(({ field }) => field === 'name'),
  }
  const [emailAt, investorAt] = [plan.columns.findIndex(isAddresses), plan.columns.findIndex(isInvestors)]
  const claimed = new Set<string>()
  let known = indexOf(db, plan)

  const locate = (row: ReadRow): Located => {
    const how = howFor(row, at)
    const column = plan.columns[at[how]]
    const value = row.values[at[how]]
    const key = keyOf(how, value)
    if (key === '') return { column: column?.header ?? null, value: '', message: blankSentence(how, column) }

    const ids = known[how].get(key) ?? []
    const namesake = how === 'name' && ids.length > 1 ? namesakeOf(ids, row) : null
    if (namesake && !claimed.has(namesake)) {
      claimed.add(namesake)
      return { id: namesake }
    }
    if (ids.length > 1 || claimed.has(`${how} ${key}`) || (ids[0] && claimed.has(ids[0]))) {
      return { column: column?.header ?? null, value: shown(value), message: ambiguous(how, shown(value), ids.length) }
    }
    claim(row)
    if (!ids[0]) return { fresh: true }
    claimed.add(ids[0])
    return { id: ids[0] }
  }

  /** The one of several contacts of a name who has an address of the row, or else is with an investor of the row. */
  const namesakeOf = (ids: string[], row: ReadRow): string | null =>
    only(ids, known.address, addressKeys(row.values[emailAt])) ??
    only(ids, known.investor, listed(row.values[investorAt]).map(nameKey))

  /** By every mark it has: a later row without a record id may be known by the name alone. */
  const claim = (row: ReadRow): void => {
    for (const how of ['record_id', 'key', 'name'] as const) claimed.add(`${how} ${keyOf(how, row.values[at[how]])}`)
  }
  return { locate, claim, reload: () => (known = indexOf(db, plan)) }
}

function only(ids: string[], index: Index, keys: string[]): string | null {
  const owners = new Set(keys.flatMap((key) => index.get(key) ?? []))
  const found = ids.filter((id) => owners.has(id))
  return found.length === 1 ? (found[0] ?? null) : null
}

const listed = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

const addressKeys = (emails: unknown): string[] =>
  parseAddressList(listed(emails).join(', ')).flatMap(({ address }) => normaliseAddress(address) ?? [])

/** Record id if mapped, else the key column, else the name. A row without its record id falls back to what is left. */
function howFor(row: ReadRow, at: Record<How, number>): How {
  if (at.record_id >= 0 && keyOf('record_id', row.values[at.record_id]) !== '') return 'record_id'
  if (at.key >= 0) return 'key'

  return at.name >= 0 || at.record_id < 0 ? 'name' : 'record_id'
}

function keyOf(how: How, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (how === 'record_id') return String(value).trim()
  if (Array.isArray(value)) return normaliseAddress(String(value[0] ?? '')) ?? ''

  return typeof value === 'string' ? nameKey(value) : JSON.stringify(value)
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function blankSentence(how: How, column: PlannedColumn | undefined): string {
  if (how === 'name')
    return 'The name is blank, so nothing says which record this is. Map a record id or choose a key column.'

  return `“${column?.header}” is blank, so nothing says which record this is.`
}

function ambiguous(how: How, value: string, count: number): string {
  const what = how === 'name' ? `the name “${value}”` : `“${value}”`
  if (count > 1) return `Ambiguous: ${count} records have ${what}. Map a record id or choose a key column.`

  return `Ambiguous: an earlier row of this file already has ${what}.`
}

function indexOf(db: Db, plan: Plan): Known {
  const index: Known = {
    record_id: new Map(),
    key: new Map(),
    name: new Map(),
    address: new Map(),
    investor: new Map(),
  }
  for (const { id, name, externalId, key } of plan.entityType === 'contacts'
    ? contactKeys(db, plan)
    : investorKeys(db, plan)) {
    add(index.record_id, externalId ?? '', id)
    add(index.name, nameKey(name), id)
    if (plan.key) add(index.key, keyOf('key', key), id)
  }
  if (plan.columns.some(isAddresses)) {
    for (const { contactId, addressKey } of db.select().from(contactAddresses).all()) {
      add(index.address, addressKey, contactId)
      if (plan.key && isAddresses(plan.key)) add(index.key, addressKey, contactId)
    }
  }
  if (plan.columns.some(isInvestors)) {
    for (const { contactId, name } of contactsInvestors(db)) add(index.investor, name, contactId)
  }
  return index
}

const contactsInvestors = (db: Db) =>
  db
    .select({ contactId: contactRoles.contactId, name: investors.nameKey })
    .from(contactRoles)
    .innerJoin(investors, eq(investors.id, contactRoles.investorId))
    .all()

/** Contacts may be told apart by their addresses. */
function isAddresses({ place }: PlannedColumn): boolean {
  return place.at === 'fact' && place.fact === 'email'
}

/** And by whom they are with. */
function isInvestors({ place }: PlannedColumn): boolean {
  return place.at === 'fact' && place.fact === 'investor'
}

interface Keys {
  id: string
  name: string
  externalId: string | null
  key: unknown
}

/** Only what identifies a record: a hundred thousand whole ones would not be a small index. */
function investorKeys(db: Db, { key }: Plan): Keys[] {
  const { id, name, externalId } = investors
  if (key?.place.at !== 'cell') {
    const column = key?.place.at === 'column' ? sql<unknown>`${investors[key.place.property]}` : idOf(key)
    return db
      .select({ id, name, externalId, key: column ?? sql<unknown>`null` })
      .from(investors)
      .all()
  }

  return keysByCell(db, investors, key.place.key)
}

function keysByCell(db: Db, table: typeof investors | typeof contacts, key: string): Keys[] {
  const { id, name, externalId, cells } = table
  const cell = sql<string | null>`${cells} -> ${`$."${key}"`}`
  const rows = db.select({ id, name, externalId, key: cell }).from(table).all()
  return rows.map((row) => ({ ...row, key: row.key === null ? null : JSON.parse(row.key) }))
}

function idOf(key: PlannedColumn | null) {
  return key?.place.at === 'record_id' ? sql<unknown>`external_id` : null
}

function contactKeys(db: Db, { key }: Plan): Keys[] {
  const { id, name, externalId, title, phone, linkedin, notes } = contacts
  if (key?.place.at === 'cell') return keysByCell(db, contacts, key.place.key)
  const columns = { name, title, phone, linkedin, notes }
  const fact = key?.place.at === 'fact' ? key.place.fact : null
  const column = fact !== null && fact in columns ? sql<unknown>`${columns[fact as keyof typeof columns]}` : idOf(key)

  return db
    .select({ id, name, externalId, key: column ?? sql<unknown>`null` })
    .from(contacts)
    .all()
}

function add(index: Index, key: string, id: string): void {
  if (key === '') return
  const ids = index.get(key)
  if (ids) ids.push(id)
  else index.set(key, [id])
}

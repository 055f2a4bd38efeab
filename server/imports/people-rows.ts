import { normaliseAddress } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { and, eq, inArray, sql } from '../db/drizzle.ts'
import { changes, contactAddresses, contactRoles, contacts, imports } from '../db/live.ts'
import { fold } from '../db/summaries.ts'
import { addressKeys, isContradicted, type Mentions, type Told } from './mentions.ts'
import type { Person } from './people.ts'
import type { CellChange } from './report.ts'
import type { ReadRow } from './rows.ts'

/** A contact at one investor, as stored. */
export interface StoredPerson {
  contactId: string
  linkId: string
  name: string
  title: string | null
  phone: string | null
  role: string | null
  addresses: { id: string; address: string; key: string }[]
  /** Whether other investors have this contact too, so that other rows may speak of it. */
  isShared: boolean
}

/** The people at these investors, in their order there. */
export function storedPeople(db: Db, investorIds: string[]): Map<string, StoredPerson[]> {
  const found = new Map<string, StoredPerson[]>()
  if (investorIds.length === 0) return found

  const links = db
    .select({
      investorId: contactRoles.investorId,
      contactId: contacts.id,
      linkId: contactRoles.id,
      name: contacts.name,
      title: contacts.title,
      phone: contacts.phone,
      role: contactRoles.role,
    })
    .from(contactRoles)
    .innerJoin(contacts, eq(contacts.id, contactRoles.contactId))
    .where(inArray(contactRoles.investorId, investorIds))
    .orderBy(contactRoles.position, contactRoles.id)
    .all()
  const ids = [...new Set(links.map(({ contactId }) => contactId))]
  const addresses = addressesOf(db, ids)
  const shared = sharedAmong(db, ids)
  for (const { investorId, ...person } of links) {
    const { contactId } = person
    const stored = { ...person, addresses: addresses.get(contactId) ?? [], isShared: shared.has(contactId) }
    found.set(investorId, [...(found.get(investorId) ?? []), stored])
  }
  return found
}

function sharedAmong(db: Db, contactIds: string[]): Set<string> {
  const several = db
    .select({ id: contactRoles.contactId })
    .from(contactRoles)
    .where(inArray(contactRoles.contactId, contactIds))
    .groupBy(contactRoles.contactId)
    .having(sql`count(*) > 1`)
  return new Set(several.all().map(({ id }) => id))
}

export function addressesOf(db: Db, contactIds: string[]): Map<string, StoredPerson['addresses']> {
  const found = new Map<string, StoredPerson['addresses']>()
  if (contactIds.length === 0) return found

  const rows = db.select().from(contactAddresses).where(inArray(contactAddresses.contactId, contactIds))
  for (const { id, contactId, address, addressKey } of rows
    .orderBy(contactAddresses.position, contactAddresses.id)
    .all()) {
    found.set(contactId, [...(found.get(contactId) ?? []), { id, address, key: addressKey }])
  }
  return found
}

/** A step that makes the people at an investor those the row names. */
export type PersonStep =
  | { step: 'add'; person: Person }
  | { step: 'amend'; contactId: string; patch: { name?: string; title?: string | null; phone?: string | null } }
  | { step: 'role'; linkId: string; role: string | null }
  | { step: 'address'; contactId: string; address: string; position: number }
  | { step: 'drop_address'; id: string }
  | { step: 'unlink'; linkId: string }

export type AddressStep = Extract<PersonStep, { step: 'address' | 'drop_address' }>

export interface PeopleWork {
  steps: PersonStep[]
  changes: Omit<CellChange, 'row' | 'id'>[]
  /** Whether an earlier row gave another title or phone, which holds. */
  isContradicted: boolean
}

/** Whether an earlier import of a file of this shape brought this row; nothing else is ever taken away by an import. */
export type Brought = (entity: 'contact_roles' | 'contact_addresses', id: string) => boolean

/** The batches of earlier imports of this shape, as a question about single rows. */
export function broughtBefore(db: Db, signature: string): Brought {
  const own = db.select({ batch: imports.batch, report: imports.report }).from(imports).all()
  const batches = new Set(own.filter(({ report }) => report['signature'] === signature).map(({ batch }) => batch))

  return (entity, id) => {
    if (batches.size === 0) return false
    const created = and(eq(changes.entity, entity), eq(changes.entityId, id), eq(changes.action, 'create'))
    const found = db.select({ batchId: changes.batchId }).from(changes).where(created).get()
    return found !== undefined && batches.has(found.batchId)
  }
}

/** What the people of one row are compared with. */
export interface PeopleContext {
  stored: StoredPerson[]
  brought: Brought
  mentions: Mentions
}

/**
 * Compares the people a row names with those stored at the investor. A person is the same by address, else by name.
 * People and addresses that came from elsewhere stay, whatever the file says.
 */
export function peopleWork(
  { number, people: wanted, namesAll }: ReadRow,
  { stored, brought, mentions }: PeopleContext,
): PeopleWork {
  const left = [...stored]
  let contradicted = false
  const steps = wanted.flatMap((person) => {
    const at = left.findIndex((one) => isSame(one, person))
    const [known] = at < 0 ? [] : left.splice(at, 1)
    const told = mentions(number, person, known?.contactId ?? null)
    const isFirst = told.row === number
    contradicted ||= !isFirst && isContradicted(told, person)
    if (known)
      return [...(isFirst ? detailSteps(known, person) : []), ...standingSteps(known, person, told, number, brought)]

    const isHere = stored.some((one) => sharesAddress(one, person))
    return isHere
      ? []
      : [{ step: 'add' as const, person: isFirst ? person : { ...person, title: undefined, phone: undefined } }]
  })
  const gone = left.filter((person) => brought('contact_roles', person.linkId))
  steps.push(...gone.map(({ linkId }) => ({ step: 'unlink' as const, linkId })))
  const taken = namesAll ? steps : steps.filter(({ step }) => step !== 'unlink' && step !== 'drop_address')

  return { steps: taken, isContradicted: contradicted, changes: taken.length > 0 ? [peopleChange(stored, wanted)] : [] }
}

function peopleChange(stored: StoredPerson[], wanted: Person[]): PeopleWork['changes'][number] {
  const before = stored.length > 0 ? stored.map(describeStored) : null
  const after = wanted.length > 0 ? wanted.map(describe) : null
  return { field: 'contacts', before, after }
}

const sharesAddress = (stored: StoredPerson, person: Person): boolean => {
  const keys = addressKeys(person)
  return stored.addresses.some(({ key }) => keys.includes(key))
}

const isSame = (stored: StoredPerson, person: Person): boolean =>
  sharesAddress(stored, person) || fold(stored.name.trim()) === fold(person.name.trim())

/** One contact may be spelled with other capitals in another row: that is no new name. An address is none either. */
function isRenamed(known: StoredPerson, { name }: Person): boolean {
  return fold(name.trim()) !== fold(known.name.trim()) && !name.includes('@')
}

/** Name, title and phone. A blank cell empties them, unless the contact is at other investors too, whose rows may fill them. */
function detailSteps(known: StoredPerson, person: Person): PersonStep[] {
  const says = (part: 'title' | 'phone') =>
    person[part] !== undefined && person[part] !== known[part] && !(known.isShared && person[part] === null)
  const patch = {
    ...(isRenamed(known, person) ? { name: person.name } : {}),
    ...(says('title') ? { title: person.title ?? null } : {}),
    ...(says('phone') ? { phone: person.phone ?? null } : {}),
  }
  return Object.keys(patch).length > 0 ? [{ step: 'amend', contactId: known.contactId, patch }] : []
}

/** The role at this investor, and the addresses. */
function standingSteps(known: StoredPerson, person: Person, told: Told, row: number, brought: Brought): PersonStep[] {
  const isNewRole = person.role !== undefined && person.role !== known.role
  const role: PersonStep[] = isNewRole ? [{ step: 'role', linkId: known.linkId, role: person.role ?? null }] : []
  if (!person.emails) return role

  const fresh = person.emails.filter((email) => told.addresses.get(normaliseAddress(email) ?? email) === row)
  const listed = [...fresh, ...known.addresses.map(({ address }) => address)]
  const isOnlyHere = !known.isShared && told.row === row
  return [...role, ...addressSteps(known.contactId, known.addresses, isOnlyHere ? person.emails : listed, brought)]
}

/** Adds the addresses that are missing, and takes away those an earlier import brought and the file no longer has. */
export function addressSteps(
  contactId: string,
  known: StoredPerson['addresses'],
  emails: string[],
  brought: Brought,
): AddressStep[] {
  const wanted = new Map(emails.map((email) => [normaliseAddress(email) ?? email, email]))
  const present = new Set(known.map(({ key }) => key))
  const missing = [...wanted].filter(([key]) => !present.has(key))
  const gone = known.filter(({ id, key }) => !wanted.has(key) && brought('contact_addresses', id))

  return [
    ...gone.map(({ id }) => ({ step: 'drop_address' as const, id })),
    ...missing.map(([, address], nth) => ({
      step: 'address' as const,
      contactId,
      address,
      position: known.length + nth,
    })),
  ]
}

function describe({ name, emails = [] }: Pick<Person, 'name' | 'emails'>): string {
  return emails.length > 0 ? `${name} <${emails.join(', ')}>` : name
}

function describeStored({ name, addresses }: StoredPerson): string {
  return describe({ name, emails: addresses.map(({ address }) => address) })
}

import { and, eq, inArray } from 'drizzle-orm'
import { normaliseAddress } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { changes, contactAddresses, contactRoles, contacts, imports } from '../db/live.ts'
import { fold } from '../db/summaries.ts'
import type { Person } from './people.ts'
import type { CellChange } from './report.ts'

/** A contact at one investor, as stored. */
export interface StoredPerson {
  contactId: string
  linkId: string
  name: string
  title: string | null
  phone: string | null
  role: string | null
  addresses: { id: string; address: string; key: string }[]
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
  const addresses = addressesOf(db, [...new Set(links.map(({ contactId }) => contactId))])
  for (const { investorId, ...person } of links) {
    const known = found.get(investorId) ?? []
    found.set(investorId, [...known, { ...person, addresses: addresses.get(person.contactId) ?? [] }])
  }
  return found
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

/**
 * Compares the people a row names with those stored at the investor. A person is the same by address, else by name.
 * People and addresses that came from elsewhere stay, whatever the file says.
 */
export function peopleWork(wanted: Person[], stored: StoredPerson[], brought: Brought): PeopleWork {
  const left = [...stored]
  const steps = wanted.flatMap((person) => {
    const at = left.findIndex((one) => isSame(one, person))
    const [known] = at < 0 ? [] : left.splice(at, 1)
    return known ? stepsFor(known, person, brought) : [{ step: 'add' as const, person }]
  })
  const gone = left.filter((person) => brought('contact_roles', person.linkId))
  steps.push(...gone.map(({ linkId }) => ({ step: 'unlink' as const, linkId })))
  if (steps.length === 0) return { steps, changes: [] }

  const before = stored.length > 0 ? stored.map(describeStored) : null
  const after = wanted.length > 0 ? wanted.map(describe) : null
  return { steps, changes: [{ field: 'contacts', before, after }] }
}

function isSame(stored: StoredPerson, person: Person): boolean {
  const keys = new Set((person.emails ?? []).map((email) => normaliseAddress(email)))
  if (stored.addresses.some(({ key }) => keys.has(key))) return true

  return fold(stored.name.trim()) === fold(person.name.trim())
}

/** One contact may be spelled with other capitals in another row: that is no new name. An address is none either. */
function isRenamed(known: StoredPerson, { name }: Person): boolean {
  return fold(name.trim()) !== fold(known.name.trim()) && !name.includes('@')
}

function stepsFor(known: StoredPerson, person: Person, brought: Brought): PersonStep[] {
  const patch = {
    ...(isRenamed(known, person) ? { name: person.name } : {}),
    ...(person.title !== undefined && person.title !== known.title ? { title: person.title } : {}),
    ...(person.phone !== undefined && person.phone !== known.phone ? { phone: person.phone } : {}),
  }
  const steps: PersonStep[] =
    Object.keys(patch).length > 0 ? [{ step: 'amend', contactId: known.contactId, patch }] : []
  if (person.role !== undefined && person.role !== known.role)
    steps.push({ step: 'role', linkId: known.linkId, role: person.role })

  return [...steps, ...(person.emails ? addressSteps(known.contactId, known.addresses, person.emails, brought) : [])]
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

export function describe({ name, emails = [] }: Person): string {
  return emails.length > 0 ? `${name} <${emails.join(', ')}>` : name
}

function describeStored({ name, addresses }: StoredPerson): string {
  return describe({ name, emails: addresses.map(({ address }) => address), title: null, phone: null, role: null })
}

/** Which parts of which summaries an act made stale, noted while it writes. */
import type { Db } from './db.ts'
import type { Entity } from './entities.ts'
import { nextEpoch } from './epoch.ts'
import { prepared } from './prepared.ts'
import { searchedColumns } from './search-index.ts'
import { noteTouched, nothingTouched, type Touched, touchCells } from './touched.ts'

type AnyRow = Record<string, unknown>

/** The parts of an investor's summary that go stale apart from each other; `row` is whether there is one at all. */
export const investorParts = [
  'row',
  'lastContact',
  'pipeline',
  'commitments',
  'tags',
  'people',
  'nextMeeting',
  'search',
] as const
/** The same of a person's; `person` is whether there is one at all. */
export const contactParts = ['person', 'personContact', 'personMeeting'] as const

type InvestorPart = (typeof investorParts)[number]
type ContactPart = (typeof contactParts)[number]
export type Part = InvestorPart | ContactPart

/** Ids of the investors or contacts whose summary is stale, by part; `touched` is what formulas may depend on. */
export type Stale = Record<Part, Set<string>> & { touched: Touched }

export function nothingStale(): Stale {
  const none = [...investorParts, ...contactParts].map((part) => [part, new Set<string>()] as const)
  return { ...(Object.fromEntries(none) as Record<Part, Set<string>>), touched: nothingTouched() }
}

const staleBy: Partial<Record<Entity, InvestorPart[]>> = {
  contacts: ['people', 'search'],
  contact_addresses: ['nextMeeting', 'search'],
  contact_roles: ['people', 'nextMeeting', 'search'],
  investor_tags: ['tags', 'search'],
  tags: ['search'],
  commitment_entries: ['commitments'],
  opportunities: ['pipeline'],
  stages: ['pipeline'],
  communications: ['lastContact'],
  communication_investors: ['lastContact'],
}
const stalePerson: Partial<Record<Entity, ContactPart[]>> = {
  contact_addresses: ['personContact', 'personMeeting'],
  communications: ['personContact'],
  communication_contacts: ['personContact'],
}

/**
 * Notes which summaries a written row makes stale; `names` are the SQL names of the columns that were written, and the keys
 * of the cells among them.
 */
export function touch(db: Db, stale: Stale, entity: Entity, row: AnyRow, names: string[]): void {
  if (entity === 'investors') touchInvestor(stale, String(row['id']), names)
  const parts = [...(staleBy[entity] ?? []), ...meetingsToo(entity, row, names)]
  const ids = parts.length > 0 ? investorsOf(db, entity, row, names) : []
  add(stale, parts, ids)
  noteTouched(stale.touched, entity, row, names, ids)
  touchPeople(db, stale, entity, row, names)
  if (entity === 'proposals' && row['kind'] === 'log_meeting' && names.includes('status')) touchDecided(stale, row)
}

/** A meeting that was rejected for an investor is none of theirs to come, until somebody decides otherwise. */
function touchDecided(stale: Stale, { investorId, payload }: AnyRow): void {
  if (typeof investorId === 'string') touchNextMeeting(stale, investorId)
  const { contact_ids: people } = payload as { contact_ids?: unknown }
  if (Array.isArray(people)) for (const id of people) stale.personMeeting.add(String(id))
}

function add(stale: Stale, parts: Part[], ids: string[]): void {
  for (const part of parts) for (const id of ids) stale[part].add(id)
}

function touchInvestor(stale: Stale, id: string, columns: string[]): void {
  if (columns.includes('deleted_at')) stale.row.add(id)
  if (columns.some((column) => searchedColumns.has(column))) stale.search.add(id)
}

/** People are counted among who has a meeting while they are there, and what was logged as a meeting may be yet to come. */
function meetingsToo(entity: Entity, row: AnyRow, names: string[]): InvestorPart[] {
  const concerned = entity === 'contacts' ? names.includes('deleted_at') : isMeeting(entity, row, names)
  return concerned ? ['nextMeeting'] : []
}

function isMeeting(entity: Entity, row: AnyRow, names: string[]): boolean {
  if (entity === 'communications') return !isNew(names) && (row['type'] === 'meeting' || names.includes('type'))
  // A link does not say of what; one that is made for the past cannot be of a meeting to come.
  const linked = entity === 'communication_investors' || entity === 'communication_contacts'
  return linked && (!isNew(names) || String(row['occurredAt']) > String(row['createdAt']))
}

const isNew = (names: string[]) => names.includes('id')

const investorsOf = (db: Db, entity: Entity, row: AnyRow, names: string[]): string[] =>
  typeof row['investorId'] === 'string' ? [row['investorId']] : related(db, investorsVia[entity], row, names)

/** Live links only, which is also what the indexes hold; a link that is put back touches its investor itself. */
const viaContact = 'SELECT investor_id FROM live_contact_roles WHERE contact_id = ?'
type Via = Partial<Record<Entity, [sql: string, key: string]>>
const investorsVia: Via = {
  contacts: [viaContact, 'id'],
  contact_addresses: [viaContact, 'contactId'],
  communications: ['SELECT investor_id FROM live_communication_investors WHERE communication_id = ?', 'id'],
  tags: ['SELECT investor_id FROM live_investor_tags WHERE tag_id = ?', 'id'],
  stages: ['SELECT investor_id FROM live_opportunities WHERE stage = ?', 'key'],
}
const peopleVia: Via = {
  communications: ['SELECT contact_id FROM live_communication_contacts WHERE communication_id = ?', 'id'],
}

/** What was only just made is linked to nothing yet. */
function related(db: Db, via: Via[Entity], row: AnyRow, names: string[]): string[] {
  if (!via || (via[1] === 'id' && isNew(names))) return []

  return prepared<string>(db, via[0]).pluck().all(row[via[1]])
}

function touchPeople(db: Db, stale: Stale, entity: Entity, row: AnyRow, names: string[]): void {
  if (entity === 'contacts' && names.includes('deleted_at')) stale.person.add(String(row['id']))
  const parts = stalePerson[entity]
  if (!parts) return

  const ids = typeof row['contactId'] === 'string' ? [row['contactId']] : related(db, peopleVia[entity], row, names)
  add(stale, parts, ids)
  if (isMeeting(entity, row, names)) add(stale, ['personMeeting'], ids)
}

/**
 * Notes that meetings of these people changed, which is in no log: `addressKeys` are their addresses as matching compares
 * them.
 */
export function touchMeetings(db: Db, stale: Stale, addressKeys: string[]): void {
  nextEpoch(db)
  const known = prepared<{ contact: string; investor: string | null }>(db, whoHas).all(JSON.stringify(addressKeys))
  for (const { contact, investor } of known) {
    stale.personMeeting.add(contact)
    if (investor) touchNextMeeting(stale, investor)
  }
}

export function touchNextMeeting(stale: Stale, investorId: string): void {
  stale.nextMeeting.add(investorId)
  touchCells(stale.touched, investorId, ['next_meeting_at'])
}

const whoHas = `
  SELECT DISTINCT a.contact_id AS contact, r.investor_id AS investor
  FROM json_each(?) k CROSS JOIN live_contact_addresses a ON a.address_key = k.value
  LEFT JOIN live_contact_roles r ON r.contact_id = a.contact_id`

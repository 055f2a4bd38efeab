/** The change log in words: “moved Fund II to Due diligence”, “changed City: Boston → Lisbon”. */
import { formatDate, formatInstant } from '../../shared/dates.ts'
import { type FieldEntity, type FieldType, typeNames } from '../../shared/fields.ts'
import { formatMoney } from '../../shared/money.ts'
import { listLabel } from '../../shared/words.ts'
import { userNames } from '../accounts/users.ts'
import type { Communication } from '../communications/log.ts'
import { guardOf, isOpenTo } from '../communications/privacy.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { find } from '../db/write.ts'
import { allFunds } from '../funds/funds.ts'
import { type Field, fieldsOf, resultType } from '../grid/fields.ts'
import { isOthersView } from '../grid/views/privacy.ts'
import { allStages } from '../pipeline/stages.ts'
import type { Change } from '../undo/undo.ts'
import { proposalLine, ruleLine, taskLine } from './describe-work.ts'

/** One line of an act. `before` and `after` are shown as from → to; a line without them says everything in `what`. */
export type Line = { what: string; before: string | null; after: string | null; note?: string | null }

type Row = Record<string, unknown>
export type Entry = Pick<Change, 'entity' | 'entityId' | 'action' | 'field' | 'before' | 'after'>

export type Describe = (entry: Entry) => Line | null

/**
 * Answers the function that puts one log entry into words; null for an entry that says nothing to a reader (the link
 * rows behind a tag or a person's second address). Names are looked up once, so one call serves a whole page.
 */
export function describer(db: Db, zone: string, readerId: string | null): Describe {
  const names = namesOf(db, readerId)
  const value = (field: Field | undefined, given: unknown) => cellText(field, given, names, zone)

  return (entry) => {
    const row = entry.action === 'create' ? (entry.after as Row | null) : createdAs(db, entry)
    const words = sentences[entry.entity]
    return words ? words({ entry, row: row ?? {}, names, value }) : null
  }
}

type Names = ReturnType<typeof namesOf>
type Told = { entry: Entry; row: Row; names: Names; value: (field: Field | undefined, given: unknown) => string | null }

function namesOf(db: Db, readerId: string | null) {
  const columns = (entity: FieldEntity) => new Map(fieldsOf(db, entity).map((field) => [field.key, field]))
  const [fields, ofContacts, ofDeals] = [columns('investors'), columns('contacts'), columns('opportunities')]
  const users = userNames(db)
  const funds = new Map(allFunds(db).map((fund) => [fund.id, fund]))
  const stages = new Map(allStages(db).map((stage) => [stage.key, stage.label]))
  const nameIn = (entity: string, id: unknown) => latestName(db, entity, String(id ?? ''))
  const investor = (id: unknown) => nameIn('investors', id)
  const wish = (id: unknown) =>
    (find(db, 'feature_requests', String(id)) as { title: string } | null)?.title ?? 'a wish'
  const mayRead = (communicationId: string) => isReadable(db, readerId, communicationId)
  const hidesView = (viewId: string) => isOthersView(db, readerId, viewId)
  const columnCalled = (id: string) => (find(db, 'fields', id) as Field | null)?.label ?? 'a column'
  return { fields, ofContacts, ofDeals, columnCalled, users, funds, stages, nameIn, investor, wish, mayRead, hidesView }
}

/** Whether the words of a communication are for this reader: its privacy binds its history too. */
function isReadable(db: Db, readerId: string | null, id: string): boolean {
  const communication = find(db, 'communications', id) as Communication | null
  return communication !== null && isOpenTo(readerId, guardOf(db, communication))
}

/** What the log says a row was when it was made: archived rows are not read any more, but their story is told. */
function createdAs(db: Db, { entity, entityId }: Entry): Row | null {
  const sql = `SELECT after FROM changes WHERE entity = ? AND entity_id = ? AND action = 'create' LIMIT 1`
  const json = prepared(db, sql).pluck().get(entity, entityId)
  return typeof json === 'string' ? (JSON.parse(json) as Row) : null
}

/** The newest name a record had, archived or not, as the log knows it. */
function latestName(db: Db, entity: string, id: string): string {
  const sql = `SELECT coalesce(
    (SELECT after FROM changes WHERE entity = @entity AND entity_id = @id AND field = 'name' ORDER BY seq DESC LIMIT 1),
    (SELECT json_quote(after ->> 'name') FROM changes WHERE entity = @entity AND entity_id = @id AND action = 'create'))`
  const json = prepared(db, sql).pluck().get({ entity, id })
  return typeof json === 'string' ? String(JSON.parse(json)) : 'somebody'
}

const plain = (what: string, note?: unknown): Line => ({
  what,
  before: null,
  after: null,
  ...(note ? { note: String(note) } : {}),
})

const sentences: Record<string, (told: Told) => Line | null> = {
  investors: investorLine,
  contacts: contactLine,
  contact_addresses: ({ entry, row }) =>
    entry.action === 'update'
      ? { what: 'changed an address', before: text(entry.before), after: text(entry.after) }
      : plain(`${entry.action === 'archive' ? 'removed' : 'added'} the address ${row['address']}`),
  contact_roles: ({ entry, row, names }) => {
    const who = names.nameIn('contacts', row['contact_id'])
    if (entry.action === 'update') {
      return entry.field === 'role'
        ? { what: `changed the role of ${who}`, before: text(entry.before), after: text(entry.after) }
        : null
    }
    return plain(`${entry.action === 'archive' ? 'removed' : 'added'} the contact ${who}`)
  },
  investor_tags: ({ entry, row, names }) =>
    plain(`${entry.action === 'archive' ? 'removed' : 'added'} the tag ${names.nameIn('tags', row['tag_id'])}`),
  commitment_entries: ledgerLine,
  opportunities: opportunityLine,
  communications: communicationLine,
  funds: fundLine,
  tasks: ({ entry, row, value }) => taskLine(entry, row, (field, given) => value(taskField(field), given)),
  proposals: ({ entry, row }) => proposalLine(entry, row),
  automations: ({ entry, row }) => ruleLine(entry, row),
  fields: columnLine,
  views: viewLine,
  feature_requests: wishLine,
  feature_votes: ({ entry, row, names }) =>
    plain(
      `${entry.action === 'archive' ? 'took back a vote' : 'voted'} for “${names.wish(row['feature_request_id'])}”`,
    ),
}

const taskField = (field: string) =>
  field === 'due_on' ? likeField('', 'date') : field === 'owner_id' ? likeField('', 'user') : undefined

function investorLine({ entry, row, names, value }: Told): Line | null {
  if (entry.action === 'create') return plain(`added ${row['name']}`)
  if (entry.action !== 'update') {
    return plain(`${entry.action === 'archive' ? 'archived' : 'restored'} ${names.investor(entry.entityId)}`)
  }
  const field = names.fields.get(entry.field ?? '')
  const what = `changed ${field?.label ?? entry.field}`
  return { what, before: value(field, entry.before), after: value(field, entry.after) }
}

function contactLine({ entry, names, value }: Told): Line | null {
  const who = names.nameIn('contacts', entry.entityId)
  if (entry.action === 'create') return plain(`added ${who}`)
  if (entry.action !== 'update') return plain(`${entry.action === 'archive' ? 'archived' : 'restored'} ${who}`)

  const field = names.ofContacts.get(entry.field ?? '')
  const what = `changed ${who}’s ${field?.label ?? entry.field}`
  return { what, before: value(field, entry.before), after: value(field, entry.after) }
}

function ledgerLine({ entry, row, names }: Told): Line | null {
  const fund = names.funds.get(String(row['fund_id']))
  const currency = fund?.currency ?? 'USD'
  const column = `${fund?.name ?? 'a fund'} ${row['measure']}`
  if (entry.action === 'update') {
    const amounts = entry.field === 'amount'
    const show = (given: unknown) => (amounts && typeof given === 'number' ? formatMoney(given, currency) : text(given))
    return { what: `changed ${entry.field} of a ${column} entry`, before: show(entry.before), after: show(entry.after) }
  }
  const amount = Number(row['amount'] ?? 0)
  const signed = `${amount > 0 ? '+' : '−'}${formatMoney(Math.abs(amount), currency)}`
  const verb = entry.action === 'archive' ? 'took back' : entry.action === 'restore' ? 'put back' : 'entered'
  return plain(`${verb} ${column} ${signed}`, row['note'])
}

function opportunityLine({ entry, row, names, value }: Told): Line | null {
  const fund = names.funds.get(String(row['fund_id']))
  const stage = (key: unknown) => names.stages.get(String(key)) ?? String(key)
  if (entry.action === 'create') return plain(`flagged ${fund?.name} at ${stage(row['stage'])}`)
  if (entry.action !== 'update') {
    return plain(`${entry.action === 'archive' ? 'archived' : 'restored'} the ${fund?.name} opportunity`)
  }
  if (entry.field === 'stage') {
    return { what: `moved ${fund?.name}`, before: stage(entry.before), after: stage(entry.after) }
  }
  if (entry.field === 'stage_since') return null

  const own = names.ofDeals.get(entry.field ?? '')
  const field = own ?? opportunityFields[entry.field ?? '']?.(fund?.currency ?? 'USD')
  const what = `changed ${fund?.name} ${field?.label ?? entry.field}`
  return { what, before: value(field, entry.before), after: value(field, entry.after) }
}

/** The facts of an opportunity as fields of the grid, so that they read alike. */
const opportunityFields: Record<string, (currency: string) => Field> = {
  expected_amount: (currency) => likeField('expected amount', 'currency', { currency }),
  probability: () => likeField('probability', 'percent'),
  owner: () => likeField('owner', 'user'),
  next_step: () => likeField('next step', 'text'),
  next_step_at: () => likeField('next step due', 'date'),
  stage_reason: () => likeField('stage reason', 'text'),
}

/** A column that is none (yet), as far as reading and showing a value goes. */
export const likeField = (
  label: string,
  type: Field['type'],
  options: Field['options'] = {},
  others: Partial<Pick<Field, 'key' | 'entity'>> = {},
): Field => ({ ...noField, label, type, options, ...others })

const noField = {
  id: '',
  version: 0,
  createdAt: '',
  createdBy: null,
  updatedAt: '',
  updatedBy: null,
  deletedAt: null,
  key: '',
  builtin: false,
  primary: false,
  exposure: 'box',
  formula: null,
  description: null,
  required: false,
  position: 0,
  entity: 'investors',
  defaultValue: null,
} as const

function communicationLine({ entry, row, names, value }: Told): Line | null {
  const kind = row['type'] === 'email' ? 'an e-mail' : `a ${row['type'] ?? 'communication'}`
  const open = names.mayRead(entry.entityId)
  if (entry.action === 'create') return plain(`logged ${kind}`, open ? row['summary'] : null)
  if (entry.action !== 'update') return plain(`${entry.action === 'archive' ? 'archived' : 'restored'} ${kind}`)

  const tie = ties[entry.field ?? '']
  if (tie) return plain(`${entry.after === null ? 'let go of' : 'found'} the ${tie} of ${kind}`)
  if (entry.field === 'user_id') {
    const who = likeField('', 'user')
    return { what: `changed who of us ${kind} is by`, before: value(who, entry.before), after: value(who, entry.after) }
  }

  const when = entry.field === 'occurred_at' ? likeField('time', 'datetime') : undefined
  const what = `changed the ${when ? 'time' : entry.field?.replaceAll('_', ' ')} of ${kind}`
  return open || when ? { what, before: value(when, entry.before), after: value(when, entry.after) } : plain(what)
}

/** What ties a communication to what machines hold of it: ids, which say nothing to people. */
const ties: Record<string, string> = {
  mail_id: 'captured message',
  meeting_id: 'captured meeting',
  message_id: 'message in Gmail',
  thread_id: 'thread in Gmail',
}

function fundLine({ entry, row, names, value }: Told): Line {
  const name = names.nameIn('funds', entry.entityId)
  if (entry.action === 'create') return plain(`added ${row['name']}`)
  if (entry.action !== 'update') return plain(`${entry.action === 'archive' ? 'archived' : 'restored'} ${name}`)

  const { currency } = names.funds.get(entry.entityId) ?? { currency: 'USD' }
  const money = entry.field === 'target' || entry.field === 'hard_cap'
  const field = money ? likeField('', 'currency', { currency }) : undefined
  const what =
    entry.field === 'position' ? `moved ${name} in the order` : `changed the ${spoken(entry.field)} of ${name}`
  return { what, before: value(field, entry.before), after: value(field, entry.after) }
}

/** What a personal view is called and shows is only its owner's to read. */
function viewLine({ entry, row, names }: Told): Line | null {
  const isTheirs = names.hidesView(entry.entityId)
  const view = isTheirs ? 'a personal view' : `the view ${names.nameIn('views', entry.entityId)}`
  if (entry.action === 'create') return plain(`added ${isTheirs ? view : `the view ${row['name']}`}`)
  if (entry.action !== 'update') return plain(`${entry.action === 'archive' ? 'archived' : 'restored'} ${view}`)
  if (entry.field === 'name' && !isTheirs) {
    return { what: 'renamed a view', before: text(entry.before), after: text(entry.after) }
  }
  if (entry.field === 'position') return plain(`moved ${view} in the order`)
  if (entry.field === 'locked') return plain(`${entry.after ? 'locked' : 'unlocked'} ${view}`)
  return plain(entry.field === 'owner_id' ? `shared ${view}` : `changed ${view}`)
}

/** What was done to a column itself. Its options and its place are told without their values. */
function columnLine({ entry, row, names }: Told): Line {
  const label = names.columnCalled(entry.entityId)
  if (entry.action === 'create') return plain(`added the column ${row['label']}`)
  if (entry.action !== 'update')
    return plain(`${entry.action === 'archive' ? 'deleted' : 'restored'} the column ${label}`)

  const from = (show: (given: unknown) => string | null) => ({ before: show(entry.before), after: show(entry.after) })
  switch (entry.field) {
    case 'label':
      return { what: 'renamed a column', ...from(text) }
    case 'type':
      return { what: `changed the type of ${label}`, ...from((type) => typeNames[type as FieldType] ?? text(type)) }
    case 'options':
      return plain(`changed the options of ${label}`)
    case 'position':
      return plain(`moved the column ${label}`)
    case 'required':
      return plain(`${entry.after ? 'made' : 'no longer makes'} ${label} required`)
    case 'default_value':
      return plain(`changed what ${label} starts with`)
    default:
      return { what: `changed the ${spoken(entry.field)} of ${label}`, ...from(text) }
  }
}

/** A wish is told by what it was called when it was made; the vote of its author stands beside it. */
function wishLine({ entry, row }: Told): Line {
  const wish = `the wish “${row['title']}”`
  if (entry.action === 'create') return plain(`wished for “${row['title']}”`)
  if (entry.action !== 'update') return plain(`${entry.action === 'archive' ? 'archived' : 'restored'} ${wish}`)

  const what =
    entry.field === 'answer' ? `changed the answer to ${wish}` : `changed the ${spoken(entry.field)} of ${wish}`
  return { what, before: text(entry.before), after: text(entry.after) }
}

const spoken = (field: string | null) => String(field).replaceAll('_', ' ')

/** A value as a person reads it; blank is null. */
export function cellText(
  field: Field | undefined,
  given: unknown,
  names: { users: Map<string, string>; stages: Map<string, string> },
  zone: string,
): string | null {
  if (given === null || given === undefined || given === '') return null
  if (field?.key === 'stage') return names.stages.get(String(given)) ?? String(given)
  if (field?.key === 'list') return listLabel(String(given))

  switch (field ? resultType(field) : 'text') {
    case 'currency':
      return formatMoney(Number(given), field?.options.currency ?? 'USD')
    case 'percent':
      return `${Math.round(Number(given) * 1e10) / 1e8}%`
    case 'number':
      return Number(given).toLocaleString('en-US', { maximumFractionDigits: 10 })
    case 'date':
      return formatDate(String(given), 'en-GB')
    case 'datetime':
    case 'created_at':
    case 'updated_at':
      return formatInstant(String(given), zone, 'en-GB')
    case 'checkbox':
      return given ? 'yes' : 'no'
    case 'user':
    case 'created_by':
    case 'updated_by':
      return names.users.get(String(given)) ?? 'somebody who left'
    default:
      return text(given)
  }
}

/** Lists by their items, attachments by their names. */
function text(given: unknown): string | null {
  if (given === null || given === undefined) return null
  if (Array.isArray(given)) return given.map((one) => (typeof one === 'object' ? (one as Row)['name'] : one)).join(', ')

  return typeof given === 'object' ? JSON.stringify(given) : String(given)
}

import type { DateOrder } from '../../shared/dates.ts'
import { type FieldType, fundMeasures } from '../../shared/fields.ts'
import { fold } from '../../shared/fold.ts'
import type { Db } from '../db/db.ts'
import { UserError } from '../errors.ts'
import { columnCalled as columnInTheWay } from '../funds/fund-columns.ts'
import type { Field } from '../grid/fields.ts'
import type { ReadCell } from './cells.ts'
import type { Column, ColumnOrder } from './infer.ts'
import { steps } from './lp-status.ts'
import { isOwnExport, type Mapping, ownEntry, proposeMapping } from './mapping.ts'
import { type PersonColumns, personColumns } from './people.ts'
import { nameOf, type Place, placeOf } from './places.ts'
import { readerOf, typeOf } from './readers.ts'
import type { Recognised } from './recognise.ts'
import { rememberedImport } from './remember.ts'
import {
  customFieldFor,
  type EntityType,
  fundNamed,
  type Ground,
  groundOf,
  importedLabel,
  newLabel,
  parseTarget,
  type Target,
} from './targets.ts'

/** What somebody asked for; headers name columns as `Recognised` lists them. */
export interface ImportRequest {
  entityType: EntityType
  /** Overrules the proposal, header by header. */
  mapping?: Mapping
  /** The header of the column that identifies a record; null for none, left out for the one of the last such file. */
  key?: string | null
  dateOrder?: Record<string, DateOrder>
}

export interface PlannedColumn {
  header: string
  index: number
  target: Target
  field: string
  type: FieldType
  place: Place
  read: ReadCell
}

/** A column or fund this import adds before its first row. */
export interface NewField {
  column: PlannedColumn
  label: string
  type: FieldType
  options: Field['options']
}

export interface Plan {
  entityType: EntityType
  signature: string
  ground: Ground
  isOwnExport: boolean
  columns: PlannedColumn[]
  people: PersonColumns[]
  key: PlannedColumn | null
  newFields: NewField[]
  newFunds: { name: string; currency: string }[]
  /** Headers of date columns whose order nothing settles; a run is refused while there are any. */
  undecided: string[]
  warnings: string[]
  /** What is remembered for the next file of this shape. */
  mapping: Mapping
}

/** Settles where every column goes and how its cells are read. Refuses (422) a mapping that cannot be carried out. */
export function makePlan(db: Db, file: Recognised, request: ImportRequest, zone: string): Plan {
  const ground = groundOf(db, request.entityType)
  const remembered = rememberedImport(db, file.signature, request.entityType)
  const overruled = byHeader(request.mapping ?? {}, file.columns, 'mapping')
  const proposals = proposeMapping(file.columns, ground, { ...remembered?.mapping, ...overruled })
  const orders = byHeader(request.dateOrder ?? {}, file.columns, 'date_order')

  const columns: PlannedColumn[] = []
  const plan: Plan = {
    entityType: request.entityType,
    signature: file.signature,
    ground,
    isOwnExport: isOwnExport(file.columns, ground),
    columns,
    people: [],
    key: null,
    newFields: [],
    newFunds: [],
    undecided: [],
    warnings: [...file.warnings],
    mapping: {},
  }
  for (const column of file.columns) {
    const asked = ownEntry(overruled, column.header)
    const proposed = proposals.find((proposal) => proposal.header === column.header)?.target ?? null
    const word = asked === undefined || isSameAs(asked, proposed) ? proposed : asked
    if (word === null) noteLeftOut(plan, column, asked)
    else addColumn(plan, column, word, ownEntry(orders, column.header), zone)
  }
  refuseDoubles(columns)
  for (const { target } of columns) if (target.kind === 'status') noteFund(plan, target.fund, usualCurrency(plan))
  refuseTakenNames(db, plan)
  keepLabelsApart(plan)
  plan.people = personColumns(columns)
  plan.key =
    request.key === undefined
      ? rememberedKey(plan, remembered?.keyHeader ?? null)
      : keyColumn(plan, file.columns, request.key)
  refuseNameless(plan)
  return plan
}

/** The entries of a request keyed by header, each matched with a column of the file. */
function byHeader<T>(entries: Record<string, T>, columns: Column[], name: string): Record<string, T> {
  return Object.fromEntries(
    Object.entries(entries).map(([header, value]) => {
      const column = columnCalled(header, columns)
      if (!column) throw refused(name, `The file has no column “${header}”.`)
      return [column.header, value]
    }),
  )
}

function columnCalled(header: string, columns: Column[]): Column | undefined {
  const plain = header.trim()
  return (
    columns.find((column) => column.header === plain) ??
    columns.find((column) => column.header.toLowerCase() === plain.toLowerCase())
  )
}

/** A new date column of that name, and the one the fund of this file brings, are the same wish. */
const isSameAs = (asked: string | null, proposed: string | null): boolean =>
  asked === 'new:date' && proposed?.startsWith('status:') === true

function noteLeftOut(plan: Plan, { header, filled }: Column, asked: string | null | undefined): void {
  plan.mapping[header] = null
  if (asked === undefined && filled > 0)
    plan.warnings.push(`The column “${header}” is left out (${filled} filled cells).`)
}

function addColumn(plan: Plan, column: Column, word: string, asked: DateOrder | undefined, zone: string): void {
  const found = parseTarget(word, plan.ground)
  if ('problem' in found) throw refused('mapping', `${column.header}: ${found.problem}`)

  const target = settledTarget(found, column, plan.ground)
  const type = typeOf(target, column)
  const place = placeOf(target, column, plan.ground)
  const order = settleOrder(plan, column, type, asked)
  const currency = currencyFor(target, column, plan)
  const read = readerOf(plan.ground, target, type, column, { currency, zone, ...(order ? { order } : {}) })
  const planned: PlannedColumn = {
    header: column.header,
    index: column.index,
    target,
    type,
    place,
    field: nameOf(place),
    read: plan.isOwnExport || isPhone(target, type) ? (text) => read(unguarded(text)) : read,
  }
  plan.columns.push(planned)
  plan.mapping[column.header] = target.word
  if (column.ids === 'links' && target.kind !== 'record_id')
    plan.warnings.push(`“${column.header}” holds Airtable record ids; they are kept as they are and linked to nothing.`)
  if (target.kind === 'new') plan.newFields.push(newFieldFor(planned, column, currency, plan))
  if (target.kind === 'commitment') noteFund(plan, target.fund, currency)
}

/** Exports guard texts against being run as formulas: the apostrophe is not part of the cell. */
const unguarded = (text: string): string => text.replace(/^'(?=[=+\-@\t\r])/, '')

/** No number to call begins with an apostrophe: of `'+47 22 00 00 00` it is a guard, whoever wrote the file. */
const isPhone = (target: Target, type: FieldType): boolean =>
  type === 'phone' || target.word === 'phone' || target.word === 'contact.phone'

/** `new:number` for a header that has its column already is that column: the same file again makes nothing twice. */
function settledTarget(target: Target, column: Column, ground: Ground): Target {
  if (target.kind !== 'new') return target
  const field = customFieldFor(column.header, ground)
  if (!field) return target
  if (field.type === target.type) return { word: field.key, kind: 'field', field }

  throw refused(
    'mapping',
    `${column.header}: there is already a column “${field.label}” of type ${field.type}. Map it to ${field.key}, or rename one of them.`,
  )
}

function settleOrder(plan: Plan, column: Column, type: FieldType, asked: DateOrder | undefined): DateOrder | undefined {
  if (asked || (type !== 'date' && type !== 'datetime')) return asked
  if (!isOpen(column.order)) return column.order

  plan.undecided.push(column.header)
  const why = column.doubt ?? 'Nothing shows whether the day or the month comes first.'
  plan.warnings.push(`The date order of “${column.header}” is open. ${why} Choose dmy or mdy for it.`)
  return undefined
}

function isOpen(order: ColumnOrder | undefined): order is 'undecided' | 'contradictory' {
  return order === 'undecided' || order === 'contradictory'
}

function currencyFor(target: Target, column: Column, plan: Plan): string {
  const usual = usualCurrency(plan)
  if (target.kind === 'field') return target.field.options.currency ?? usual
  if (target.kind === 'commitment') return fundOf(target.fund, plan)?.currency ?? column.currency ?? usual

  return column.currency ?? usual
}

const usualCurrency = ({ ground }: Plan): string => ground.funds[0]?.currency ?? 'USD'

/** A fund that is there, or one that an earlier column of the file brings. */
function fundOf(name: string, { ground, newFunds }: Plan): { name: string; currency: string } | undefined {
  return fundNamed(name, ground) ?? newFunds.find((fund) => fold(fund.name) === fold(name))
}

function newFieldFor(column: PlannedColumn, { precision, header }: Column, currency: string, plan: Plan): NewField {
  const digits = precision === undefined ? {} : { precision }
  const options =
    column.type === 'currency' ? { currency, ...digits } : ['number', 'percent'].includes(column.type) ? digits : {}

  return { column, label: newLabel(header, plan.ground), type: column.type, options }
}

/**
 * `Vintage` and `vintage` are two columns of a file, but would be one name for two columns of the grid; and a fund that
 * the file brings has columns of its own.
 */
function keepLabelsApart({ ground, newFields, newFunds }: Plan): void {
  const ofFunds = newFunds.flatMap(({ name }) => [...fundMeasures, ...steps].map((words) => fold(`${name} ${words}`)))
  const taken = new Set([...ofFunds, ...ground.fields.map(({ label }) => fold(label))])
  for (const field of newFields) {
    const label = ofFunds.includes(fold(field.label)) ? importedLabel(field.label) : field.label
    let n = 1
    field.label = label
    while (taken.has(fold(field.label))) field.label = `${label} (${++n})`
    taken.add(fold(field.label))
  }
}

/** A column may have a name that one of a new fund would get: better said before than found out when it is added. */
function refuseTakenNames(db: Db, { newFunds }: Plan): void {
  for (const { name } of newFunds) {
    const label = columnInTheWay(db, name)
    if (label === undefined) continue
    const why = `${name} would be added, and there is a column called “${label}” already. Rename that one first.`
    throw refused('mapping', why)
  }
}

function noteFund(plan: Plan, name: string, currency: string): void {
  if (!fundOf(name, plan)) plan.newFunds.push({ name, currency })
}

/** A record has one city: two columns cannot both fill it. */
function refuseDoubles(columns: PlannedColumn[]): void {
  for (const [index, column] of columns.entries()) {
    const { target } = column
    if (target.kind === 'contact' || target.kind === 'new') continue
    const other = columns.slice(0, index).find((one) => fold(one.target.word) === fold(target.word))
    if (other) throw refused('mapping', `“${other.header}” and “${column.header}” cannot both fill ${target.word}.`)
  }
}

/** The column that identified the records of the last such file, as long as it still can. */
function rememberedKey({ columns }: Plan, key: string | null): PlannedColumn | null {
  return columns.find((one) => one.header === key && isKey(one)) ?? null
}

const isKey = ({ place }: PlannedColumn): boolean => !['ledger', 'person', 'tags'].includes(place.at)

function keyColumn(plan: Plan, columns: Column[], key: string | null): PlannedColumn | null {
  if (!key) return null
  const column = columnCalled(key, columns)
  if (!column) throw refused('key', `The file has no column “${key}”.`)

  const planned = plan.columns.find((one) => one.index === column.index)
  if (!planned || !isKey(planned))
    throw refused('key', `“${column.header}” cannot identify records. Map it to a column of its own first.`)
  return planned
}

function refuseNameless(plan: Plan): void {
  const named = plan.columns.some(({ target }) =>
    target.kind === 'field' ? target.field.key === 'name' : target.word === 'name',
  )
  const identified = plan.key !== null || plan.columns.some(({ place }) => place.at === 'record_id')
  if (!named && !identified) throw refused('mapping', 'Map one column to name, or choose a key column.')
}

export function refused(name: string, sentence: string): UserError {
  return new UserError('invalid', sentence, { fields: { [name]: sentence } })
}

/** Reading the cells of one column as another type: as an import would read what stands in them. */
import { DateTime } from 'luxon'
import { dayIn } from '../../../shared/dates.ts'
import type { FieldType } from '../../../shared/fields.ts'
import { foldCase } from '../../../shared/fold.ts'
import { parseMoney, percentText, plainMoney } from '../../../shared/money.ts'
import type { Parsed } from '../../../shared/parsed.ts'
import { allUsers } from '../../accounts/users.ts'
import type { Db } from '../../db/db.ts'
import { zoneOf } from '../../db/zone.ts'
import { cellReader, type ReadCell } from '../../imports/cells.ts'
import { describeColumn } from '../../imports/infer.ts'
import { type Attachment, formatAttachments, formatList } from '../../imports/lists.ts'
import { userNamed } from '../../imports/names.ts'
import { count, newTally } from '../../imports/tally.ts'
import { type Field, resultType } from '../fields.ts'
import { checkValue } from '../values.ts'

export type Conversion = {
  /** The value in the new type, or why it has none. */
  convert: (value: unknown) => Parsed<unknown>
  /** The new column, with the options its cells have brought so far. */
  target: () => Field
}

const mostChoices = 2000
const longestChoice = 200

/**
 * How the cells of `from` become cells of `to`. `values` are all there are, because a column as a whole shows whether
 * the day or the month comes first and which mark parts the decimals. A select gets an option for each new name.
 */
export function conversion(db: Db, from: Field, to: Field, values: Iterable<unknown>): Conversion {
  const zone = zoneOf(db)
  const users = allUsers(db)
  const text = (value: unknown) => asText(from, value, zone, new Map(users.map((user) => [user.id, user.fullName])))
  const read = readerFor(to, Array.from(values, text), zone)
  const choices = new Map((to.options.choices ?? []).map((choice) => [foldCase(choice.name), choice]))
  const target = () => (choices.size > 0 ? { ...to, options: { ...to.options, choices: [...choices.values()] } } : to)

  const settle: Partial<Record<FieldType, (value: unknown) => Parsed<unknown>>> = {
    single_select: (value) => chosen(choices, value, to),
    multi_select: (value) => allChosen(choices, value as string[], to),
    user: (name) => colleague(String(name), users),
  }
  const convert = (value: unknown): Parsed<unknown> => {
    const given = failed(value) ?? direct(from, to, value, zone) ?? read(text(value))
    if ('problem' in given || given.value === null) return given
    const settled = (resultType(from) === to.type ? null : settle[to.type]?.(given.value)) ?? given
    return 'problem' in settled ? settled : checkValue(db, target(), settled.value)
  }
  return { convert, target }
}

/** A formula that failed for its row has no value to read. */
function failed(value: unknown): Parsed<unknown> | null {
  const error = typeof value === 'object' && value !== null && 'error' in value ? value.error : null
  return error ? { problem: (error as { message?: string }).message ?? 'The formula failed here.' } : null
}

/** What needs no reading: the same value is meant in both types. */
function direct(from: Field, to: Field, value: unknown, zone: string): Parsed<unknown> | null {
  const type = resultType(from)
  if (type === to.type && type !== 'currency') return { value }
  if (numbers.has(type) && numbers.has(to.type)) return asNumber(from, to, Number(value))
  if (type === 'checkbox' && numbers.has(to.type)) return asNumber(from, to, value ? 1 : 0)
  if (Array.isArray(value) && to.type === 'single_select' && type === 'multi_select') return onlyOne(value)
  if (type === 'single_select' && to.type === 'multi_select') return { value: [value] }
  if (instants.has(type) && to.type === 'date') return { value: dayIn(zone, String(value)) }
  return null
}

const numbers: ReadonlySet<FieldType> = new Set(['number', 'currency', 'percent', 'commitment'])
const instants: ReadonlySet<FieldType> = new Set(['datetime', 'created_at', 'updated_at'])

const onlyOne = (items: unknown[]): Parsed<unknown> =>
  items.length === 1
    ? { value: items[0] }
    : { problem: `This cell holds ${items.length} options, and there is room for one.` }

/** An amount is its number of major units, a percentage its fraction. */
function asNumber(from: Field, to: Field, value: number): Parsed<unknown> {
  const amount = resultType(from) === 'currency' ? Number(plainMoney(value, currencyOf(from))) : value
  return to.type === 'currency' ? parseMoney(String(amount), currencyOf(to)) : { value: amount }
}

export const currencyOf = (field: Pick<Field, 'options'>): string => field.options.currency ?? 'USD'

/** A cell as a person would write it, and an import read it; `users` are the names of colleagues by id. */
export function asText(field: Field, value: unknown, zone: string, users: Map<string, string>): string {
  switch (resultType(field)) {
    case 'currency':
      return plainMoney(Number(value), currencyOf(field))
    case 'percent':
      return percentText(Number(value))
    case 'checkbox':
      return value ? 'checked' : 'unchecked'
    case 'datetime':
      return DateTime.fromISO(String(value), { zone }).toFormat(wallClock(String(value)))
    case 'user':
      return users.get(String(value)) ?? ''
    case 'multi_select':
      return formatList((value as unknown[]).map(String))
    case 'attachments':
      return formatAttachments(value as Attachment[])
    default:
      return Array.isArray(value) ? formatList(value.map(String)) : String(value)
  }
}

const wallClock = (instant: string) => (/:00(\.000)?Z$/.test(instant) ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd HH:mm:ss')

function readerFor(to: Field, texts: string[], zone: string): ReadCell {
  const tally = newTally()
  for (const text of texts) count(tally, text)
  const { order, mark } = describeColumn({ name: to.label, written: to.label, index: 0 }, tally)

  return cellReader(to.type, {
    zone,
    currency: currencyOf(to),
    ...(order === 'dmy' || order === 'mdy' ? { order } : {}),
    ...(mark ? { mark } : {}),
  })
}

type Choices = Map<string, { name: string }>

/** The option of this name, made when there is none yet. */
function chosen(choices: Choices, value: unknown, { label }: Field): Parsed<string> {
  const name = String(value).trim()
  const known = choices.get(foldCase(name))
  if (known) return { value: known.name }
  if (name.length > longestChoice) return { problem: `This is too long for an option of “${label}”.` }
  if (choices.size >= mostChoices) return { problem: `“${label}” cannot have more than ${mostChoices} options.` }

  choices.set(foldCase(name), { name })
  return { value: name }
}

function allChosen(choices: Choices, items: string[], field: Field): Parsed<string[]> {
  const read = items.filter((item) => item.trim() !== '').map((item) => chosen(choices, item, field))
  const [problem] = read.filter((one) => 'problem' in one)
  if (problem) return problem
  return { value: [...new Set(read.flatMap((one) => ('value' in one ? [one.value] : [])))] }
}

function colleague(name: string, users: ReturnType<typeof allUsers>): Parsed<string> {
  const id = userNamed(name, { entityType: 'investors', fields: [], funds: [], users })
  return id ? { value: id } : { problem: `There is no colleague called “${name}”.` }
}

/** Between the cells of an investor and what people see and type in a form. */
import { DateTime } from 'luxon'
import { parseAmount } from '../../shared/amounts.ts'
import { plainMoney } from '../../shared/money.ts'
import type { Parsed } from '../../shared/parsed.ts'
import { invalid } from '../errors.ts'
import { cellReader } from '../imports/cells.ts'
import { type Attachment, formatAttachments, formatList, parseList } from '../imports/lists.ts'
import type { Values } from './cells.ts'
import { type Field, resultType } from './fields.ts'

/** What a form sends for each field: one text, or several for check-boxes of one name. */
export type Typed = Record<string, unknown>

/** Reads the fields a form sent, in the fund's zone. All of them are read; 422 with a sentence for each that is wrong. */
export function typedCells(fields: Field[], typed: Typed, zone: string): Values {
  const values: Values = {}
  const problems: Record<string, string> = {}

  for (const field of fields.filter((f) => f.key in typed)) {
    const read = readTyped(field, typed[field.key], zone)
    if ('problem' in read) problems[field.key] = read.problem
    else values[field.key] = read.value
  }
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return values
}

function readTyped(field: Field, sent: unknown, zone: string): Parsed<unknown> {
  const type = resultType(field)
  const text = sentText(field, sent)
  if (type === 'checkbox') return { value: text === 'true' }
  if (type === 'multi_select' && field.key !== 'tags') return { value: sentItems(sent) }
  if (text.trim() === '') return { value: null }
  if (type === 'currency') return parseAmount(text, field.options.currency ?? 'USD')
  if (type === 'percent') return cellReader(type, { zone })(text.replace(/(\d)\s*$/, '$1%'))

  return cellReader(type, { zone })(text)
}

/** What a form sent as one text, comparable with `typedText`. A check-box follows a hidden field of its name. */
export function sentText(field: Field, sent: unknown): string {
  const last = String([sent].flat().at(-1) ?? '')
  if (resultType(field) === 'checkbox') return last === 'true' ? 'true' : ''
  if (field.key !== 'tags' && resultType(field) === 'multi_select') return formatList(sentItems(sent))

  return last.replaceAll('\r\n', '\n')
}

/** The ticked options: several values of one name, or the text of a list. */
export const sentItems = (sent: unknown): string[] =>
  Array.isArray(sent) ? sent.map(String).filter((item) => item !== '') : parseList(String(sent ?? ''))

/** The text an input starts with, in the form `typedCells` reads back as the same value. */
export function typedText(field: Field, value: unknown, zone: string): string {
  if (value === null || value === undefined) return ''

  switch (resultType(field)) {
    case 'currency':
      return plainMoney(Number(value), field.options.currency ?? 'USD').replace(/\.00$/, '')
    case 'percent':
      return `${Math.round(Number(value) * 1e10) / 1e8}%`
    case 'datetime':
      return typedInstant(String(value), zone)
    case 'checkbox':
      return value ? 'true' : ''
    case 'multi_select':
      return formatList(value as string[])
    case 'attachments':
      return formatAttachments(value as Attachment[])
    default:
      return String(value)
  }
}

/** `2026-11-16T09:30`, the clock on the wall of the fund, as `<input type="datetime-local">` takes it. */
export function typedInstant(instant: string, zone: string): string {
  return DateTime.fromISO(instant, { zone }).toFormat("yyyy-MM-dd'T'HH:mm")
}

/** The instant of a wall-clock time in the fund's zone; null when it is none. */
export function instantOf(typed: string, zone: string): string | null {
  const local = DateTime.fromISO(typed.trim().replace(' ', 'T'), { zone })
  return local.isValid ? local.toUTC().toISO() : null
}

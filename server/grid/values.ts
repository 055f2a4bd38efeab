import { z } from 'zod'
import type { FieldType } from '../../shared/fields.ts'
import { mostMinor } from '../../shared/money.ts'
import type { Db } from '../db/db.ts'
import { eq } from '../db/drizzle.ts'
import { users } from '../db/live.ts'
import type { Field } from './fields.ts'
import { noOption, optionMeant, optionNames } from './options.ts'

export type Checked = { value: unknown } | { problem: string }

const text = z.string('Give text.').max(100_000, 'Keep it under 100,000 characters.')
const plain = text.refine((t) => !t.includes('\0'), 'Text cannot hold a NUL character.')
const names = z.array(plain, 'Give a list of texts.').max(500, 'Keep it to 500 items.')
/** JSON knows a negative nought; the record does not. */
const number = (sentence: string) => z.number(sentence).transform((n) => n + 0)
/** What a commitment column shows is a total; the entries of the ledger behind it may well be negative. */
export const belowNothing = 'A commitment cannot be less than nothing. To reduce one, give the new total.'

const minorUnits = z
  .int('Give a whole number of minor units.')
  .min(-mostMinor, 'This is too large an amount.')
  .max(mostMinor, 'This is too large an amount.')

/** What a cell of each type may hold; blank (null) is allowed everywhere and handled before. */
const shapes: Partial<Record<FieldType, z.ZodType>> = {
  text: plain,
  long_text: plain,
  url: plain,
  email: plain,
  phone: plain,
  number: number('Give a number.'),
  percent: number('Give a fraction: 0.25 for 25 %.'),
  currency: minorUnits.transform((n) => n + 0),
  commitment: minorUnits.min(0, belowNothing).transform((n) => n + 0),
  date: z.iso.date('Give a date such as 2026-03-31.'),
  datetime: z.iso
    .datetime({ offset: true, error: 'Give an instant such as 2026-03-31T09:30:00Z.' })
    .transform((t) => new Date(t).toISOString()),
  checkbox: z.boolean('Give true or false.'),
  single_select: plain,
  multi_select: names,
  user: plain,
  contacts: names,
  attachments: z.array(z.object({ name: plain, url: plain }), 'Give a list of {name, url}.'),
}

/**
 * Checks a value for a field and brings it into the stored form: blank texts and lists become null, and an option is spelled
 * as its column spells it.
 */
export function checkValue(db: Db, field: Field, given: unknown): Checked {
  const shape = shapes[field.type]
  if (!shape) return { problem: `“${field.label}” is worked out by the system and cannot be edited.` }
  if (isBlank(given) || (field.required && isBlank(String(given).trim())))
    return field.required ? { problem: `“${field.label}” cannot be blank.` } : { value: blankOf(field) }

  const parsed = shape.safeParse(given)
  if (!parsed.success) return { problem: parsed.error.issues[0]?.message ?? 'This value does not fit the column.' }
  return checkChoice(db, field, parsed.data)
}

function checkChoice(db: Db, field: Field, value: unknown): Checked {
  if (field.type === 'user') return checkUser(db, String(value))
  if (field.key === 'tags' || !['single_select', 'multi_select'].includes(field.type)) return { value }

  const items = [value].flat().map(String)
  const meant = items.map((name) => optionMeant(field, name))
  const unknown = items.find((_, at) => meant[at] === undefined)
  if (unknown !== undefined) return noOption(field, unknown)
  return { value: Array.isArray(value) ? [...new Set(meant)] : meant[0] }
}

/** Whether a stored value can stay as it is: an option in another spelling is none that a cell may hold. */
export function isFitting(db: Db, field: Field, stored: unknown): boolean {
  if (!('value' in checkValue(db, field, stored))) return false
  if (field.key === 'tags' || !['single_select', 'multi_select'].includes(field.type) || isBlank(stored)) return true

  const names = new Set(optionNames(field))
  return [stored].flat().every((name) => names.has(String(name)))
}

function checkUser(db: Db, id: string): Checked {
  const user = db.select({ id: users.id }).from(users).where(eq(users.id, id)).get()
  return user ? { value: id } : { problem: 'There is no such colleague.' }
}

export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** The list is never blank: an investor without one is on the main list. */
const blankOf = (field: Field) => (field.key === 'list' ? 'main' : null)

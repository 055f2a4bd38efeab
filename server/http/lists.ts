/** What every list of the API takes and answers: `limit`, `offset`, `sort`, and one page with the total. */

import { z } from 'zod'
import { fold } from '../../shared/fold.ts'
import type { SQLiteColumn } from '../db/drizzle.ts'
import { asc, desc, type SQL } from '../db/drizzle.ts'
import { invalid } from '../errors.ts'

export type Page = { limit: number; offset: number }
export type SortTerm = { key: string; descending: boolean }

const whole = (most: number, fallback: number, about: string) =>
  z
    .string()
    .regex(/^\d+$/, bounds(most))
    .transform(Number)
    .refine((n) => n <= most, bounds(most))
    .default(fallback)
    .meta({ type: 'integer', minimum: 0, maximum: most, pattern: undefined, description: about })

const bounds = (most: number) => `Give a whole number from 0 to ${most.toLocaleString('en')}.`

export const pageQuery = {
  limit: whole(100_000, 100, 'How many to answer; 0 answers only the total.'),
  offset: whole(999_999_999, 0, 'How many to leave out first.'),
}

const sort = z
  .string()
  .max(500)
  .transform(readSort)
  .optional()
  .describe('Keys separated by commas, descending with a minus: `sort=list,-updated_at`. Equal ones come by id.')

/** The query of a list; `more` adds what this list can be asked for. Unknown parameters are refused. */
export const listQuery = <T extends z.ZodRawShape>(more: T) => z.strictObject({ ...pageQuery, sort, ...more })

/** The query of a list that has one order only, such as the newest first. */
export const pagedQuery = <T extends z.ZodRawShape>(more: T) => z.strictObject({ ...pageQuery, ...more })

export const listOf = <T extends z.ZodType>(shape: T) =>
  z.object({ data: z.array(shape), total: z.int(), limit: z.int(), offset: z.int() })

/** `list,-updated_at` → both keys with their direction. */
export function readSort(text: string): SortTerm[] {
  const keys = text.split(',').map((key) => key.trim())
  return keys.filter(Boolean).map((key) => ({ key: key.replace(/^-/, ''), descending: key.startsWith('-') }))
}

export type ListQuery = Page & { sort?: SortTerm[] | undefined }

/** One page of a list that is small enough to be in memory, sorted by keys of its `shape`. */
export function pageOf<T extends { id: string }>(
  items: T[],
  { limit, offset, sort }: ListQuery,
  { shape }: z.ZodObject,
) {
  const unknown = sort?.find(({ key }) => !Object.hasOwn(shape, key))
  if (unknown) throw unsortable(unknown.key)

  const sorted = sort?.length ? sortItems(items, sort) : items
  return { data: sorted.slice(offset, offset + limit), total: items.length, limit, offset }
}

function sortItems<T extends { id: string }>(items: T[], terms: SortTerm[]): T[] {
  const order = [...terms, { key: 'id', descending: false }]
  return items.toSorted((a, b) => {
    for (const { key, descending } of order) {
      const by = compareValues(a[key as keyof T], b[key as keyof T], descending)
      if (by !== 0) return by
    }
    return 0
  })
}

/** Blanks last in both directions, texts without letter case. */
function compareValues(a: unknown, b: unknown, descending: boolean): number {
  if (isBlank(a) || isBlank(b)) return Number(isBlank(a)) - Number(isBlank(b))

  const [one, other] = typeof a === 'number' && typeof b === 'number' ? [a, b] : [fold(String(a)), fold(String(b))]
  const by = one < other ? -1 : one > other ? 1 : 0
  return descending ? -by : by
}

const isBlank = (value: unknown) => value === null || value === undefined || value === ''

const unsortable = (key: string) => invalid({ sort: `This list cannot be sorted by “${key}”.` })

/** The same as ORDER BY for lists that are paged by SQL. `sortable` says what each key stands for; id comes last. */
export function orderBy(
  sort: SortTerm[] | undefined,
  sortable: Record<string, SQLiteColumn | SQL>,
  last: (SQLiteColumn | SQL)[],
): SQL[] {
  const terms = (sort ?? []).map(({ key, descending }) => {
    const column = Object.hasOwn(sortable, key) ? sortable[key] : undefined
    if (!column) throw unsortable(key)
    return descending ? desc(column) : asc(column)
  })
  return [...terms, ...last.map((column) => asc(column))]
}

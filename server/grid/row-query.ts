/** The parameters that choose rows, as lists and exports take them. */
import { z } from 'zod'
import { UserError } from '../errors.ts'
import type { ListQuery } from '../http/lists.ts'
import type { RowQuery } from './rows.ts'

export const rowFilters = {
  filter: z
    .string()
    .max(100_000)
    .optional()
    .describe('A filter tree as JSON: `{op: "and" | "or", conditions: […]}` or `{field, op, value}`.'),
  search: z.string().max(500).optional().describe('Words to find in names, places, notes, people, addresses and tags.'),
  list: z.string().optional(),
  tag: z.string().optional().describe('The name or id of a tag.'),
  owner: z.string().optional().describe('A user id.'),
}

type Sent = z.infer<z.ZodObject<typeof rowFilters>> & Partial<ListQuery>

export function rowQueryOf({ filter, sort, ...others }: Sent): Omit<RowQuery, 'limit' | 'offset'> {
  return { ...others, ...(filter !== undefined && { filter: parsedFilter(filter) }), ...(sort?.length && { sort }) }
}

function parsedFilter(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    const detail = 'The filter is not JSON. Send the tree as JSON, URL-encoded.'
    throw new UserError('invalid', detail, { fields: { filter: detail } })
  }
}

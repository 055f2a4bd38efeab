/** The parameters that choose rows, as lists and exports take them. */
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { UserError } from '../errors.ts'
import type { ListQuery } from '../http/lists.ts'
import { asOfParameter } from '../past/past.ts'
import type { RowQuery } from './rows.ts'
import { type Applied, applyView } from './views/applied.ts'

const listed = (most: number, about: string) =>
  z
    .string()
    .max(100_000)
    .transform((text) => text.split(',').filter(Boolean))
    .refine((items) => items.length <= most, `Name at most ${most.toLocaleString('en')}.`)
    .optional()
    .meta({ type: 'string', description: about })

/** What `search` looks into. */
export const searched =
  'Words, each to be found in a name, place, note, person, address, tag or text of the row, or in the name of an option, a stage or a colleague it holds.'

export const rowFilters = {
  filter: z
    .string()
    .max(100_000)
    .optional()
    .describe('A filter tree as JSON: `{op: "and" | "or", conditions: […]}` or `{field, op, value}`.'),
  search: z.string().max(500).optional().describe(searched),
  list: z.string().optional(),
  tag: z.string().optional().describe('The name or id of a tag.'),
  owner: z.string().optional().describe('A user id.'),
  view_id: z
    .string()
    .max(100)
    .optional()
    .describe('A saved view, by id or key: its filter, and its sort unless another is given.'),
  ids: listed(1000, 'Only these rows: ids separated by commas.'),
  fields: listed(2000, 'Only these columns: keys separated by commas.'),
  as_of: asOfParameter,
}

type Sent = z.infer<z.ZodObject<typeof rowFilters>> & Partial<ListQuery>
type Query = Omit<RowQuery, 'limit' | 'offset'>

/** What is asked, and the view that is asked for if one is; 404 for a view this person may not see. */
export function rowQueryOf(db: Db, userId: string | null, sent: Sent): { query: Query; view: Applied | null } {
  const { filter, sort, view_id, limit: _limit, offset: _offset, as_of: _asOf, ...others } = sent
  const query = {
    ...others,
    ...(filter !== undefined && { filter: parsedFilter(filter) }),
    ...(sort?.length && { sort }),
  }
  const view = view_id === undefined ? null : applyView(db, userId, view_id, query)
  return { query: view?.query ?? query, view }
}

function parsedFilter(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    const detail = 'The filter is not JSON. Send the tree as JSON, URL-encoded.'
    throw new UserError('invalid', detail, { fields: { filter: detail } })
  }
}

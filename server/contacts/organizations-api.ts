import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { notFound } from '../errors.ts'
import { findRow, findRows, type GridRow } from '../grid/rows.ts'
import { listOf, listQuery } from '../http/lists.ts'
import { oneById } from '../http/shapes.ts'

const text = z.string().nullable()
const organization = z.object({
  id: z.string(),
  version: z.int(),
  name: z.string(),
  type: text,
  list: z.string(),
  owner: text,
  website: text,
  phone: text,
  city: text,
  country: text,
  tags: z.array(z.string()),
  contact_ids: z.array(z.string()),
  total_committed: z.int(),
  last_contact_at: text,
  last_contact_by: text,
  last_contact_type: text,
  last_inbound_at: text,
  next_meeting_at: text,
  created_at: z.string(),
  updated_at: z.string(),
})
const tags = ['Organizations']

/** Organisations are investors under the name older scripts know them by: a view for reading, with no store of its own. */
export async function organizationsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = {
    tags,
    summary: 'Investors as organisations; change them through /fundraising/rows',
    querystring: listQuery({ search: z.string().max(500).optional(), list: z.string().optional() }),
    response: { 200: listOf(organization) },
  }
  app.get('/organizations', { schema: list }, async (request) => {
    const { sort, ...query } = request.query
    const time = { now: app.now(), zone: app.config.timezone }
    const { rows, total } = findRows(app.db, { ...query, ...(sort?.length && { sort }) }, time)
    return { data: rows.map(presentOrganization), total, limit: query.limit, offset: query.offset }
  })

  const one = { tags, summary: 'One organisation', params: oneById, response: { 200: organization } }
  app.get('/organizations/:id', { schema: one }, async (request) => {
    const row = findRow(app.db, request.params.id)
    if (!row) throw notFound('organisation')
    return presentOrganization(row)
  })
}

function presentOrganization({ values, ...row }: GridRow): z.infer<typeof organization> {
  const cell = (key: string) => values[key] as string | null
  return {
    id: row.id,
    version: row.version,
    name: String(values['name']),
    type: cell('type'),
    list: String(values['list']),
    owner: cell('owner'),
    website: cell('website'),
    phone: cell('phone'),
    city: cell('city'),
    country: cell('country'),
    tags: (values['tags'] ?? []) as string[],
    contact_ids: (values['contacts'] ?? []) as string[],
    total_committed: Number(values['total_committed']),
    last_contact_at: cell('last_contact_at'),
    last_contact_by: cell('last_contact_by'),
    last_contact_type: cell('last_contact_type'),
    last_inbound_at: cell('last_inbound_at'),
    next_meeting_at: cell('next_meeting_at'),
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}

import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { changeShape } from '../activity/present.ts'
import { surfaces } from '../db/actor.ts'
import { and, count, desc, eq, gte, lt, type SQL } from '../db/drizzle.ts'
import { changes } from '../db/live.ts'
import { presentChanges } from '../history/history.ts'
import { isTold } from '../history/never-logged.ts'
import { forAdmins } from '../http/access.ts'
import { listOf, pagedQuery } from '../http/lists.ts'
import { moment, spanBetween } from '../http/moments.ts'

const filters = {
  user_id: z.string().optional(),
  investor_id: z.string().optional(),
  batch_id: z.string().optional(),
  entity: z.string().optional(),
  entity_id: z.string().optional(),
  surface: z.enum(surfaces).optional(),
  since: moment.optional(),
  until: moment.optional(),
}
type Filter = z.infer<z.ZodObject<typeof filters>>
const entryShape = changeShape.extend({
  seq: z.int(),
  investor_id: z.string().nullable(),
  hash: z.string().describe('Covers this entry and the hash of the one before.'),
})

/** The change log, for admins. */
export async function auditApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const schema = {
    tags: ['History'],
    summary: 'Every change of every record, newest first (admins)',
    querystring: pagedQuery(filters),
    response: { 200: listOf(entryShape) },
  }
  app.get('/audit-log', { ...forAdmins, schema }, async (request) => {
    const { limit, offset, ...filter } = request.query
    const where = and(...conditions(filter, app.config.timezone), isTold())
    const newest = app.db.select().from(changes).where(where).orderBy(desc(changes.seq))
    const rows = newest.limit(limit).offset(offset).all()
    const total = app.db.select({ n: count() }).from(changes).where(where).get()?.n ?? 0

    const data = rows.flatMap((row) =>
      presentChanges(app.db, request.actor.id, [row]).map((entry) => ({
        ...entry,
        seq: row.seq,
        investor_id: row.investorId,
        hash: row.hash,
      })),
    )
    return { data, total, limit, offset }
  })
}

function conditions(filter: Filter, zone: string): (SQL | undefined)[] {
  const { since, until } = spanBetween(filter.since, filter.until, zone)
  const c = changes
  const equal = [
    [c.actorId, filter.user_id],
    [c.investorId, filter.investor_id],
    [c.batchId, filter.batch_id],
    [c.entity, filter.entity],
    [c.entityId, filter.entity_id],
    [c.surface, filter.surface],
  ] as const
  const exact = equal.map(([column, value]) => (value === undefined ? undefined : eq(column, value)))
  return [...exact, since ? gte(c.at, since) : undefined, until ? lt(c.at, until) : undefined]
}

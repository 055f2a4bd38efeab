import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { allUsers } from '../accounts/users.ts'
import { surfaces } from '../db/actor.ts'
import { entities } from '../db/entities.ts'
import { forAdmins } from '../http/access.ts'
import { csvReply } from '../http/csv.ts'
import { changeLog } from './change-log.ts'

/** What the page offers to look for; the rows that only link two records are found by their records. */
const shownEntities = Object.keys(entities).filter((name) => !/^(investor_|contact_|communication_|import_)/.test(name))
const limit = 100
const mostInFile = 100_000
const day = z.iso.date().optional().catch(undefined)
const address = z.object({
  user: z.string().min(1).max(100).optional().catch(undefined),
  surface: z.enum(surfaces).optional().catch(undefined),
  entity: z.enum(Object.keys(entities)).optional().catch(undefined),
  since: day,
  until: day,
  offset: z.coerce.number().int().min(0).catch(0),
})

/** The admin's page of the change log: who wrote what, when, through which surface; and the same as a file. */
export async function auditRoutes(app: FastifyInstance): Promise<void> {
  const zone = app.config.timezone

  app.get('/admin/log', forAdmins, async (request, reply) => {
    const { offset, ...filter } = address.parse(request.query)
    const { entries, total } = changeLog(app.db, filter, { limit, offset }, { id: request.actor.id ?? '', zone })
    const choices = { users: allUsers(app.db), surfaces, entities: shownEntities }
    return reply.view('admin/log', { entries, pages: { total, limit, offset }, values: filter, errors: {}, choices })
  })

  app.get('/admin/log/export.csv', forAdmins, async (request, reply) => {
    const { offset: _offset, ...filter } = address.parse(request.query)
    const page = { limit: mostInFile, offset: 0 }
    const { entries } = changeLog(app.db, filter, page, { id: request.actor.id ?? '', zone })
    const rows = entries.map(({ at, actorName, surface, act, line, investor, entity, entityId, batchId }) => ({
      at,
      investor,
      who: actorName,
      surface,
      act,
      what: line.what,
      before: line.before,
      after: line.after,
      record: entity,
      record_id: entityId,
      batch_id: batchId,
    }))
    return csvReply(reply, 'Change log', rows, columns)
  })
}

const columns = [
  'at',
  'who',
  'surface',
  'act',
  'investor',
  'what',
  'before',
  'after',
  'record',
  'record_id',
  'batch_id',
]

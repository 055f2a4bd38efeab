import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { optionColors } from '../../shared/fields.ts'
import { forAdmins } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { undoOf } from '../http/undoable.ts'
import { allTags, archiveTag, editTag, findTag, tagCounts, tagPatch } from './tags.ts'

const one = z.object({ id: z.string() })
const to = '/admin/tags'
const part = 'admin/tag-form'

/** The admin's page of tags. New ones are made where they are given. */
export async function tagAdminRoutes(app: FastifyInstance): Promise<void> {
  app.get(to, forAdmins, async (_request, reply) => {
    const counts = tagCounts(app.db)
    return reply.view('admin/tags', { tags: allTags(app.db).map((tag) => ({ ...tag, n: counts.get(tag.id) ?? 0 })) })
  })

  app.get(`${to}/:id/edit`, forAdmins, async (request, reply) => {
    const { id, name, color } = tagOf(request)
    return reply.form(part, { ...editForm(id, name), values: { name, color } })
  })

  app.post(`${to}/:id`, forAdmins, async (request, reply) => {
    const { id, name } = tagOf(request)
    return reply.attempt(part, editForm(id, name), () => {
      const patch = tagPatch.parse({ name: '', ...filled(request.body) })
      const done = request.act(`Changed the tag ${name}`, (tx) => editTag(tx, id, patch))
      const message = done.changed > 0 ? `Saved ${done.result.name}` : 'Nothing was different'
      return reply.done({ message, batchId: undoOf(done), to })
    })
  })

  app.post(`${to}/:id/archive`, forAdmins, async (request, reply) => {
    const { id, name } = tagOf(request)
    const done = request.act(`Archived the tag ${name}`, (tx) => archiveTag(tx, id))
    return reply.done({ message: `Archived ${name}`, batchId: undoOf(done), to })
  })

  const tagOf = (request: FastifyRequest) => findTag(app.db, one.parse(request.params).id)
}

const editForm = (id: string, name: string) => ({ title: `Edit ${name}`, action: `${to}/${id}`, colors: optionColors })

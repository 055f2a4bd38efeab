import type { FastifyReply, FastifyRequest } from 'fastify'
import { filled } from '../http/forms.ts'
import { findRows } from './rows.ts'

const shown = 8

/**
 * Asks which investor a form is about, when it was opened from nowhere in particular: those last spoken with, or what a
 * search finds. Each is a link to the same form with the investor filled in.
 */
export function pickInvestor(request: FastifyRequest, reply: FastifyReply, title: string): FastifyReply {
  const { db, config, now } = request.server
  const { search } = filled(request.query)
  const sort = search ? {} : { sort: [{ key: 'last_contact_at', descending: true }] }
  const { rows } = findRows(db, { search, ...sort, limit: shown, offset: 0 }, { now: now(), zone: config.timezone })
  return reply.form('investors/pick', { title, rows, values: { search }, path: request.url.split('?')[0] })
}

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { notFound } from '../errors.ts'
import { shownMeeting } from './shown.ts'

const oneMeeting = z.object({ id: z.string() })

/** The page behind a next meeting: of a calendar’s, or the place in the timeline of one that was logged ahead. */
export async function meetingRoutes(app: FastifyInstance): Promise<void> {
  app.get('/meetings/:id', async (request, reply) => {
    const { id } = oneMeeting.parse(request.params)
    const meeting = shownMeeting(app.db, request.actor.id, id)
    if (meeting) return reply.view('meetings/show', { meeting })

    const investorId = investorOf(app.db, id)
    if (!investorId) throw notFound('meeting')
    return reply.redirect(`/investors/${investorId}?kind=communications#c-${id}`)
  })
}

const investorOf = (db: Db, communicationId: string) =>
  prepared<string>(
    db,
    'SELECT investor_id FROM live_communication_investors WHERE communication_id = ? ORDER BY id LIMIT 1',
  )
    .pluck()
    .get(communicationId)

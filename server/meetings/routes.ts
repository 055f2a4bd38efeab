import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { notFound, UserError } from '../errors.ts'
import { filled } from '../http/forms.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import { privacyLevels } from '../mail/levels.ts'
import { setMeetingLevel } from './levels.ts'
import { shownMeeting } from './shown.ts'

const oneMeeting = z.object({ id: z.string() })
const choice = z.object({ level: z.enum(privacyLevels).optional() })

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

  app.post('/meetings/:id/privacy', async (request, reply) => {
    const { id } = oneMeeting.parse(request.params)
    const { user } = request
    if (!user) throw new UserError('not_signed_in', 'Sign in first.')

    const { level = null } = choice.parse(filled(request.body))
    const done = request.act('Changed who reads a meeting', (tx) => setMeetingLevel(tx, user, id, level))
    const message = saved[done.result.effective]
    return reply.done({ message, batchId: undoOf(done), to: backTo(request, `/meetings/${id}`) })
  })
}

const saved = {
  full: 'Everybody here reads what this meeting is about',
  subject: 'Colleagues see that there is a meeting and its title',
  metadata: 'Colleagues see that there is a meeting, and no word of it',
}

const investorOf = (db: Db, communicationId: string) =>
  prepared<string>(
    db,
    'SELECT investor_id FROM live_communication_investors WHERE communication_id = ? ORDER BY id LIMIT 1',
  )
    .pluck()
    .get(communicationId)

import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { notFound } from '../errors.ts'
import { named, oneById, written } from '../http/shapes.ts'
import { privacyLevels } from '../mail/levels.ts'
import { setMeetingLevel } from './levels.ts'
import { type ShownMeeting, shownMeeting } from './shown.ts'

const text = z.string().nullable()
const meetingShape = z.object({
  id: z.string(),
  starts_at: z.string(),
  ends_at: z.string(),
  all_day: z.boolean(),
  status: z.enum(['confirmed', 'tentative', 'cancelled']),
  title: text.describe('null when it is kept from you.'),
  location: text,
  attendees: z
    .array(z.object({ name: text, address: z.string(), response: z.string() }))
    .nullable()
    .describe('null when they are kept from you.'),
  contacts: z.array(named),
  investors: z.array(named),
  state: z.enum(['logged', 'proposed', 'captured']),
  communication_id: text,
  privacy: z.enum(privacyLevels).describe('What colleagues who did not take part see of it.'),
})
const level = z.enum(privacyLevels)
const meetingPrivacyShape = z.object({
  meeting_id: z.string(),
  level: level.nullable(),
  effective: level.describe('The most private of what everybody who took part decided.'),
})

/** What stands in the team’s calendars, with what the reader may see. */
export async function meetingsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const one = {
    tags: ['Communications'],
    summary: 'One meeting of a colleague’s calendar, with what you may see of it',
    params: oneById,
    response: { 200: meetingShape },
  }
  app.get('/meetings/:id', { schema: one }, async (request) => {
    const meeting = shownMeeting(app.db, request.actor.id, request.params.id)
    if (!meeting) throw notFound('meeting')
    return present(meeting)
  })

  const privacy = {
    tags: ['Communications'],
    summary: 'Decide, as somebody in whose calendar it is, what the others see of a meeting; null: as your mailbox',
    params: oneById,
    body: z.strictObject({ level: level.nullable() }),
    response: { 200: written(meetingPrivacyShape) },
  }
  app.put('/meetings/:id/privacy', { schema: privacy }, async (request, reply) =>
    reply.acted('Changed who reads a meeting', (tx) =>
      setMeetingLevel(tx, { id: request.actor.id ?? '' }, request.params.id, request.body.level),
    ),
  )
}

const present = (meeting: ShownMeeting): z.infer<typeof meetingShape> => ({
  id: meeting.id,
  starts_at: meeting.startsAt,
  ends_at: meeting.endsAt,
  all_day: meeting.allDay,
  status: meeting.status,
  title: meeting.title,
  location: meeting.location,
  attendees: meeting.guests?.map(({ name, address, response }) => ({ name, address, response })) ?? null,
  contacts: meeting.people.map(({ contactId, name }) => ({ id: contactId, name })),
  investors: meeting.investors.map(({ id, name }) => ({ id, name })),
  state: meeting.state,
  communication_id: meeting.communicationId,
  privacy: meeting.privacy.effective,
})

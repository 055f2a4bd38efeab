import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addDays, dayIn } from '../../shared/dates.ts'
import { allUsers } from '../accounts/users.ts'
import { invalid } from '../errors.ts'
import { findInvestor } from '../grid/investors.ts'
import { instantOf } from '../grid/typed-cells.ts'
import { surfaceText, tellAct } from '../history/acts.ts'
import { describer } from '../history/describe.ts'
import { csvReply } from '../http/csv.ts'
import { filled } from '../http/forms.ts'
import { withQuery } from '../http/helpers.ts'
import { offerOf } from '../undo/offer.ts'
import { type Act, activity } from './activity.ts'

const query = z.object({
  user_id: z.string().optional(),
  investor_id: z.string().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
  offset: z.coerce.number().int().min(0).catch(0),
})
type Query = z.infer<typeof query>
const perPage = 50

/** What the team did, day by day, each act with its Undo. */
export async function activityRoutes(app: FastifyInstance): Promise<void> {
  const zone = app.config.timezone

  app.get('/activity', async (request, reply) => {
    // What was said with a person is in the list of communications, which is the other half of this page.
    if (isAboutWords(request.query)) return reply.redirect(withQuery('/communications', filled(request.query)))

    const asked = query.parse(filled(request.query))
    const mistake = noDayIn(asked)
    if (mistake)
      return reply.view('activity/index', { ...nothing, query: asked, mistake, users: allUsers(app.db) }, 422)

    const { acts, total } = activity(app.db, filterOf(asked, request), { limit: perPage, offset: asked.offset })
    const told = tell(acts, request)
    return reply.view('activity/index', {
      days: [...Map.groupBy(told, (act) => dayIn(zone, act.batch.at))],
      total,
      pages: { total, limit: perPage, offset: asked.offset },
      query: asked,
      users: allUsers(app.db),
      investor: asked.investor_id ? findInvestor(app.db, asked.investor_id) : null,
    })
  })

  app.get('/activity.csv', async (request, reply) => {
    const asked = query.parse(filled(request.query))
    const mistake = noDayIn(asked)
    if (mistake) throw invalid(mistake)

    const filter = filterOf(asked, request)
    return csvReply(reply, 'Activity', csvRows(filter, request))
  })

  function tell(acts: Act[], request: FastifyRequest) {
    const describe = describer(app.db, zone, request.actor.id)
    return acts.map((act) => ({
      ...act,
      ...tellAct(act.batch, act.changes, describe, act.entries),
      surface: surfaceText(act.batch.surface),
      offer: offerOf(app.db, act.batch, act.undone, { user: request.user, now: app.now() }),
    }))
  }

  /** Days are the fund's: until the sixteenth includes the whole of the sixteenth. */
  function filterOf({ user_id: userId, investor_id: investorId, since, until }: Query, { actor }: FastifyRequest) {
    return {
      userId,
      investorId,
      since: since ? (instantOf(since, zone) ?? undefined) : undefined,
      until: until ? (instantOf(addDays(until, 1), zone) ?? undefined) : undefined,
      admin: actor.role === 'admin',
    }
  }

  function* csvRows(filter: ReturnType<typeof filterOf>, request: FastifyRequest) {
    for (let offset = 0; ; offset += 500) {
      const { acts } = activity(app.db, filter, { limit: 500, offset })
      for (const act of tell(acts, request)) yield csvRow(act)
      if (acts.length < 500) return
    }
  }
}

const nothing = { days: [], total: 0, pages: { total: 0, limit: perPage, offset: 0 }, investor: null }

/** A sentence for each end of the time that is no day of the calendar; null when both are, or are left out. */
function noDayIn({ since, until }: Query): Record<string, string> | null {
  const wrong = Object.entries({ since, until }).filter(([, day]) => day && !z.iso.date().safeParse(day).success)
  const sentences = wrong.map(([name, day]) => [name, `“${day?.slice(0, 40)}” is no day; give one as 2026-11-30.`])
  return sentences.length > 0 ? Object.fromEntries(sentences) : null
}

const isAboutWords = (asked: unknown): boolean =>
  ['contact_id', 'who', 'way', 'type'].some((name) => name in filled(asked))

function csvRow(act: ReturnType<typeof tellAct> & Act & { surface: string }) {
  const { what, before, after } = act.sentence
  return {
    when: act.batch.at,
    who: act.batch.actorName,
    where: act.surface || 'in the panel',
    what,
    before,
    after,
    investors: act.investors.map((investor) => investor.name).join(', '),
    entries: act.entries,
    undone: act.undone ? 'yes' : null,
  }
}

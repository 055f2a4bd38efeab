import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { userNames } from '../accounts/users.ts'
import { filled } from '../http/forms.ts'
import { privacyLevels } from '../mail/levels.ts'
import { setThreadLevel } from '../mail/thread-levels.ts'
import { setMeetingLevel } from '../meetings/levels.ts'
import { ownAddress } from './api.ts'
import { mailByDay } from './days.ts'
import { mailboxAt, setMailbox } from './mailboxes.ts'
import { keptThreads, mailboxChanges } from './own.ts'
import { purposeText, readsOf } from './reads.ts'
import { standingOf } from './standing.ts'

const page = '/account/mailbox'
const choice = z.object({ level: z.enum(privacyLevels, 'Choose what colleagues see.') })
const oneThread = z.object({ id: z.string() })
const where = z.object({ offset: z.coerce.number().int().min(0).catch(0) })
const limit = 25

/** One's own mailbox: whether it is captured, what colleagues see of it, and everything that was read in it. */
export async function ownMailboxRoutes(app: FastifyInstance): Promise<void> {
  const shown = (request: FastifyRequest) => {
    const address = ownAddress(request)
    const { offset } = where.parse(request.query)
    const { entries, total } = readsOf(app.db, address, { limit, offset })
    const mailbox = mailboxAt(app.db, address)
    return {
      standing: standingOf(app.db, mailbox, app.now()),
      days: mailByDay(app.db, address, app.config.timezone, app.now()),
      reads: entries.map((entry) => ({ ...entry, text: purposeText(entry.purpose) })),
      pages: { total, limit, offset },
      threads: keptThreads(app.db, request.user?.id ?? ''),
      changes: mailboxChanges(app.db, mailbox.id),
      names: userNames(app.db),
    }
  }

  app.get(page, async (request, reply) => reply.view('mailboxes/own', shown(request)))

  app.post(page, async (request, reply) => {
    const { level } = choice.parse(filled(request.body))
    const address = ownAddress(request)
    request.act('Changed what colleagues see of a mailbox', (tx) =>
      setMailbox(tx, address, { level }, app.config.workspaceDomain),
    )
    return reply.done({ message: saved[level], to: page })
  })

  app.post(`${page}/threads/:id/reset`, async (request, reply) => {
    const { id } = oneThread.parse(request.params)
    const userId = request.user?.id ?? ''
    request.act('Changed who reads a thread', (tx) => setThreadLevel(tx, { id: userId }, id, null))
    return reply.done({ message: 'The thread is as your mailbox says again', to: page })
  })

  app.post(`${page}/meetings/:id/reset`, async (request, reply) => {
    const { id } = oneThread.parse(request.params)
    const userId = request.user?.id ?? ''
    request.act('Changed who reads a meeting', (tx) => setMeetingLevel(tx, { id: userId }, id, null))
    return reply.done({ message: 'The meeting is as your mailbox says again', to: page })
  })
}

const saved = {
  full: 'Colleagues read your captured mail',
  subject: 'Colleagues see the subject of your captured mail, and no more',
  metadata: 'Colleagues see that there was mail, and no word of it',
}

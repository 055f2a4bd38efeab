import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { plural } from '../../shared/words.ts'
import type { Visited } from '../capture/visit.ts'
import { forAdmins } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { privacyLevels } from '../mail/levels.ts'
import { mailboxAt, setMailbox } from './mailboxes.ts'
import { neverLogRoutes } from './never-log-routes.ts'
import { trustPage } from './page.ts'
import { withinPatience } from './patience.ts'
import { unreadableRoutes } from './unreadable-routes.ts'

export const page = '/admin/capture'
const one = z.object({ address: z.string().max(320) })
const change = z.object({ on: z.enum(['yes', 'no']).optional(), level: z.enum(privacyLevels).optional() })
const target = z.object({ mailbox: z.string().max(320).optional() })

/** The trust page: what is captured, what proves it, and the acts that put it right. */
export async function mailboxRoutes(app: FastifyInstance): Promise<void> {
  app.get(page, forAdmins, async (_request, reply) => reply.view('mailboxes/index', trustPage(app)))

  app.post(`${page}/mailboxes/:address`, forAdmins, async (request, reply) => {
    const { address } = one.parse(request.params)
    const { on, level } = change.parse(filled(request.body))
    const form = { ...(on && { enabled: on === 'yes' }), ...(level && { level }) }
    const name = mailboxAt(app.db, address).owner?.fullName ?? address
    const what = on ? `Switched capture ${on === 'yes' ? 'on' : 'off'} for ${name}` : `Changed who reads ${name}’s mail`
    request.act(what, (tx) => setMailbox(tx, address, form, app.config.workspaceDomain))
    if (on === 'yes') app.capture.tick()
    return reply.done({ message: what, to: page })
  })

  const work = (name: string, does: (mailbox?: string) => Promise<Visited[]>, done: (visited: Visited[]) => string) =>
    app.post(`${page}/${name}`, forAdmins, async (request, reply) => {
      const { mailbox } = target.parse(filled(request.body))
      const visited = await withinPatience(does(mailbox), (error) =>
        request.log.error({ err: error }, `${name} failed`),
      )
      const message = visited ? done(visited) : 'Under way. This page shows how far it is.'
      return reply.done({ message, to: page })
    })
  work('run', (mailbox) => app.capture.run(mailbox), ranText)
  work(
    'reconcile',
    (mailbox) => app.capture.reconcile(mailbox),
    (visited) => `${comparedText(visited)} with Gmail`,
  )
  work(
    'repair',
    (mailbox) => app.capture.repair(mailbox),
    (visited) => `Repaired: ${ranText(visited)}`,
  )

  await app.register(neverLogRoutes)
  await app.register(unreadableRoutes)
}

const mailboxes = (n: number) => plural(n, 'mailbox', 'mailboxes')

function ranText(visited: Visited[]): string {
  const stored = visited.reduce((sum, one) => sum + one.stored + one.copied, 0)
  return `Looked into ${mailboxes(visited.length)}: ${stored === 0 ? 'nothing new' : plural(stored, 'message')}`
}

const comparedText = (visited: Visited[]) =>
  `Compared ${mailboxes(visited.filter(({ problem }) => problem === null).length)}`

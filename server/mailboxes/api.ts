import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import { forAdmins } from '../http/access.ts'
import { listOf, pagedQuery } from '../http/lists.ts'
import { written } from '../http/shapes.ts'
import { addressOf, mailboxAt, mailboxForm, requireSay, setMailbox } from './mailboxes.ts'
import { mailboxShape, presentMailbox, presentRead, readShape } from './present.ts'
import { readsOf } from './reads.ts'
import { standingOf, standingsOf } from './standing.ts'

const tags = ['Capture']
type Address = { address: string }
const oneByAddress = z.object({ address: z.string().max(320) })

/** The allow-list of mailboxes, and each person's own. */
export async function mailboxesApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = {
    tags,
    summary: 'All mailboxes: whether they are captured, and what is proven of them',
    querystring: pagedQuery({}),
    response: { 200: listOf(mailboxShape) },
  }
  app.get('/admin/capture/mailboxes', { ...forAdmins, schema: list }, async ({ query: { limit, offset } }) => {
    const all = standingsOf(app.db, app.now()).map(presentMailbox)
    return { data: all.slice(offset, offset + limit), total: all.length, limit, offset }
  })

  const change = {
    tags,
    summary: 'Switch a mailbox on or off, or set what colleagues see of its mail; its owner may set the level alone',
    params: oneByAddress,
    body: mailboxForm,
    response: { 200: written(mailboxShape) },
  }
  // Whoever has no say is told so before what they sent is looked at.
  const preValidation = async ({ user, params }: FastifyRequest) => requireSay(user, (params as Address).address, {})
  app.put('/admin/capture/mailboxes/:address', { schema: change, preValidation }, async (request, reply) => {
    const { params, body, user } = request
    requireSay(user, params.address, body)
    return reply.acted(`Changed the capture of ${params.address}`, (tx) => {
      const mailbox = setMailbox(tx, params.address, body, app.config.workspaceDomain)
      return presentMailbox(standingOf(tx.db, mailbox, app.now()))
    })
  })

  const own = { tags, summary: 'Your own mailbox', response: { 200: mailboxShape } }
  app.get('/account/mailbox', { schema: own }, async (request) =>
    presentMailbox(standingOf(app.db, mailboxAt(app.db, ownAddress(request)), app.now())),
  )

  const reads = {
    tags,
    summary: 'What was read in your own mailbox, when, by whom and why; the newest first',
    querystring: pagedQuery({}),
    response: { 200: listOf(readShape) },
  }
  app.get('/account/mailbox/reads', { schema: reads }, async (request) => {
    const { entries, total } = readsOf(app.db, ownAddress(request), request.query)
    return { data: entries.map(presentRead), total, ...request.query }
  })
}

export function ownAddress({ user }: FastifyRequest): string {
  if (!user) throw new UserError('not_signed_in', 'Sign in first.')
  return addressOf(user)
}

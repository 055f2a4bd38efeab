import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Done, Tx } from '../db/write.ts'
import { forAdmins, forAnybody } from '../http/access.ts'
import { sessionCookie } from '../http/actor.ts'
import { endCookie, startCookie } from '../http/session-cookie.ts'
import { written } from '../http/shapes.ts'
import { acceptForm, acceptInvitation, invite, inviteForm } from './invitations.ts'
import { invitationShape, presentInvitation, presentUser, userShape } from './present.ts'
import { seenOf } from './routes.ts'
import { endSession, startSession } from './sessions.ts'
import { setUp, setupForm, signIn, signInForm } from './sign-in.ts'
import type { User } from './users.ts'

const open = forAnybody.config
const tags = ['Signing in']
const token = z.string().describe('The session, for `Authorization: Bearer …`; browsers get it as a cookie too.')
const signedIn = z.object({ token, user: userShape })
const newAccount = written(userShape.extend({ token, user: userShape }))

/** Signing in and out, the first admin, invitations. */
export async function authApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const setup = { tags, summary: 'Create the first admin; works once', body: setupForm, response: { 201: newAccount } }
  app.post('/auth/setup', { config: { ...open, fails: [403] }, schema: setup }, async (request, reply) => {
    const { body } = request
    return welcome(request, reply, body.token, () => setUp(app.db, body, app.setupToken, app.now()))
  })

  const login = { tags, summary: 'Sign in', body: signInForm, response: { 200: signedIn } }
  app.post('/auth/login', { config: { ...open, fails: [401] }, schema: login }, async (request, reply) => {
    const { user, secret } = await signIn(app.db, request.body, seenOf(request), app.now())
    return startCookie(reply, secret).send({ token: secret, user: presentUser(user) })
  })

  const out = z.object({ signed_out: z.literal(true) })
  const logout = { tags, summary: 'End this session', response: { 200: out } }
  app.post('/auth/logout', { ...forAnybody, schema: logout }, async (request, reply) => {
    const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const secret = bearer ?? request.cookies[sessionCookie]
    if (secret) endSession(app.db, secret)
    return endCookie(reply).send({ signed_out: true })
  })

  const invitation = written(invitationShape.extend({ invite_url: z.string() }))
  const inviting = { tags, summary: 'Invite a colleague (admins)', body: inviteForm, response: { 201: invitation } }
  app.post('/auth/invite', { ...forAdmins, schema: inviting }, async (request, reply) => {
    const work = (tx: Tx) => {
      const { invitation, secret } = invite(tx, request.body)
      return { ...presentInvitation(invitation), invite_url: `${app.config.publicUrl}/invite/${secret}` }
    }
    return reply.acted(`Invited ${request.body.full_name}`, work, { sealed: true })
  })

  const accepting = {
    tags,
    summary: 'Accept an invitation; works once',
    body: acceptForm,
    response: { 201: newAccount },
  }
  app.post('/auth/accept-invite', { config: { ...open, fails: [404] }, schema: accepting }, async (request, reply) => {
    const { body } = request
    return welcome(request, reply, body.token, () => acceptInvitation(app.db, body, app.now()))
  })
}

/** Whoever just got an account is signed in. A repeat is told by the one-time secret it was made with. */
function welcome(request: FastifyRequest, reply: FastifyReply, credential: string, join: () => Promise<Done<User>>) {
  const { db, now } = request.server
  const work = async () => {
    const { result: user, batchId } = await join()
    const secret = startSession(db, user, seenOf(request), now())
    startCookie(reply, secret)
    const presented = presentUser(user)
    return { ...presented, user: presented, token: secret, batch_id: batchId }
  }
  return reply.once(work, { credential, sealed: true })
}

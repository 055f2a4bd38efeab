import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { forAnybody } from '../http/access.ts'
import { sessionCookie } from '../http/actor.ts'
import { endCookie, startCookie } from '../http/session-cookie.ts'
import { acceptForm, acceptInvitation, openInvitation } from './invitations.ts'
import { endSession, type Seen, startSession } from './sessions.ts'
import { setUp, setupForm, setupRefusal, signIn, signInForm } from './sign-in.ts'
import { hasUsers } from './users.ts'

const nextQuery = z.object({ next: z.string().optional() })
const tokenQuery = z.object({ token: z.string().default('') })
const invitationPath = z.object({ secret: z.string() })

/** The pages before signing in: sign-in, the first admin, accepting an invitation; and signing out. */
export async function accountRoutes(app: FastifyInstance): Promise<void> {
  app.get('/', async (_request, reply) => reply.redirect('/investors', 303))

  app.get('/sign-in', forAnybody, async (request, reply) => {
    const { next } = nextQuery.parse(request.query)
    if (request.user) return reply.redirect(ownPath(next), 303)
    return reply.view('accounts/sign-in', { next, isSetUp: hasUsers(app.db), values: {}, errors: {} })
  })

  app.post('/sign-in', forAnybody, async (request, reply) => {
    const { next, email, password } = sentTexts(request)
    const page = { page: 'accounts/sign-in', title: 'Sign in', next, isSetUp: true, values: { email } }
    return reply.attempt('accounts/sign-in', page, async () => {
      const form = signInForm.parse({ email, password })
      const { secret } = await signIn(app.db, form, seenOf(request), app.now())
      return startCookie(reply, secret).redirect(ownPath(next), 303)
    })
  })

  app.post('/sign-out', forAnybody, async (request, reply) => {
    const secret = request.cookies[sessionCookie]
    if (secret) endSession(app.db, secret)
    // What the grid kept in the browser because it could not be sent goes too, from whatever page this was.
    return endCookie(reply).header('clear-site-data', '"storage"').redirect('/sign-in', 303)
  })

  app.get('/setup', forAnybody, async (request, reply) => {
    const { token } = tokenQuery.parse(request.query)
    const refusal = token || hasUsers(app.db) ? setupRefusal(app.db, token, app.setupToken) : null
    if (refusal) return reply.view('accounts/setup-refused', { refusal }, refusal.status)

    return reply.view('accounts/setup', { token, values: {}, errors: {} })
  })

  app.post('/setup', forAnybody, async (request, reply) => {
    const { token, full_name, email, password } = sentTexts(request)
    const page = { page: 'accounts/setup', title: 'Set up', token, values: { full_name, email } }
    return reply.attempt('accounts/setup', page, async () => {
      const form = setupForm.parse({ token, full_name, email, password })
      const { result: user } = await setUp(app.db, form, app.setupToken, app.now())
      return startCookie(reply, startSession(app.db, user, seenOf(request), app.now())).redirect('/', 303)
    })
  })

  app.get('/invite/:secret', forAnybody, async (request, reply) => {
    const { secret } = invitationPath.parse(request.params)
    const invitation = openInvitation(app.db, secret, app.now())
    return reply.view('accounts/invite', { invitation, secret, values: { full_name: invitation.fullName }, errors: {} })
  })

  app.post('/invite/:secret', forAnybody, async (request, reply) => {
    const { secret } = invitationPath.parse(request.params)
    const { full_name, password } = sentTexts(request)
    const invitation = openInvitation(app.db, secret, app.now())
    const page = { page: 'accounts/invite', title: 'Welcome', invitation, secret, values: { full_name } }
    return reply.attempt('accounts/invite', page, async () => {
      const form = acceptForm.parse({ token: secret, password, full_name: full_name || undefined })
      const { result: user } = await acceptInvitation(app.db, form, app.now())
      return startCookie(reply, startSession(app.db, user, seenOf(request), app.now())).redirect('/', 303)
    })
  })
}

export const seenOf = (request: FastifyRequest): Seen => ({
  address: request.ip,
  userAgent: request.headers['user-agent'],
})

/** What a form sent, each field as one text. */
function sentTexts(request: FastifyRequest): Record<string, string> {
  const sent = Object.entries((request.body ?? {}) as Record<string, unknown>)
  return Object.fromEntries(sent.map(([name, value]) => [name, typeof value === 'string' ? value : '']))
}

/**
 * Where to go after signing in: only ever a path of this site, as a browser would read it. `//evil.example`,
 * `/\evil.example` and one with a tab between the slashes are other sites.
 */
export function ownPath(next: string | undefined): string {
  const here = 'http://here'
  if (!next?.startsWith('/') || !URL.canParse(next, here)) return '/'

  const { origin, pathname, search } = new URL(next, here)
  return origin === here && !pathname.startsWith('//') && !pathname.startsWith('/sign-in') ? pathname + search : '/'
}

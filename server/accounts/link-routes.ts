import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { startCookie } from '../http/session-cookie.ts'
import { seenOf } from './routes.ts'
import { userOfLink, useSignInLink } from './sign-in-links.ts'

const open = { config: { access: 'public' as const } }
const linkPath = z.object({ secret: z.string() })

/** One-time sign-in links. Opening one shows a button: what merely looks at links (previews, scanners) uses none up. */
export async function signInLinkRoutes(app: FastifyInstance): Promise<void> {
  app.get('/sign-in/link/:secret', open, async (request, reply) => {
    const { secret } = linkPath.parse(request.params)
    const user = userOfLink(app.db, secret, app.now())
    return reply.view('accounts/sign-in-link', { secret, name: user.fullName, email: user.email })
  })

  app.post('/sign-in/link/:secret', open, async (request, reply) => {
    const { secret } = linkPath.parse(request.params)
    const session = useSignInLink(app.db, secret, seenOf(request), app.now())
    return startCookie(reply, session).redirect('/', 303)
  })
}

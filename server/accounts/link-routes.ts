import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { forAnybody } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { startCookie } from '../http/session-cookie.ts'
import { password } from './passwords.ts'
import { seenOf } from './routes.ts'
import { choosePassword, userOfLink, useSignInLink } from './sign-in-links.ts'

const linkPath = z.object({ secret: z.string() })
const newPassword = z.object({ password })
const page = 'accounts/sign-in-link'

/**
 * One-time sign-in links. Opening one shows a button: what merely looks at links (previews, scanners) uses none up. Whoever
 * forgot their password chooses a new one there.
 */
export async function signInLinkRoutes(app: FastifyInstance): Promise<void> {
  app.get('/sign-in/link/:secret', forAnybody, async (request, reply) => {
    const { secret } = linkPath.parse(request.params)
    return reply.view(page, { ...shown(secret), values: {}, errors: {} })
  })

  app.post('/sign-in/link/:secret', forAnybody, async (request, reply) => {
    const { secret } = linkPath.parse(request.params)
    const { password: typed } = filled(request.body)
    return reply.attempt(page, { title: 'Sign in', page, ...shown(secret), values: {} }, async () => {
      const seen = seenOf(request)
      const session = typed
        ? await choosePassword(app.db, secret, newPassword.parse({ password: typed }).password, seen, app.now())
        : useSignInLink(app.db, secret, seen, app.now())
      return startCookie(reply, session).redirect('/', 303)
    })
  })

  function shown(secret: string) {
    const { fullName, email } = userOfLink(app.db, secret, app.now())
    return { secret, name: fullName, email }
  }
}

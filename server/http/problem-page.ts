import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { keepFlash } from './flash.ts'
import { isHtmx } from './view.ts'

type Problem = { detail: string; code: string }

/** Shows a problem the way the asker can read it: JSON to scripts, a toast to htmx, a page to people. */
export const problemPagePlugin = fp(async (app: FastifyInstance) => {
  app.decorateReply('problem', function (this: FastifyReply, problem: Problem) {
    const { request } = this
    if (!isPerson(request)) return this.send(problem)
    if (problem.code === 'not_signed_in' && !request.user) return askToSignIn(request, this)
    if (isHtmx(request)) {
      return this.toast({ message: problem.detail, tone: 'danger' })
        .header('hx-reswap', 'none')
        .type('text/html')
        .send('')
    }
    return this.view(
      'layouts/error',
      { problem, heading: headings[problem.code] ?? headings['other'] },
      this.statusCode,
    )
  })
})

const headings: Record<string, string> = {
  not_found: 'Not here',
  forbidden: 'Not allowed',
  internal: 'This did not work',
  too_large: 'Too large',
  other: 'This did not work',
}

function askToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const wanted = request.method === 'GET' && !isHtmx(request) ? request.url : '/'
  const to = wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`
  if (isHtmx(request)) return reply.header('hx-redirect', to).send('')
  if (request.cookies['crm_session']) keepFlash(reply, { message: 'Your session has ended. Sign in again.' })
  return reply.redirect(to, 303)
}

/** A browser showing a page or htmx, as against a script; everything under /api is for scripts. */
function isPerson(request: FastifyRequest): boolean {
  if (/^\/api(\/|$)/.test(request.url)) return false

  return isHtmx(request) || (request.headers.accept ?? '').includes('text/html')
}

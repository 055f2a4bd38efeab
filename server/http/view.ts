import { fileURLToPath } from 'node:url'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Role } from '../db/actor.ts'
import { healthOf } from '../health.ts'
import { pendingCount } from '../proposals/proposals.ts'
import { type Brand, brandOf } from '../settings/brand.ts'
import { reaches } from './access.ts'
import { takeFlash } from './flash.ts'
import { helpers } from './helpers.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** A whole page: `views/<page>.eta`, which names its layout. */
    view(page: string, data?: object, status?: number): FastifyReply
    /** A piece of a page without a layout, for htmx. */
    fragment(part: string, data?: object, status?: number): FastifyReply
  }
}

const views = fileURLToPath(new URL('../../views', import.meta.url))

/** Compiled once per process: restart to see a change. What is absent is drawn as nothing. */
const eta = new Eta({
  views,
  autoEscape: true,
  cache: true,
  autoFilter: true,
  filterFunction: (value) => String(value ?? ''),
})

/** `reply.view` and `reply.fragment`: the only ways a route answers HTML. */
export const viewPlugin = fp(async (app: FastifyInstance) => {
  app.decorateReply('view', function (this: FastifyReply, page: string, data: object = {}, status?: number) {
    const flash = takeFlash(this.request, this)
    return answer(this, page, { ...shared(app, this.request), flash, ...data }, status)
  })

  app.decorateReply('fragment', function (this: FastifyReply, part: string, data: object = {}, status?: number) {
    return answer(this, part, { ...shared(app, this.request), ...data }, status)
  })
})

function answer(reply: FastifyReply, template: string, data: object, status = 200): FastifyReply {
  return reply
    .status(status)
    .header('vary', 'HX-Request')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(eta.render(template, data))
}

/** What every template gets beside its own data. */
function shared(app: FastifyInstance, request: FastifyRequest) {
  const { user } = request
  const brand: Brand = brandOf(app.db, app.config)
  return {
    ...helpers(app.config.timezone, app.now()),
    user,
    brand,
    theme: themeOf(request),
    /** The address of this page with its query, for links that change one part of it. */
    here: request.url,
    can: (role: Role) => reaches(user, role),
    asset: app.asset,
    health: () => healthOf(app),
    /** How many proposals wait, for the navigation. */
    waiting: pendingCount(app.db),
  }
}

const themeOf = (request: FastifyRequest) => {
  const theme = request.cookies['theme']
  return theme === 'light' || theme === 'dark' ? theme : ''
}

/** Whether htmx is asking, and so takes a fragment. */
export const isHtmx = (request: FastifyRequest): boolean => request.headers['hx-request'] === 'true'

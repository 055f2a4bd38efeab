import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Role } from '../db/actor.ts'
import { UserError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route. Left out: anyone signed in may read, members and admins may write. */
    access?: Access
  }
}

export type Access = 'public' | Role

/** What a route says whose access is not its method's: `app.get('/admin/funds', forAdmins, …)`. */
export const forAdmins = { config: { access: 'admin' } } as const
export const forMembers = { config: { access: 'member' } } as const
export const forViewers = { config: { access: 'viewer' } } as const
export const forAnybody = { config: { access: 'public' } } as const

const rank: Record<Role, number> = { viewer: 0, member: 1, admin: 2 }
/** Whether somebody has at least this role: for what a page offers; a route declares its access instead. */
export const reaches = (user: { role: Role } | null, role: Role): boolean =>
  user !== null && rank[user.role] >= rank[role]

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What a route asks for: its own word, or the rule by its method. */
export const accessOf = (method: string, declared?: Access): Access =>
  declared ?? (safe.has(method) ? 'viewer' : 'member')

/** The one place where roles are enforced, on every route of both listeners, before any body is read. */
export const accessPlugin = fp(async (app: FastifyInstance) => {
  app.addHook('onRequest', async (request) => requireAccess(request))
})

function requireAccess(request: FastifyRequest): void {
  if (request.is404) return
  const needed = accessOf(request.method, request.routeOptions.config.access)
  if (needed === 'public') return
  if (!request.user) throw new UserError('not_signed_in', 'Sign in first.')
  if (!reaches(request.user, needed)) throw new UserError('forbidden', refusal(needed))
}

const refusal = (needed: Role) =>
  needed === 'admin'
    ? 'Only an admin can do this.'
    : 'Your account can read everything but change nothing. Ask an admin for the member role.'

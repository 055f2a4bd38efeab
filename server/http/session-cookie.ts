import type { FastifyReply } from 'fastify'
import { sessionCookie } from './actor.ts'

const sixtyDays = 60 * 24 * 60 * 60

/** Hands the session's secret to the browser. `lax` lets a link in an e-mail open a page without signing in again. */
export function startCookie(reply: FastifyReply, secret: string): FastifyReply {
  const secure = reply.server.config.publicUrl.startsWith('https:')
  return reply.setCookie(sessionCookie, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: sixtyDays,
  })
}

export const endCookie = (reply: FastifyReply): FastifyReply => reply.clearCookie(sessionCookie, { path: '/' })

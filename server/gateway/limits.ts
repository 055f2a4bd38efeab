import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { UserError } from '../errors.ts'

/** Requests a minute. */
export type Limits = { perUser: number; perAddress: number }

/**
 * A person opens a message every second at most and one card is one request. Every Apps Script in the world calls from
 * the same Google addresses, so the limit by address holds for the whole team together.
 */
export const usualLimits: Limits = { perUser: 120, perAddress: 1200 }

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts a request for its user; throws 429 beyond the limit. */
    limitUser(request: FastifyRequest): Promise<void>
  }
}

/** Counts every request by its address before anything else is done with it, and later by its user. */
export const limitsPlugin = fp(async (app: FastifyInstance, limits: Limits) => {
  await app.register(rateLimit, { global: false, timeWindow: '1 minute' })
  const byAddress = app.createRateLimit({ max: limits.perAddress })
  const byUser = app.createRateLimit({ max: limits.perUser, keyGenerator: (request) => request.user?.id ?? '' })

  app.addHook('onRequest', async (request) => refuseExcess(await byAddress(request)))
  app.decorate('limitUser', async (request: FastifyRequest) => refuseExcess(await byUser(request)))
})

type Counted = Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>

function refuseExcess(counted: Counted): void {
  if (counted.isAllowed || !counted.isExceeded) return

  const detail = 'Too many requests. Wait a minute, then try again.'
  throw new UserError('too_many_requests', detail, { retry_after: Math.max(1, counted.ttlInSeconds) })
}

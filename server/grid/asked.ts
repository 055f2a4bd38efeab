import type { FastifyRequest } from 'fastify'
import type { FundTime } from './sql/filter.ts'

/** What “today” and “me” mean in a question. */
export const timeOf = ({ server, actor }: FastifyRequest): FundTime => ({
  now: server.now(),
  zone: server.config.timezone,
  me: actor.id,
})

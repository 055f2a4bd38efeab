import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { startEngine } from './engine.ts'

/** The rules at work beside the web panel, for the acts of both listeners. */
export const automationsPlugin = fp(async (app: FastifyInstance) => {
  const engine = startEngine({ db: app.db, now: app.now, zone: app.config.timezone, log: app.log })
  app.addHook('onClose', engine.stop)
})

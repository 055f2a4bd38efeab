import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type Capture, openCapture } from './engine.ts'
import { googleMailboxes } from './google.ts'

declare module 'fastify' {
  interface FastifyInstance {
    capture: Capture
  }
}

/** `app.capture`, which ends with the service. The clock calls its `tick`, see `schedule.ts`. */
export const capturePlugin = fp(async (app: FastifyInstance) => {
  const { db, config, now, log } = app
  const capture = openCapture({ db, config, now, log, client: googleMailboxes(config) })
  app.decorate('capture', capture)
  app.addHook('preClose', capture.stop)
})

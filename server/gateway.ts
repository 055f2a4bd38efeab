import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import { buildBase, type World } from './app.ts'
import { prepared } from './db/prepared.ts'
import { callerPlugin } from './gateway/caller.ts'
import { contactRoutes } from './gateway/contacts.ts'
import { dossierRoutes } from './gateway/dossier.ts'
import { homeRoutes } from './gateway/home.ts'
import { type Limits, limitsPlugin, usualLimits } from './gateway/limits.ts'
import { logRoutes } from './gateway/log.ts'
import { pipelineRoutes } from './gateway/pipeline.ts'
import { proposalRoutes } from './gateway/proposals.ts'
import { prospectRoutes } from './gateway/prospects.ts'
import { searchRoutes } from './gateway/search.ts'
import { taskRoutes } from './gateway/tasks.ts'
import { threadRoutes } from './gateway/threads.ts'
import { type Google, googleClients } from './google/clients.ts'
import { accessPlugin, forAnybody } from './http/access.ts'
import { actPlugin } from './http/act.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Google by delegation, on the gateway. */
    google: Google
  }
}

export type GatewayOptions = { google?: Google; limits?: Limits }

/** Ids, addresses and a summary fit many times over. */
const bodyLimit = 64 * 1024

/**
 * The public listener: what the sidebar needs and nothing else, wired on one page. Built without listening.
 * A path it does not have is a 404 before anybody is asked who they are.
 */
export async function buildGateway(world: World, options: GatewayOptions = {}): Promise<FastifyInstance> {
  const app = await buildBase(world)
  app.decorate('google', options.google ?? googleClients(world.config))
  app.addHook('onRoute', (route) => void Object.assign(route, { bodyLimit }))
  await app.register(helmet, headers)
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'))
  await app.register(limitsPlugin, options.limits ?? usualLimits)
  await app.register(callerPlugin)
  await app.register(accessPlugin)
  await app.register(actPlugin)

  app.get('/healthz', { ...forAnybody, logLevel: 'warn' }, async () => {
    prepared(app.db, 'SELECT 1').get()
    return { status: 'ok' }
  })
  await app.register(addonRoutes, { prefix: '/addon/v1' })
  return app
}

async function addonRoutes(app: FastifyInstance): Promise<void> {
  for (const feature of features) await app.register(feature)
}

const features = [
  homeRoutes,
  dossierRoutes,
  searchRoutes,
  logRoutes,
  pipelineRoutes,
  contactRoutes,
  prospectRoutes,
  taskRoutes,
  proposalRoutes,
  threadRoutes,
]

/** Nothing here is ever a page: a browser that is led here may load and frame nothing. */
const headers = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
} as const

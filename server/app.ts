import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { ownAccountRoutes } from './accounts/account-routes.ts'
import { userAdminRoutes } from './accounts/admin-routes.ts'
import { signInLinkRoutes } from './accounts/link-routes.ts'
import { accountRoutes } from './accounts/routes.ts'
import { activityRoutes } from './activity/routes.ts'
import { api } from './api.ts'
import { attentionRoutes } from './attention/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { automationFormRoutes } from './automations/form-routes.ts'
import { automationsPlugin } from './automations/plugin.ts'
import { automationRoutes } from './automations/routes.ts'
import { backupRoutes } from './backups/routes.ts'
import { capturePlugin } from './capture/plugin.ts'
import { communicationRoutes } from './communications/routes.ts'
import type { Config } from './config.ts'
import { contactFormRoutes } from './contacts/form-routes.ts'
import { contactPageRoutes } from './contacts/page-routes.ts'
import { contactListRoutes } from './contacts/routes.ts'
import { tagAdminRoutes } from './contacts/tag-routes.ts'
import type { Db } from './db/db.ts'
import { useZone } from './db/zone.ts'
import { fundAdminRoutes } from './funds/admin-routes.ts'
import { commitmentRoutes } from './funds/routes.ts'
import { fieldAdminRoutes } from './grid/columns-admin/routes.ts'
import { dossierRoutes } from './grid/dossier-routes.ts'
import { editRoutes } from './grid/edit-routes.ts'
import { factRoutes } from './grid/fact-routes.ts'
import { investorListRoutes } from './grid/routes.ts'
import { sideRoutes } from './grid/side-routes.ts'
import { accessPlugin } from './http/access.ts'
import { actPlugin } from './http/act.ts'
import { actingAsPlugin } from './http/acting-as.ts'
import { actorPlugin } from './http/actor.ts'
import { assetsPlugin } from './http/assets.ts'
import { corsPlugin } from './http/cors.ts'
import { csrfPlugin } from './http/csrf.ts'
import { formsPlugin } from './http/forms.ts'
import { readJsonBodies } from './http/json-body.ts'
import { openapiPlugin } from './http/openapi.ts'
import { plainBodyPlugin } from './http/plain-body.ts'
import { problemPagePlugin } from './http/problem-page.ts'
import { answerBrokenRequest, answerUnroutable, problemsPlugin } from './http/problems.ts'
import { securityHeadersPlugin } from './http/security-headers.ts'
import { unknownKeysPlugin } from './http/unknown-keys.ts'
import { viewPlugin } from './http/view.ts'
import { importApi } from './imports/api.ts'
import { importJobsPlugin } from './imports/jobs.ts'
import { importRoutes } from './imports/routes.ts'
import { mailFrameRoutes } from './mail/shown/frame-routes.ts'
import { mailRoutes } from './mail/shown/routes.ts'
import { ownMailboxRoutes } from './mailboxes/own-routes.ts'
import { mailboxRoutes } from './mailboxes/routes.ts'
import { meetingRoutes } from './meetings/routes.ts'
import { pipelineRoutes } from './pipeline/routes.ts'
import { policyRoutes } from './proposals/policies-routes.ts'
import { reviewRoutes } from './proposals/routes.ts'
import { jumpRoutes } from './search/routes.ts'
import { settingsRoutes } from './settings/routes.ts'
import { taskRoutes } from './tasks/routes.ts'
import { undoRoutes } from './undo/routes.ts'
import { wishRoutes } from './wishes/routes.ts'

/** What the service needs from the world; only `main.ts` knows the real ones. */
export type World = {
  db: Db
  config: Config
  now: () => Date
  /** The one-time secret that creates the first admin. */
  setupToken: string
}

declare module 'fastify' {
  interface FastifyInstance extends World {}
}

/** The private listener: the web panel and the JSON API, wired on one page. Built without listening. */
export async function buildApp(world: World): Promise<FastifyInstance> {
  const app = await buildBase(world)
  await app.register(cookie)
  await app.register(formbody)
  for (const plugin of [...everyRequest, ...work, ...pages]) await app.register(plugin)
  await app.register(api, { prefix: '/api' })
  // Beside the others, for it reads its bodies itself: a file may be larger than memory.
  await app.register(importApi, { prefix: '/api' })
  return app
}

/** What every request passes, in this order: who asks, whether they may, and how an answer is made. */
const everyRequest = [
  securityHeadersPlugin,
  corsPlugin,
  actorPlugin,
  actingAsPlugin,
  accessPlugin,
  csrfPlugin,
  plainBodyPlugin,
  unknownKeysPlugin,
  actPlugin,
  assetsPlugin,
  viewPlugin,
  formsPlugin,
  problemPagePlugin,
  openapiPlugin,
]

/** What goes on beside the requests. */
const work = [importJobsPlugin, automationsPlugin, capturePlugin]

const pages = [
  // Signing in, and the admins' pages
  accountRoutes,
  signInLinkRoutes,
  ownAccountRoutes,
  userAdminRoutes,
  fundAdminRoutes,
  tagAdminRoutes,
  fieldAdminRoutes,
  settingsRoutes,
  mailboxRoutes,
  ownMailboxRoutes,
  policyRoutes,
  auditRoutes,
  backupRoutes,
  // Investors, and everything on one's page
  investorListRoutes,
  editRoutes,
  sideRoutes,
  dossierRoutes,
  factRoutes,
  commitmentRoutes,
  undoRoutes,
  importRoutes,
  // People, and what was said
  contactListRoutes,
  contactPageRoutes,
  contactFormRoutes,
  communicationRoutes,
  mailRoutes,
  mailFrameRoutes,
  meetingRoutes,
  // What is to be done
  pipelineRoutes,
  taskRoutes,
  attentionRoutes,
  reviewRoutes,
  automationRoutes,
  automationFormRoutes,
  wishRoutes,
  activityRoutes,
  jumpRoutes,
]

/** What both listeners share: the world, zod schemas, one error shape, logs without personal data. */
export async function buildBase(world: World): Promise<FastifyInstance> {
  useZone(world.db, world.config.timezone)
  const app = Fastify({
    logger:
      world.config.logLevel === 'silent' ? false : { level: world.config.logLevel, serializers: { req: bareRequest } },
    bodyLimit: 2 * 1024 * 1024,
    routerOptions: { maxParamLength: 200 },
    trustProxy: 'loopback',
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerBrokenRequest,
  })
  readJsonBodies(app)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorate('db', world.db).decorate('config', world.config).decorate('now', world.now)
  app.decorate('setupToken', world.setupToken)
  await app.register(problemsPlugin)
  hangUpWhenClosing(app)
  return app
}

/** A connection that is kept after its last answer would hold up the stop until its client lets go of it. */
function hangUpWhenClosing(app: FastifyInstance): void {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close')
  })
}

/** Addresses of pages hold names and one-time secrets; logs hold the route's pattern instead. */
const bareRequest = (request: FastifyRequest) => ({
  method: request.method,
  route: request.routeOptions?.url ?? 'unknown',
})

import type { FastifyInstance } from 'fastify'
import { accountsApi } from '../accounts/api.ts'
import { activityApi } from '../activity/api.ts'
import { attentionApi } from '../attention/api.ts'
import { auditApi } from '../audit/api.ts'
import { automationsApi } from '../automations/api.ts'
import { captureApi } from '../capture/api.ts'
import { communicationsApi } from '../communications/api.ts'
import { contactsApi } from '../contacts/api.ts'
import { eventsApi } from '../events/api.ts'
import { fundsApi } from '../funds/api.ts'
import { gridApi } from '../grid/api.ts'
import { mailApi } from '../mail/api.ts'
import { mailboxesApi } from '../mailboxes/api.ts'
import { meetingsApi } from '../meetings/api.ts'
import { pipelineApi } from '../pipeline/api.ts'
import { proposalsApi } from '../proposals/api.ts'
import { policiesApi } from '../proposals/policies-api.ts'
import { reportsApi } from '../reports/api.ts'
import { tasksApi } from '../tasks/api.ts'
import { wishesApi } from '../wishes/api.ts'
import { healthApi } from './health.ts'

/** The JSON API under `/api`, a plugin per feature. */
export async function api(app: FastifyInstance): Promise<void> {
  readEmptyBodies(app)
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'))

  await app.register(healthApi)
  await app.register(accountsApi)
  await app.register(gridApi)
  await app.register(fundsApi)
  await app.register(contactsApi)
  await app.register(pipelineApi)
  await app.register(communicationsApi)
  await app.register(mailApi)
  await app.register(captureApi)
  await app.register(mailboxesApi)
  await app.register(activityApi)
  await app.register(auditApi)
  await app.register(reportsApi)
  await app.register(attentionApi)
  await app.register(meetingsApi)
  await app.register(proposalsApi)
  await app.register(policiesApi)
  await app.register(automationsApi)
  await app.register(tasksApi)
  await app.register(wishesApi)
  await app.register(eventsApi)
}

/** Many clients send `content-type: application/json` with every request; without a body there is nothing to parse. */
function readEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else parse(request, String(body), done)
  })
}

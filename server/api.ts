import type { FastifyInstance } from 'fastify'
import { accountsApi } from './accounts/api.ts'
import { activityApi } from './activity/api.ts'
import { attentionApi } from './attention/api.ts'
import { auditApi } from './audit/api.ts'
import { automationsApi } from './automations/api.ts'
import { backupsApi } from './backups/api.ts'
import { captureApi } from './capture/api.ts'
import { communicationsApi } from './communications/api.ts'
import { contactsApi } from './contacts/api.ts'
import { eventsApi } from './events/api.ts'
import { fundsApi } from './funds/api.ts'
import { gridApi } from './grid/api.ts'
import { healthApi } from './http/health.ts'
import { mailApi } from './mail/api.ts'
import { mailboxesApi } from './mailboxes/api.ts'
import { meetingsApi } from './meetings/api.ts'
import { pipelineApi } from './pipeline/api.ts'
import { proposalsApi } from './proposals/api.ts'
import { policiesApi } from './proposals/policies-api.ts'
import { reportsApi } from './reports/api.ts'
import { tasksApi } from './tasks/api.ts'
import { wishesApi } from './wishes/api.ts'

/** The JSON API under `/api`, a plugin per feature. */
export async function api(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'))
  for (const feature of features) await app.register(feature)
}

const features = [
  healthApi,
  accountsApi,
  gridApi,
  fundsApi,
  contactsApi,
  pipelineApi,
  communicationsApi,
  mailApi,
  captureApi,
  mailboxesApi,
  activityApi,
  auditApi,
  reportsApi,
  attentionApi,
  meetingsApi,
  proposalsApi,
  policiesApi,
  automationsApi,
  tasksApi,
  wishesApi,
  eventsApi,
  backupsApi,
]

import { fastify } from 'fastify'
import { z } from 'zod'
import {
  communicationRequest,
  contactRequest,
  type DossierReply,
  dossierReply,
  dossierRequest,
  type FailureReply,
  type HomeReply,
  homeReply,
  investorRequest,
  opportunityRequest,
  privacyRequest,
  type SearchReply,
  searchReply,
  searchRequest,
  stageMoveRequest,
  taskRequest,
} from '../../shared/gateway.ts'
import { dossier, home, results } from './fund.ts'

interface Asked {
  method: string
  url: string
  authorization: string
  key: string | undefined
  body: Record<string, unknown>
}

interface Failure {
  status: number
  body: FailureReply | string
}

/** What the stand-in answers; a test sets what its story needs. */
interface Answers {
  dossier: DossierReply
  home: HomeReply
  results: SearchReply
  written: Record<string, unknown>
  /** By path, `/dossier`: this instead of the answer. */
  failures: Record<string, Failure>
}

/** The gateway as the add-on meets it: every question must fit the shared schemas, and so does every answer. */
export async function openStandIn() {
  const app = fastify()
  const asked: Asked[] = []
  const answers: Answers = { dossier, home, results, written: { id: 'new-1', batch_id: 'batch-1' }, failures: {} }

  app.addHook('preHandler', async ({ method, url, headers, body }, reply) => {
    const key = headers['idempotency-key'] as string | undefined
    asked.push({ method, url, authorization: headers.authorization ?? '', key, body: (body ?? {}) as Asked['body'] })

    const failure = answers.failures[(url.split('?')[0] ?? '').replace('/addon/v1', '')]
    if (failure) return reply.status(failure.status).send(failure.body)
  })

  app.get('/addon/v1/home', async () => homeReply.parse(answers.home))
  app.get('/addon/v1/search', async ({ query }) => searchRequest.parse(query) && searchReply.parse(answers.results))
  app.post('/addon/v1/dossier', async ({ body }) => dossierRequest.parse(body) && dossierReply.parse(answers.dossier))

  const writes: [string, z.ZodType][] = [
    ['/communications', communicationRequest],
    ['/opportunities', opportunityRequest],
    ['/opportunities/:id/stage', stageMoveRequest],
    ['/contacts', contactRequest],
    ['/investors', investorRequest],
    ['/tasks', taskRequest],
    ['/proposals/:id/approve', z.strictObject({})],
    ['/proposals/:id/reject', z.strictObject({})],
    ['/threads/:id/privacy', privacyRequest],
  ]
  for (const [path, schema] of writes) {
    app.post(
      `/addon/v1${path}`,
      async ({ body }, reply) => schema.parse(body) && reply.status(201).send(answers.written),
    )
  }

  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: Number(new URL(address).port), asked, answers, close: () => app.close() }
}

export type StandIn = Awaited<ReturnType<typeof openStandIn>>

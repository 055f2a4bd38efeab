import swagger from '@fastify/swagger'
import type { FastifyInstance, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }
import { statusOf } from '../errors.ts'
import { type Access, accessOf, forAnybody } from './access.ts'
import { endpoints } from './openapi-page.ts'
import { problemShape } from './shapes.ts'

const description = `Sign in with POST /api/auth/login, or make a token under “Your account”, and send it as \`Authorization: Bearer …\`.
Money is in minor units, instants in UTC, blank is null. A write answers \`batch_id\`, which undoes it, and takes an \`Idempotency-Key\` header.`

/** The OpenAPI document of everything under `/api`, made from the schemas the routes check with, and a page to read it. */
export const openapiPlugin = fp(async (app: FastifyInstance) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Venture CRM', version: packageJson.version, description },
      servers: [{ url: app.config.publicUrl }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'crm_session' },
        },
      },
    },
    transform: (route) => {
      if (!route.url.startsWith('/api/')) return { schema: { hide: true }, url: route.url }
      const { schema, url } = jsonSchemaTransform(route)
      return { schema: withRules(withKey(schema as Schema | undefined, route.route), route.route), url }
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return document.swaggerObject
      takeFiles((document.openapiObject.paths ?? {}) as Paths)
      return document.openapiObject
    },
  })

  const tags = ['System']
  const json = { tags, summary: 'This document, as OpenAPI', response: { 200: z.looseObject({ openapi: z.string() }) } }
  app.get('/api/docs/json', { ...forAnybody, schema: json }, async () => app.swagger())

  app.get(
    '/api/docs',
    { ...forAnybody, schema: { tags, summary: 'This document, as a page' } },
    async (_request, reply) => reply.view('api/docs', { description, groups: endpoints(app.swagger()) }),
  )
})

type Schema = Record<string, unknown>
type Paths = Record<string, { post?: { requestBody?: { content: Schema } } }>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Statuses this route fails with beside those every route of its kind has, for the document. */
    fails?: number[]
  }
}

/** A file may be sent to the import as it is. */
function takeFiles(paths: Paths): void {
  const content = paths['/api/import/csv']?.post?.requestBody?.content
  const file = { type: 'string', description: 'The file; all else as query parameters.' }
  if (content) content['text/csv'] = { schema: file }
}

const refusals: Record<Exclude<Access, 'public'>, string> = {
  viewer: 'Anybody who is signed in.',
  member: 'Members and admins.',
  admin: 'Admins only.',
}

/** Whatever answers a `batch_id` takes an Idempotency-Key. */
function withKey(schema: Schema | undefined, { method, schema: given }: RouteOptions): Schema | undefined {
  const answers = Object.values((given?.response ?? {}) as Record<string, unknown>)
  const isWrite = answers.some((answer) => answer instanceof z.ZodObject && 'batch_id' in answer.shape)
  if (method === 'GET' || !isWrite) return schema
  return { ...schema, headers: { type: 'object', properties: { 'idempotency-key': idempotencyKey } } }
}

const idempotencyKey = {
  type: 'string',
  minLength: 1,
  maxLength: 200,
  description: 'Anything unique. A repeat of the request with the same key answers the first result and does nothing.',
}

/** What is true of every route and written on none: who may use it, and how it fails. */
function withRules(schema: Schema | undefined, route: RouteOptions): Schema {
  const access = accessOf(String(route.method), route.config?.access)
  const who = access === 'public' ? 'Without signing in.' : refusals[access]
  const security = access === 'public' ? [] : [{ token: [] }, { session: [] }]
  return { ...schema, description: who, security, response: { ...okIfNone(schema), ...problems(access, route) } }
}

const okIfNone = (schema: Schema | undefined) =>
  (schema?.['response'] as Schema | undefined) ?? { 200: { description: 'A file or a page.' } }

function problems(access: Access, route: RouteOptions): Schema {
  const own = access === 'public' ? (route.config?.fails ?? []) : [401, 403, 404, ...(route.config?.fails ?? [])]
  const writes = !['GET', 'HEAD'].includes(String(route.method))
  const possible = [400, ...own, ...(writes ? [409, 413, 503] : []), 422, 429, 500]
  return Object.fromEntries(possible.map((status) => [status, { description: named(status), ...problem }]))
}

/** A JSON answer also where the route itself answers a file or a stream. */
const problem = { content: { 'application/json': { schema: z.toJSONSchema(problemShape, { io: 'output' }) } } }

/** The codes an error of this status has. */
const named = (status: number): string => (status === 500 ? 'internal' : codesOf(status))

const codesOf = (status: number): string =>
  Object.entries(statusOf)
    .filter(([, one]) => one === status)
    .map(([code]) => code)
    .join(', ')

import { rmSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { invalid, UserError } from '../errors.ts'
import type { ImportRequest } from './plan.ts'
import { recognise } from './recognise.ts'
import { planImport, runImport } from './run.ts'
import { mostBytes, type Staged, stage, tooLarge, uploadsFolder } from './uploads.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The file a `text/csv` body was written to while it arrived. */
    handedIn: Staged | null
  }
}

/** JSON is held in memory as a whole, so it may be less than a file that streams. */
const mostJsonBytes = 64 * 1024 * 1024

const target = z.string('Name a target, or write null to leave the column out.').nullable()
const mapping = z
  .record(z.string(), target)
  .describe(
    'Header → target: a field key, `record_id`, `tags`, `list`, `notes`, `contact.name`, `contact.email`, … ' +
      'A header left out goes where it went in the last file with the same headers, else where it is proposed to go.',
  )
const orders = z.record(z.string(), z.enum(['dmy', 'mdy'], 'Write dmy or mdy.'))
const form = z.strictObject({
  data: z
    .string('Send the text of the file.')
    .min(1, 'The file is empty.')
    .describe('The file. Left out with text/csv.'),
  entity_type: z.enum(['investors', 'contacts'], 'Write investors or contacts.'),
  mapping: mapping.optional(),
  key: z
    .string()
    .nullish()
    .describe(
      'The header of the column that identifies a record; null for none. Left out: as in the last file with these headers.',
    ),
  date_order: orders.optional(),
  dry_run: z.boolean('Write true or false.').optional().describe('Report what would happen; nothing is written.'),
})

/** The same for a `text/csv` body, as query parameters. */
const query = z.strictObject({
  entity_type: z.string().optional(),
  mapping: z.string().optional().describe('JSON'),
  key: z.string().optional(),
  date_order: z.string().optional().describe('JSON'),
  dry_run: z.string().optional().describe('true or false'),
})

const cell = z.string().nullable()
const report = z.object({
  dry_run: z.boolean(),
  total: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  errors: z.array(z.object({ row: z.int(), column: cell, value: cell, message: z.string() })),
  warnings: z.array(z.string()),
  changes: z.array(
    z.object({ row: z.int(), id: z.string(), field: z.string(), before: z.unknown(), after: z.unknown() }),
  ),
  batch_id: z.string().nullable(),
})

const schema = {
  tags: ['Import'],
  summary: 'Import a CSV file, or see what it would do',
  description:
    'JSON, or the file itself as `text/csv` with everything else as query parameters. Rows count from 1 after the header. ' +
    'A row with a bad cell is left out and listed; the rest is imported. The same file again changes nothing.',
  querystring: query,
  body: form,
  response: { 200: report },
}

/** `POST /import/csv`, for scripts. The body is read only once it is settled who may send one. */
export async function importApi(server: FastifyInstance) {
  const app = server.withTypeProvider<ZodTypeProvider>()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(['application/json', 'text/csv'], (_request, _payload, done) => done(null))
  app.decorateRequest('handedIn', null)

  // Whatever the answer is, also one that is only repeated: the file is not needed any more.
  const hooks = { preValidation: readBody, onSend: async (request: FastifyRequest) => discard(request) }
  app.post('/import/csv', { schema, ...hooks }, async (request, reply) => {
    try {
      return await carryOut(app, request, reply, request.body)
    } finally {
      discard(request)
    }
  })
}

async function carryOut(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  body: z.infer<typeof form>,
) {
  const { config, db, now } = app
  const { data, entity_type: entityType, date_order: dateOrder, dry_run: dryRun } = body
  const source = request.handedIn ? { path: request.handedIn.path } : { text: data }
  const asked: ImportRequest = {
    entityType,
    ...(body.key === undefined ? {} : { key: body.key }),
    mapping: body.mapping ?? {},
    dateOrder: dateOrder ?? {},
  }
  const options = { zone: config.timezone, now, fileName: 'a file through the API' }
  if (dryRun) return planImport(db, await recognise(source), asked, options)

  const about = { who: request.actor.name, fileName: options.fileName }
  const work = () =>
    app.importJobs.run(request.id, about, async ({ progress }) =>
      runImport(db, request.actor, await recognise(source), asked, { ...options, onProgress: progress }),
    )
  return reply.once(work, 200)
}

function discard({ handedIn }: FastifyRequest): void {
  if (handedIn) rmSync(handedIn.path, { force: true })
}

/**
 * Both forms become one body. A streamed file stands in it by its hash, so that an Idempotency-Key covers what is in
 * the file and not only its address.
 */
async function readBody(request: FastifyRequest): Promise<void> {
  const asked = fromQuery(request.query as Record<string, unknown>)
  if (!isCsv(request)) {
    request.body = { ...asked, ...(await readJson(request)) }
    return
  }
  refuseAnnounced(request, mostBytes)
  request.handedIn = await stage(uploadsFolder(request.server.config.dataDir), request.raw)
  if (request.handedIn.bytes === 0) throw invalid({ data: 'The file is empty.' })
  request.body = { ...asked, data: `sha256:${request.handedIn.sha256}` }
}

const isCsv = (request: FastifyRequest) => /^text\/csv\b/i.test(request.headers['content-type'] ?? '')

function fromQuery({ mapping, date_order, dry_run, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return {
    ...rest,
    ...(mapping === undefined ? {} : { mapping: jsonIn('mapping', mapping) }),
    ...(date_order === undefined ? {} : { date_order: jsonIn('date_order', date_order) }),
    ...(dry_run === undefined ? {} : { dry_run: dry_run === 'true' || (dry_run === 'false' ? false : dry_run) }),
  }
}

function jsonIn(name: string, text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    throw invalid({ [name]: 'Write this parameter as JSON.' })
  }
}

async function readJson(request: FastifyRequest): Promise<object> {
  refuseAnnounced(request, mostJsonBytes)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.raw as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > mostJsonBytes) throw tooLargeForJson()
    chunks.push(chunk)
  }
  return parseObject(chunks)
}

function parseObject(chunks: Uint8Array[]): object {
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  } catch {
    // Told below, like JSON that is no object.
  }
  throw new UserError('bad_request', 'The body is not a JSON object. Send a file as it is with Content-Type: text/csv.')
}

function refuseAnnounced(request: FastifyRequest, limit: number): void {
  if (Number(request.headers['content-length'] ?? 0) <= limit) return
  throw limit === mostJsonBytes ? tooLargeForJson() : tooLarge()
}

const tooLargeForJson = () =>
  new UserError('too_large', 'This is more than 64 MiB of JSON. Send the file itself with Content-Type: text/csv.')

import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { undoneSentence } from './told.ts'
import { redo, type Undone, undo } from './undo.ts'

const form = z.strictObject({ batch_id: z.string().optional() }).nullish()
const undone = z.object({
  batch_id: z.string().describe('The undoing is an act too: undo it to bring the first one back.'),
  undid: z.string().describe('The act it took back, or brought back.'),
  what: z.string(),
  taken_back: z
    .array(z.object({ entity: z.string(), action: z.enum(['archived', 'restored', 'changed']), count: z.int() }))
    .describe('How many records were archived or restored, and how many cells put back (“changed”).'),
  skipped: z
    .array(z.object({ row_id: z.string(), field: z.string().nullable() }))
    .describe('What somebody changed or used since, with what came with it: it is left as it is.'),
  left: z.object({ entries: z.int(), names: z.array(z.string()), others: z.int() }).describe('The same by name.'),
  rows: z.array(z.string()).describe('The investors it changed, a thousand at most.'),
  message: z.string().describe('All of it in a sentence for a person.'),
})

/** Taking back an act, and bringing it back. */
export async function undoApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const schema = {
    tags: ['Grid'],
    summary: 'Take back a batch (one’s own, or any for admins), or one’s last act',
    body: form,
    response: { 200: undone },
  }
  app.post('/fundraising/undo', { schema }, async (request, reply) => {
    const batchId = request.body?.batch_id
    return reply.acted('Undid', (tx) => told(tx.db, undo(tx.db, request.actor, batchId, { now: app.now() })), 200)
  })

  const again = {
    tags: ['Grid'],
    summary: 'Bring back what one undid last, unless one has done something new since',
    body: z.strictObject({}).nullish(),
    response: { 200: undone },
  }
  app.post('/fundraising/redo', { schema: again }, async (request, reply) =>
    reply.acted('Redid', (tx) => told(tx.db, redo(tx.db, request.actor, { now: app.now() })), 200),
  )
}

const told = (db: Db, done: Undone) => ({
  ...done,
  rows: prepared<string>(db, rowsOf).pluck().all(done.batch_id),
  message: undoneSentence(done),
})

const rowsOf = 'SELECT DISTINCT investor_id FROM changes WHERE batch_id = ? AND investor_id IS NOT NULL LIMIT 1000'

import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { invalid, UserError } from '../../errors.ts'
import { rowShape } from '../present.ts'
import { type Paste, type PastePlan, planPaste } from './plan.ts'
import { pasteConflicts, writePaste } from './write.ts'

const most = { rows: 10_000, cells: 500_000 }

const paste = z.strictObject({
  rows: z
    .array(z.string().nullable())
    .min(1, 'Give at least one row.')
    .max(most.rows, `Paste at most ${most.rows.toLocaleString('en')} rows at once.`)
    .describe('Ids of investors, from the top; null makes a new one.'),
  fields: z.array(z.string()).min(1, 'Give at least one column.').max(500).describe('Keys of columns, from the left.'),
  cells: z
    .array(z.array(z.string().max(100_000).nullable()))
    .describe('A list of texts for each row. Null leaves a cell alone, an empty text clears it.'),
  mode: z.enum(['check', 'write']),
  skip_problems: z.boolean().optional().describe('Writes what fits and leaves the rest.'),
  expected_versions: z
    .record(z.string(), z.int())
    .optional()
    .describe('By row id, the version the paste was made on top of: cells others changed since are conflicts.'),
  defaults: z.record(z.string(), z.unknown()).optional().describe('Values of new rows where nothing is pasted.'),
})

const problem = z.object({
  row: z.int().describe('Counted from 0, as is `column`.'),
  column: z.int(),
  field: z.string(),
  text: z.string(),
  message: z.string(),
})
const conflict = z.object({
  row_id: z.string(),
  field: z.string(),
  yours: z.unknown(),
  current: z.unknown(),
  by: z.string(),
  at: z.string(),
})
const answer = z.object({
  updates: z.int().describe('Rows that change.'),
  creates: z.int().describe('Rows that are added.'),
  unchanged: z.int().describe('Rows that hold all of it already.'),
  cells: z.int().describe('Cells that are written.'),
  problems: z.array(problem),
  conflicts: z.array(conflict),
  batch_id: z.string().nullable().optional(),
  rows: z.array(rowShape).optional().describe('The rows that were changed or added, when they were written.'),
})

/** Pasting a rectangle of cells from a spreadsheet: looked at first, then written as one act. */
export async function pasteApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const schema = {
    tags: ['Grid'],
    summary: 'Check a pasted rectangle of texts against its columns, or write it as one act',
    body: paste,
    response: { 200: answer },
  }

  app.post('/fundraising/paste', { schema, bodyLimit: 32 * 1024 * 1024 }, async (request, reply) => {
    const { mode, skip_problems = false, ...given } = request.body
    requireRectangle(given)
    const time = { now: app.now(), zone: app.config.timezone }
    const plan = planPaste(app.db, given, time)
    const versions = given.expected_versions ?? {}
    if (mode === 'check') {
      const { result: conflicts } = request.act('Looked at a paste', (tx) => pasteConflicts(tx, plan, versions))
      return { ...counted(plan), conflicts }
    }
    if (plan.problems.length > 0 && !skip_problems) throw unfit(plan)
    const { cells } = counted(plan)
    return reply.acted(
      cells === 1 ? 'Pasted a cell' : `Pasted ${cells.toLocaleString('en')} cells`,
      (tx) => ({ ...counted(plan), conflicts: [], rows: writePaste(tx, plan, versions, time) }),
      200,
    )
  })
}

/** Which row or column is meant twice could only be guessed. */
function requireRectangle({ rows, fields, cells }: Paste): void {
  const ids = rows.filter((id) => id !== null)
  if (cells.length !== rows.length) throw invalid({ cells: 'Give a list of texts for each row.' })
  if (cells.some((texts) => texts.length > fields.length))
    throw invalid({ cells: 'A row has more cells than columns.' })
  if (rows.length * fields.length > most.cells)
    throw invalid({ cells: `Paste at most ${most.cells.toLocaleString('en')} cells at once.` })
  if (new Set(ids).size < ids.length) throw invalid({ rows: 'A row is named twice.' })
  if (new Set(fields).size < fields.length) throw invalid({ fields: 'A column is named twice.' })
}

function counted({ updates, creates, unchanged, problems }: PastePlan) {
  const cells = [...updates.map((update) => update.cells.length), ...creates.map(({ count }) => count)]
  const total = cells.reduce((sum, n) => sum + n, 0)
  return { updates: updates.length, creates: creates.length, unchanged, cells: total, problems }
}

function unfit(plan: PastePlan): UserError {
  const { problems } = plan
  const detail =
    problems.length === 1 ? 'One cell does not fit its column.' : `${problems.length} cells do not fit their columns.`
  return new UserError('invalid', detail, { ...counted(plan), problems })
}

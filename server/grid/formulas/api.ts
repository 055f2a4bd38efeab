import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { fieldTypes } from '../../../shared/fields.ts'
import { warningsShape } from '../present.ts'
import { lookAtFormula } from './formulas.ts'

const looked = z.union([
  z.object({
    ok: z.literal(true),
    type: z.enum(fieldTypes).describe('What its cells filter, sort and format as.'),
    uses: z.array(z.string()).describe('Keys of the columns it refers to.'),
    volatile: z.enum(['never', 'daily', 'hourly']).describe('How often it comes out differently by itself.'),
    warnings: warningsShape,
  }),
  z.object({
    ok: z.literal(false),
    message: z.string(),
    start: z.int().describe('The place of the mistake, in characters of the formula; `end` is the first one after it.'),
    end: z.int(),
    expected: z.string().optional(),
  }),
])

export async function formulasApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const check = {
    tags: ['Grid'],
    summary: 'Whether a formula could be saved: its type and what it uses, or the place of the mistake',
    body: z.strictObject({
      formula: z.string().max(100_000),
      key: z.string().optional().describe('The column it is for, when that exists already.'),
    }),
    response: { 200: looked },
  }

  app.post('/fundraising/formulas/check', { schema: check }, async (request) => {
    const { formula, key } = request.body
    const found = lookAtFormula(app.db, formula, key)
    if ('message' in found) {
      const { message, start, end, expected } = found
      return { ok: false as const, message, start, end, ...(expected !== undefined && { expected }) }
    }
    return {
      ok: true as const,
      type: found.result,
      uses: found.uses,
      volatile: found.volatile,
      warnings: found.warnings,
    }
  })
}

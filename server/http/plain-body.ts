import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { UserError } from '../errors.ts'

/** Deeper than anything that is taken; whatever walks a body further down may count on an end. */
const deepest = 64

/**
 * What no body may hold, JSON or form: NUL, as it ends texts in C and SQLite (every other text is stored exactly as
 * given), and nesting without end.
 */
export const plainBodyPlugin = fp(async (app: FastifyInstance) => {
  app.addHook('preValidation', async (request) => checkPlain(request.body, []))
})

function checkPlain(value: unknown, path: string[]): void {
  if (typeof value === 'string' && value.includes('\0')) {
    const detail = 'Text cannot hold a NUL character.'
    throw new UserError('invalid', detail, { fields: { [path.join('.') || 'body']: detail } })
  }
  if (typeof value !== 'object' || value === null) return
  if (path.length > deepest) throw new UserError('invalid', `This nests more than ${deepest} levels deep.`)

  for (const [key, item] of Object.entries(value)) checkPlain(item, [...path, key])
}

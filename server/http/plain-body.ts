import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { UserError } from '../errors.ts'

/** Deeper than anything that is taken; whatever walks a body further down may count on an end. */
const deepest = 64

/**
 * What no body and no parameter may hold: NUL, as it ends texts in C and SQLite, half a character, which has no place in
 * UTF-8 (every other text is stored exactly as given), and nesting without end.
 */
export const plainBodyPlugin = fp(async (app: FastifyInstance) => {
  app.addHook('preValidation', async (request) => {
    refuseUnreadable(request.url)
    checkPlain(request.query, [])
    checkPlain(request.body, [])
  })
})

/** A broken %-escape of a parameter, as one of the path is refused by the router. */
function refuseUnreadable(url: string): void {
  try {
    if (url.includes('%')) decodeURIComponent(url.slice(url.indexOf('?') + 1))
  } catch {
    throw new UserError('bad_request', 'This address cannot be read.')
  }
}

export function checkPlain(value: unknown, path: string[]): void {
  if (typeof value === 'string') {
    const detail = whyNotPlain(value)
    if (detail) throw new UserError('invalid', detail, { fields: { [path.join('.') || 'body']: detail } })
  }
  if (typeof value !== 'object' || value === null) return
  if (path.length > deepest) throw new UserError('invalid', `This nests more than ${deepest} levels deep.`)

  for (const [key, item] of Object.entries(value)) {
    checkPlain(key, path)
    checkPlain(item, [...path, key])
  }
}

/** Why a text cannot be stored as it is; null for nearly all. */
function whyNotPlain(text: string): string | null {
  if (text.includes('\0')) return 'Text cannot hold a NUL character.'
  return text.isWellFormed() ? null : 'Text cannot hold half a character (a lone surrogate).'
}

import type { FastifyInstance } from 'fastify'
import { UserError } from '../errors.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads JSON bodies, on both listeners. Bytes that are no UTF-8 are refused, as a text with a replacement character in it
 * would not be what was sent (RFC 8259, section 8.1). Many clients send `content-type: application/json` with every
 * request; without a body there is nothing to parse.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parsed(body as Buffer))
    } catch (error) {
      done(error as Error, undefined)
    }
  })
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return undefined
  const text = decoded(body)
  const value = attempt(() => JSON.parse(text) as unknown, 'The body is not JSON.')
  // Nothing here has a key of this name; whatever merges objects shall not meet it.
  if (namesPrototype.test(text) && holdsPrototype(value)) throw new UserError('invalid', refusal)
  return value
}

const decoded = (body: Buffer) => attempt(() => utf8.decode(body), 'The body is not UTF-8.')

function attempt<T>(read: () => T, otherwise: string): T {
  try {
    return read()
  } catch {
    throw new UserError('bad_request', otherwise)
  }
}

const refusal = '“__proto__” is not known here.'
/** The key as it is, or with letters of it escaped. */
const namesPrototype = /__proto__|\\u00/

function holdsPrototype(value: unknown): boolean {
  const waiting = [value]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (typeof one !== 'object' || one === null) continue
    if (Object.hasOwn(one, '__proto__')) return true
    for (const inner of Object.values(one)) if (typeof inner === 'object') waiting.push(inner)
  }
  return false
}

import type { FastifyRequest } from 'fastify'
import type { Done } from '../db/write.ts'

/** The batch an Undo button takes back; null when the act changed nothing. */
export const undoOf = ({ changed, batchId }: Done<unknown>): string | null => (changed > 0 ? batchId : null)

/**
 * Where to go on after an act from a dialog: the page it was opened on, which htmx names, so that logging a call from
 * the board stays on the board; else `fallback`.
 */
export function backTo(request: FastifyRequest, fallback: string): string {
  const current = request.headers['hx-current-url']
  if (typeof current !== 'string' || !URL.canParse(current)) return fallback

  const { pathname, search } = new URL(current)
  return `/${pathname.replace(/^\/+/, '')}${search}`
}

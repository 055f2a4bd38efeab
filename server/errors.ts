/** The codes outside scripts may rely on; each has one HTTP status. */
export const statusOf = {
  bad_request: 400,
  not_signed_in: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  version_conflict: 409,
  locked: 409,
  too_large: 413,
  invalid: 422,
  too_many_requests: 429,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof statusOf

/**
 * A failure with a sentence for the person who caused it. Everything else that is thrown is a bug: logged in full,
 * answered with an apology. `more` is merged into the JSON answer (`fields`, `conflicts`, `retry_after`, …).
 */
export class UserError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly more: Record<string, unknown>

  constructor(code: ErrorCode, detail: string, more: Record<string, unknown> = {}) {
    super(detail)
    this.code = code
    this.status = statusOf[code]
    this.more = more
  }
}

export const notFound = (what: string) => new UserError('not_found', `This ${what} does not exist, or is archived.`)

/** A mistake in what was sent: one sentence per field, keyed as the field was sent. */
export function invalid(fields: Record<string, string>): UserError {
  const first = Object.values(fields)[0] ?? 'Something in this request is wrong.'
  return new UserError('invalid', first, { fields })
}

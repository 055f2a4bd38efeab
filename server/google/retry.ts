import { setTimeout as pause } from 'node:timers/promises'

/** What went wrong with Google, as an admin may read it. */
export type FailureReason =
  | 'google_not_configured'
  | 'google_unreachable'
  | 'google_busy'
  | 'google_quota'
  | 'google_sign_in'
  | 'google_denied'
  | 'google_missing'
  | 'google_refused'
  | 'google_stopped'

/**
 * A failure of Google's, as data. It never carries the original error: that holds the request, with the access token and
 * the mailbox's address in it. `word` is Google's own reason, such as `rateLimitExceeded`.
 */
export class GoogleFailure extends Error {
  readonly reason: FailureReason
  readonly status: number | null
  readonly word: string | null

  constructor(reason: FailureReason, status: number | null = null, word: string | null = null) {
    super([reason, status, word].filter(Boolean).join(' '))
    this.reason = reason
    this.status = status
    this.word = word
  }
}

export type Retrying = {
  /** Calls in all, the first included. */
  tries?: number
  /** Throws away the access token: a 401 gets one more try with a new one. */
  forget?: () => unknown
  /** The same for a token that lacks a scope, which may have been given since; false when it was tried already. */
  regain?: () => boolean
  wait?: (ms: number, signal?: AbortSignal) => Promise<unknown>
  random?: () => number
  /** Ends everything, waits included, as `google_stopped`. */
  signal?: AbortSignal | undefined
}

/**
 * Calls Google, and calls again after the waits Google asks for (`min(2^n + random, 64)` seconds) when it was busy or the
 * quota was used up for the moment: https://developers.google.com/workspace/gmail/api/guides/handle-errors
 * The libraries' own retry is off, for it has no jitter and never repeats a 403, whatever its reason.
 */
export async function retrying<T>(call: () => Promise<T>, options: Retrying = {}): Promise<T> {
  const { tries = 5, wait = pauseFor, random = Math.random, signal } = options
  let renewed = false

  for (let n = 0; ; n += 1) {
    try {
      signal?.throwIfAborted()
      return await call()
    } catch (error) {
      if (signal?.aborted) throw new GoogleFailure('google_stopped')
      const failure = googleFailure(error)
      if (n + 1 >= tries) throw failure
      if (!renewed && isRenewed(failure, options)) renewed = true
      else if (passes.has(failure.reason)) await stoppable(wait(Math.min(2 ** n + random(), 64) * 1000, signal), signal)
      else throw failure
    }
  }
}

/** Whether the next call takes a new access token. */
function isRenewed({ status, word }: GoogleFailure, { forget, regain }: Retrying): boolean {
  if (status === 401 && forget) {
    forget()
    return true
  }
  return word === 'insufficientPermissions' && regain?.() === true
}

async function stoppable(waiting: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  try {
    await waiting
  } catch (error) {
    throw signal?.aborted ? new GoogleFailure('google_stopped') : error
  }
}

const pauseFor = (ms: number, signal?: AbortSignal) => pause(ms, undefined, { ...(signal && { signal }) })

const passes = new Set<FailureReason>(['google_busy', 'google_quota', 'google_unreachable'])
const quotaWords = new Set(['rateLimitExceeded', 'userRateLimitExceeded'])
const signInWords = new Set([
  ...['invalid_grant', 'unauthorized_client', 'access_denied', 'invalid_scope', 'authError'],
  ...['badKey', 'badClock', 'unknownAccount', 'unknownPerson'],
])

/** Reads any error of the Google libraries. */
export function googleFailure(error: unknown): GoogleFailure {
  if (error instanceof GoogleFailure) return error

  const { response, code } = (error ?? {}) as { response?: { status?: number; data?: unknown }; code?: unknown }
  if (typeof response?.status !== 'number') {
    return new GoogleFailure('google_unreachable', null, typeof code === 'string' ? code : null)
  }
  // The status came and the body broke off.
  if (response.status < 300) return new GoogleFailure('google_unreachable', null, 'halfRead')

  const word = wordOf(response.data)
  return new GoogleFailure(reasonFor(response.status, word), response.status, word)
}

function reasonFor(status: number, word: string | null): FailureReason {
  if (word && signInWords.has(word)) return 'google_sign_in'
  if (status === 429 || (status === 403 && word && quotaWords.has(word))) return 'google_quota'
  if (status === 401) return 'google_sign_in'
  if (status === 403) return 'google_denied'
  if (status === 404 || status === 410) return 'google_missing'
  return status >= 500 || status === 408 ? 'google_busy' : 'google_refused'
}

/**
 * The token endpoint answers `{error: word}` (RFC 6749, 5.2), the APIs `{error: {errors: [{reason}]}}`, or, in their newer
 * form, `{error: {details: [{reason}]}}` alone: https://cloud.google.com/apis/design/errors#error_info
 */
function wordOf(data: unknown): string | null {
  const error = (data as { error?: unknown } | null | undefined)?.error
  if (typeof error === 'string') return error === 'invalid_grant' ? grantProblem(data) : error

  const { errors, details } = (error ?? {}) as { errors?: unknown; details?: unknown }
  const newer = reasonIn(details)
  return reasonIn(errors) ?? (newer && (olderWords[newer] ?? newer))
}

function reasonIn(list: unknown): string | null {
  const told = (Array.isArray(list) ? list : []).map((one: { reason?: unknown } | null) => one?.reason)
  return told.find((reason) => typeof reason === 'string') ?? null
}

const olderWords: Record<string, string> = {
  RATE_LIMIT_EXCEEDED: 'rateLimitExceeded',
  ACCESS_TOKEN_SCOPE_INSUFFICIENT: 'insufficientPermissions',
  SERVICE_DISABLED: 'accessNotConfigured',
}

/** `invalid_grant` is four different things to whoever has to put it right, told apart by their description alone. */
function grantProblem(data: unknown): string {
  const description = String((data as { error_description?: unknown }).error_description ?? '')
  return grantProblems.find(([pattern]) => pattern.test(description))?.[1] ?? 'invalid_grant'
}

const grantProblems: [RegExp, string][] = [
  [/signature/i, 'badKey'],
  [/short-lived|timeframe/i, 'badClock'],
  [/issuer|verifier/i, 'unknownAccount'],
  [/e-?mail|user|account/i, 'unknownPerson'],
]

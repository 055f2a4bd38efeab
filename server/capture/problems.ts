/** Why a mailbox was not captured to the end, as data for people: see `reasonText` in `google/`. */
import { UserError } from '../errors.ts'
import { type FailureReason, GoogleFailure } from '../google/retry.ts'
import { type CaptureLog, Stopped } from './open-mailbox.ts'

/** `busy`: another process is at it; `stopped`: the service stops, or the mailbox was switched off. Neither is worth a note. */
export type ProblemReason = FailureReason | 'owner_inactive' | 'internal' | 'busy' | 'stopped'
/** `detail` is what Google itself said. */
export type Problem = { reason: ProblemReason; detail: string | null; isLasting: boolean }

/** A reason of our own. */
export class ProblemFound extends Error {
  readonly reason: 'owner_inactive' | 'busy'

  constructor(reason: 'owner_inactive' | 'busy') {
    super(reason)
    this.reason = reason
  }
}

export function problemIn(error: unknown, log: CaptureLog): Problem {
  if (isStop(error)) return { reason: 'stopped', detail: null, isLasting: false }
  if (error instanceof GoogleFailure) return lasting(error.reason, detailOf(error))
  if (error instanceof ProblemFound) return { ...lasting(error.reason), isLasting: error.reason !== 'busy' }

  log.error({ err: error }, 'capture failed')
  return lasting('internal')
}

const lasting = (reason: ProblemReason, detail: string | null = null): Problem => ({ reason, detail, isLasting: true })

const detailOf = ({ status, word }: GoogleFailure) => [status, word].filter(Boolean).join(' ') || null

/** While a backup is being restored nothing is written either; the next pass goes on from what it brought. */
export function isStop(error: unknown): boolean {
  if (error instanceof GoogleFailure) return error.reason === 'google_stopped'
  return error instanceof Stopped || (error instanceof UserError && error.code === 'unavailable')
}

/** How it stands with the capture of each mailbox: never "active", but what was proven when, and what is missing. */

import { plural } from '../../shared/words.ts'
import type { Reconciliation } from '../capture/reconcile.ts'
import type { Db } from '../db/db.ts'
import { eq } from '../db/drizzle.ts'
import { mailboxStates } from '../db/mirror.ts'
import { reasonText } from '../google/reasons.ts'
import { allMailboxes, type Mailbox } from './mailboxes.ts'

export type MailboxState = typeof mailboxStates.$inferSelect
/** `proven`: nothing is missing. `waiting`: worth a look, or not done yet. `missing`: something is not there. */
export type Tone = 'off' | 'proven' | 'waiting' | 'missing'
/** `text` is a sentence; `more` what to do about it, or what it rests on. */
export type Verdict = { tone: Tone; text: string; more: string | null }
export type Standing = {
  mailbox: Mailbox
  state: MailboxState | null
  reconciliation: Reconciliation | null
  /** Whether somebody works on it at this moment. */
  busy: boolean
  verdict: Verdict
}

const minute = 60_000
const hour = 60 * minute
/** A pass begins every two minutes, a proof is made every night. */
const passIsLate = 15 * minute
const proofIsLate = 36 * hour

export function standingsOf(db: Db, now: Date): Standing[] {
  return allMailboxes(db).map((mailbox) => standingOf(db, mailbox, now))
}

export function standingOf(db: Db, mailbox: Mailbox, now: Date): Standing {
  const state = db.select().from(mailboxStates).where(eq(mailboxStates.address, mailbox.address)).get() ?? null
  const reconciliation = (state?.reconciliation ?? null) as Reconciliation | null
  const busy = mailbox.enabled && (state?.leaseUntil ?? '') > now.toISOString()
  return { mailbox, state, reconciliation, busy, verdict: verdictOn(mailbox, state, reconciliation, now) }
}

function verdictOn(mailbox: Mailbox, state: MailboxState | null, proof: Reconciliation | null, now: Date): Verdict {
  if (!mailbox.enabled) return { tone: 'off', text: offText(state), more: null }
  if (state?.problem) return problemVerdict(state, state.problem, proof && now.getTime() - Date.parse(proof.at))
  if (proof && proof.missing > 0) return missingVerdict(proof)
  if (!state?.lastSuccessAt) return waiting('It has not been read to the end yet.', backlogText(state))

  const silent = now.getTime() - Date.parse(state.lastSuccessAt)
  if (silent > passIsLate)
    return waiting(`No pass has succeeded for ${lasting(silent)}.`, 'One is begun every two minutes.')
  if (state.backlog > 0) return waiting('A search through older mail is under way.', backlogText(state))
  return proofVerdict(proof, now)
}

function proofVerdict(proof: Reconciliation | null, now: Date): Verdict {
  if (!proof) return waiting('Not proven yet.', 'It is compared with Gmail tonight at 03:10, or now by Reconcile.')

  const age = now.getTime() - Date.parse(proof.at)
  const held = proof.sent.listed + proof.received.listed - proof.left_out - asideIn(proof)
  const text = `Nothing is missing: ${heldText(held)}`
  return age > proofIsLate
    ? waiting(`The last proof is ${lasting(age)} old.`, text)
    : { tone: 'proven', text, more: asideText(asideIn(proof)) }
}

/** Comparisons of earlier releases do not say. */
const asideIn = ({ set_aside = 0 }: Reconciliation): number => set_aside

const asideText = (aside: number): string | null =>
  aside === 0 ? null : `${plural(aside, 'message')} nobody can read ${aside === 1 ? 'was' : 'were'} set aside.`

function heldText(held: number): string {
  if (held === 0) return 'Gmail has no mail with known people.'
  return held === 1
    ? 'the one message with known people is here.'
    : `all ${plural(held, 'message')} with known people are here.`
}

const waiting = (text: string, more: string | null): Verdict => ({ tone: 'waiting', text, more })

const missingVerdict = ({ missing }: Reconciliation): Verdict => ({
  tone: 'missing',
  text: `${plural(missing, 'message')} ${missing === 1 ? 'is' : 'are'} missing.`,
  more: 'Each is listed with its reason; Repair fetches what can be had.',
})

/** What passes by itself is worth a look only; what a person has to put right is red. What was proven is as old as `age` says. */
function problemVerdict({ problemDetail: word }: MailboxState, reason: string, age: number | null): Verdict {
  const passing = ['google_quota', 'google_busy', 'google_unreachable', 'google_stopped'].includes(reason)
  const text = passing ? 'Google did not answer the last pass.' : 'It cannot be read.'
  return { tone: passing ? 'waiting' : 'missing', text, more: `${reasonText({ reason, word })} ${agedText(age)}` }
}

const agedText = (age: number | null): string =>
  age === null
    ? 'It was never compared with Gmail.'
    : `It was last compared with Gmail ${lasting(age)} ago: the numbers below are from then.`

const offText = (state: MailboxState | null) =>
  state?.lastSuccessAt ? 'Switched off. What was captured stays.' : 'Not captured: nothing in it is read.'

const backlogText = (state: MailboxState | null): string | null =>
  state && state.backlog > 0 ? `${plural(state.backlog, 'address', 'addresses')} to go.` : null

/** `3 hours`, `2 days`. */
export function lasting(ms: number): string {
  if (ms < hour) return plural(Math.max(1, Math.round(ms / minute)), 'minute')
  return ms < 48 * hour ? plural(Math.round(ms / hour), 'hour') : plural(Math.floor(ms / (24 * hour)), 'day')
}

import type { Tx } from '../db/write.ts'
import { noteSighting } from '../mail/sightings.ts'
import { storeMail, type Where } from '../mail/store.ts'
import { attempt } from './attempt.ts'
import { colleaguesOn } from './colleagues.ts'
import type { Body, Letter } from './letters.ts'
import type { OpenMailbox } from './open-mailbox.ts'
import { forgetUnreadable, noteUnreadable } from './unreadable.ts'
import { verdictOn } from './verdict.ts'

/** What became of a message. `passed`: there is nothing of it to keep; `unwanted`: nobody on it is known. */
export type Outcome = 'stored' | 'copied' | 'unreadable' | 'passed' | 'unwanted'

/** All of them together; when one fails each by itself, which takes longer, so that it does not hold up the others. */
export function keepLetters(tx: Tx, box: OpenMailbox, letters: Letter[]): Outcome[] {
  const together = () => letters.map((letter) => keepLetter(tx, box, letter))
  return attempt(tx, together, () => letters.map((letter) => keepApart(tx, box, letter)))
}

function keepApart(tx: Tx, box: OpenMailbox, letter: Letter): Outcome {
  const { id, body } = letter
  if (!body) return keepLetter(tx, box, letter)

  const keep = () => keepLetter(tx, box, letter)
  return attempt(tx, keep, (error) => {
    box.log.error({ err: error }, 'storing a message failed')
    return listUnreadable(tx, box, id, body, 'Storing it failed on our side; the server’s log has the details.')
  })
}

/** Stores a message that was read; of one that was not, at most that somebody of a known domain was seen. */
function keepLetter(tx: Tx, box: OpenMailbox, letter: Letter): Outcome {
  const { id, body } = letter
  if (body === undefined) return passBy(tx, box, letter)
  if (body?.unreadable) return listUnreadable(tx, box, id, body, body.unreadable)

  forgetUnreadable(tx, box.address, id)
  return body?.message ? store(tx, box, id, body, body.message) : 'passed'
}

function listUnreadable(tx: Tx, box: OpenMailbox, id: string, body: Body, reason: string): Outcome {
  noteUnreadable(tx, box.address, id, body, reason)
  return 'unreadable'
}

function store(tx: Tx, box: OpenMailbox, id: string, body: Body, message: NonNullable<Body['message']>): Outcome {
  const { outcome } = storeMail(tx, whereOf(box, id, body), message)
  return outcome === 'known' ? 'passed' : outcome
}

type Place = Pick<Body, 'threadId' | 'labels' | 'at'>

const whereOf = (box: OpenMailbox, gmailId: string, { threadId, labels, at }: Place): Where => ({
  mailbox: box.address,
  userId: box.userId,
  gmailId,
  gmailThreadId: threadId,
  labels,
  at,
  domain: box.config.workspaceDomain,
})

/** Of mail with nobody we know, at most this is kept: that somebody was seen whom a person may want to look at. */
function passBy(tx: Tx, box: OpenMailbox, { id, headers, correspondent }: Letter): Outcome {
  if (!headers) return 'unwanted'

  const where = whereOf(box, id, headers)
  const verdict = verdictOn(box, headers)
  const colleagues = verdict === 'domain' ? colleaguesOn(tx.db, headers) : []
  for (const person of colleagues) noteSighting(tx, where, person, { header: person.role })
  if (verdict === 'unknown' && correspondent) {
    noteSighting(tx, where, correspondent, { header: correspondent.role, correspondence: true })
  }
  return 'unwanted'
}

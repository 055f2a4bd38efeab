/**
 * What is kept of a message that several mailboxes hold. Copies of one message are not quite alike (times of arrival, banners,
 * list headers), so what is kept is worked out from all of them and does not depend on which came first.
 */
import type { MailAttachment, MailNature, MailParty } from '../db/mirror.ts'
import { mergeParties } from './parties.ts'

/** What a copy says, and what was kept of the copies so far: the two are put together by `together`. */
export type Told = {
  at: string
  direction: 'in' | 'out'
  nature: MailNature
  natureWhy: string | null
  recipients: number
  size: number
  parties: MailParty[]
  words: Words
}

/** What is written as one, because it is shown as one. */
export type Words = {
  subject: string | null
  fromName: string | null
  fromAddress: string | null
  sentAt: string | null
  snippet: string
  text: string
  trimmed: string
  html: string | null
  attachments: MailAttachment[]
}

/** The earliest arrival, everybody on any copy, the most personal nature, and the words of one of them. */
export function together(one: Told, other: Told): Told {
  const mostPersonal = [one, other].toSorted(byNature)[0] ?? one
  return {
    at: one.at < other.at ? one.at : other.at,
    direction: one.direction === 'out' ? 'out' : other.direction,
    nature: mostPersonal.nature,
    natureWhy: mostPersonal.natureWhy,
    recipients: Math.max(one.recipients, other.recipients),
    size: Math.min(one.size, other.size),
    parties: mergeParties(one.parties, other.parties),
    words: chosen(one.words, other.words),
  }
}

/** What a colleague wrote stays personal although a list delivered it to another with its own headers. */
const natures: MailNature[] = ['personal', 'invite', 'bulk', 'auto', 'bounce']

const byNature = (a: Told, b: Told) =>
  natures.indexOf(a.nature) - natures.indexOf(b.nature) || compare(a.natureWhy ?? '', b.natureWhy ?? '')

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const inFixedOrder = ({ subject, fromName, fromAddress, sentAt, snippet, text, trimmed, html, attachments }: Words) =>
  JSON.stringify([subject, fromName, fromAddress, sentAt, snippet, text, trimmed, html, attachments.map(plain)])

const plain = ({ part, name, type, size, sha256, inline }: MailAttachment) => [part, name, type, size, sha256, inline]

export function chosen(one: Words, other: Words): Words {
  return inFixedOrder(one) <= inFixedOrder(other) ? one : other
}

export const areSameWords = (one: Words, other: Words): boolean =>
  one === other || inFixedOrder(one) === inFixedOrder(other)

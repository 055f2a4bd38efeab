import type { MailParty } from '../db/mirror.ts'
import { mostRecipients } from '../proposals/noise.ts'
import { proposesCorrespondents } from '../proposals/policies.ts'
import { mailOnly, withThe } from './jobs.ts'
import type { Envelope } from './letters.ts'
import type { OpenMailbox } from './open-mailbox.ts'
import { verdictOn } from './verdict.ts'

/**
 * The stranger who wrote a letter, or to whom alone one was written, when letters went the other way as well. Asked only
 * where the fund has mail with strangers propose prospects, which it does not by default.
 */
export async function correspondentOn(box: OpenMailbox, headers: Envelope): Promise<MailParty | null> {
  if (!proposesCorrespondents(box.db) || verdictOn(box, headers) !== 'unknown') return null

  const person = otherSide(headers)
  return person && (await hasAnswered(box, person)) ? person : null
}

function otherSide({ people, labels, nature }: Envelope): MailParty | null {
  if (nature !== 'personal' || people.length > mostRecipients) return null
  if (!labels.includes('SENT')) return people.find(({ role }) => role === 'from') ?? null

  const recipients = people.filter(({ role }) => role !== 'from')
  return recipients.length === 1 ? (recipients[0] ?? null) : null
}

async function hasAnswered({ client }: OpenMailbox, { role, address }: MailParty): Promise<boolean> {
  const q = role === 'from' ? `in:sent ${withThe('to', address)}` : withThe('from', address)
  const { messages } = await client.list({ q: `${mailOnly} ${q}`, max: 1 })
  return messages.length > 0
}

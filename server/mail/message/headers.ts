import { decodeWords, type Email, type Header } from 'postal-mime'
import { type Mailbox, parseAddressList } from '../../../shared/addresses.ts'
import { messageIdOf } from '../../communications/message-id.ts'
import type { MailParty } from '../../db/mirror.ts'

const mostParties = 500
const mostReferences = 100

/** The value of the first header of that name, as it stands; the first counts where there should be one (RFC 5322, 3.6). */
export function headerOf(headers: Header[], name: string): string | null {
  return headers.find(({ key }) => key === name)?.value ?? null
}

export type Parties = { parties: MailParty[]; beyond: string[]; recipients: number }

/**
 * Everybody the headers name: each once in each place, authors first. Only the first From counts, since there may be one. Of a
 * crowd the first are told, and only the addresses of those `beyond`.
 */
export function partiesOf(headers: Header[]): Parties {
  const authors = listed(parseAddressList(headerOf(headers, 'from') ?? ''), 'from')
  const recipients = (['to', 'cc', 'bcc'] as const).flatMap((role) =>
    listed(
      headers.filter(({ key }) => key === role).flatMap(({ value }) => parseAddressList(value)),
      role,
    ),
  )
  const addressed = new Set(recipients.map(({ address }) => address.toLowerCase()))
  const all = [...authors, ...recipients]
  const parties = all.slice(0, mostParties).map((party) => ({ ...party, name: nameOf(party.name) }))
  return { parties, beyond: all.slice(mostParties).map(({ address }) => address), recipients: addressed.size }
}

function listed(people: Mailbox[], role: MailParty['role']): MailParty[] {
  const byAddress = new Map(people.map(({ name, address }) => [address.toLowerCase(), { role, name, address }]))
  return [...byAddress.values()]
}

function nameOf(written: string | null): string | null {
  return written === null ? null : oneLine(decodeWords(written), 200)
}

export function subjectOf({ subject }: Email): string | null {
  return oneLine(subject, 1000)
}

/** Text of one line, without what would break it, hide in it or turn its direction around; null when nothing is left. */
export function oneLine(text: string | null | undefined, most: number): string | null {
  const line = (text ?? '')
    .slice(0, most * 4)
    .replace(unseen, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed()
  return line || null
}

/** Control characters, and those that reorder the text around them (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing). */
const unseen = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/g

/** Message-IDs of the thread so far, the one answered last (RFC 5322, 3.6.4): its root and the newest ones. */
export function referencesOf({ references, inReplyTo }: Email): string[] {
  const earlier = [...(references ?? '').matchAll(/<([^<>\s]{1,998})>/g)].map(([, id]) => id ?? '')
  const answered = messageIdOf(inReplyTo)
  const all = [...new Set([...earlier.filter((id) => id !== answered), ...(answered ? [answered] : [])])]
  return all.length <= mostReferences ? all : [...all.slice(0, 1), ...all.slice(1 - mostReferences)]
}

const [earliest, latest] = ['1990', '2060']

/** When the sender's clock said it was (UTC ISO 8601); null for no date, for nonsense and for years no mail is from. */
export function dateOf({ date }: Email): string | null {
  const isDate = date !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(date)
  return isDate && date > earliest && date < latest ? date : null
}

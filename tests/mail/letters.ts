/** Messages as they come out of the reader, for tests that are not about reading. */
import { hash } from 'node:crypto'
import type { MailParty } from '../../server/db/mirror.ts'
import type { ReadMessage } from '../../server/mail/message/read.ts'
import type { Where } from '../../server/mail/store.ts'

export type Letter = Partial<Omit<ReadMessage, 'parties'>> & {
  from?: string
  to?: string[]
  cc?: string[]
  bcc?: string[]
}

const party = (role: MailParty['role'], written: string): MailParty => {
  const [, name, address] = /^(?:(.*?)\s*<)?([^<>]+?)>?$/.exec(written) ?? []
  return { role, name: name || null, address: address ?? written }
}

/** `Maya Chen <maya@…>` or a bare address in each place. */
export function letter({ from, to = [], cc = [], bcc = [], ...given }: Letter = {}): ReadMessage {
  const parties = [
    party('from', from ?? 'Maya Chen <maya.chen@harborfo.example>'),
    ...to.map((one) => party('to', one)),
    ...cc.map((one) => party('cc', one)),
    ...bcc.map((one) => party('bcc', one)),
  ]
  const text = given.text ?? 'We are happy to commit five million.'
  const messageId = given.messageId === undefined ? `${hash('sha1', text)}@mail.example` : given.messageId
  return {
    messageId,
    references: [],
    identity: hash('sha256', JSON.stringify([messageId, parties[0]?.address, text])),
    parties,
    beyond: [],
    recipients: parties.length - 1,
    subject: 'Our commitment',
    sentAt: '2026-01-10T09:30:00.000Z',
    text,
    trimmed: text,
    snippet: text.slice(0, 200),
    html: null,
    nature: 'personal',
    natureWhy: null,
    attachments: [],
    size: 1000,
    ...given,
  }
}

let last = 0

/** A place in somebody's mailbox; each has an id of its own unless one is given. */
export function place(given: Partial<Where> & { mailbox: string }): Where {
  last += 1
  return {
    userId: null,
    gmailId: `g${last}`,
    gmailThreadId: given.gmailId ?? `g${last}`,
    labels: ['INBOX'],
    at: '2026-01-10T09:30:05.000Z',
    domain: 'northlight.example',
    ...given,
  }
}

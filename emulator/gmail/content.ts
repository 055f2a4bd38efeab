import { type Mailer, parseAddresses } from '../mime/addresses.ts'
import { type Header, headerValue, headerValues, messageIds } from '../mime/headers.ts'
import { type MimePart, parseMessage, splitHead } from '../mime/parts.ts'

export type PeopleField = 'from' | 'to' | 'cc' | 'bcc'
export const peopleFields: PeopleField[] = ['from', 'to', 'cc', 'bcc']

/** What a message says. A generated one is composed when somebody asks, so that no mailbox holds its bytes. */
export interface MailContent {
  readonly raw: Buffer
  readonly mime: MimePart
  readonly subject: string
  /** RFC Message-ID without its brackets; '' when the message has none. */
  readonly rfcMessageId: string
  /** Message-IDs of the conversation, the one that is answered first. */
  readonly ancestors: string[]
  people(field: PeopleField): Mailer[]
}

/** Above this many bytes the parsed form is thrown away again: it would double what a large message holds. */
const worthKeeping = 256 * 1024

/** A message as it arrived; its copies in several mailboxes share one of these. */
export class ArrivedContent implements MailContent {
  readonly raw: Buffer
  readonly headers: Header[]
  #mime: MimePart | undefined
  readonly #people = new Map<PeopleField, Mailer[]>()

  constructor(raw: Buffer) {
    this.raw = raw
    this.headers = splitHead(raw).headers
  }

  get mime(): MimePart {
    const mime = this.#mime ?? parseMessage(this.raw)
    if (this.raw.length <= worthKeeping) this.#mime = mime
    return mime
  }

  get subject(): string {
    return headerValue(this.headers, 'Subject')
  }

  get rfcMessageId(): string {
    return messageIds(headerValue(this.headers, 'Message-ID'))[0] ?? ''
  }

  get ancestors(): string[] {
    return ['In-Reply-To', 'References'].flatMap((name) => messageIds(headerValue(this.headers, name)))
  }

  people(field: PeopleField): Mailer[] {
    const known = this.#people.get(field) ?? parseAddresses(headerValues(this.headers, field))
    this.#people.set(field, known)
    return known
  }
}

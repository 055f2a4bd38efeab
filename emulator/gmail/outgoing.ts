import type { Mailer } from '../mime/addresses.ts'
import { headerValue, withHeader, withoutHeader } from '../mime/headers.ts'
import { invalidArgument, notFound } from '../problems.ts'
import type { Workspace } from '../workspace.ts'
import { ArrivedContent } from './content.ts'
import { addressesOf } from './deliver.ts'
import { fingerprint, type Mailbox, threadMessages } from './mailbox.ts'

/** What a caller hands over to be sent or kept as a draft. */
export interface Outgoing {
  raw?: string
  threadId?: string
}

/** Recipients one message of the API may have. */
const mostRecipients = 500

/** Reads `raw`: base64url of a complete message (RFC 5322, https://developers.google.com/workspace/gmail/api/guides/sending). */
export function readRaw(raw: string | undefined): ArrivedContent {
  if (raw === undefined || raw === '')
    throw invalidArgument("'raw' RFC822 payload message string or uploading message via /upload/* URL required")
  if (!/^[\w-]+={0,2}$/.test(raw))
    throw invalidArgument("Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed")
  const content = new ArrivedContent(Buffer.from(raw, 'base64url'))
  if (content.headers.length === 0) throw invalidArgument('Invalid value for ByteString: the message has no headers.')
  return content
}

/** Every address it goes to; a message to nobody, or to a crowd, is refused. */
export function requireRecipients(content: ArrivedContent): Mailer[] {
  const recipients = (['to', 'cc', 'bcc'] as const).flatMap((field) => content.people(field))
  if (!recipients.some(({ address }) => address.includes('@'))) throw invalidArgument('Recipient address required')
  if (recipients.length > mostRecipients) throw invalidArgument('Too many recipients')
  return recipients
}

/**
 * What Gmail makes of it on the way out: a From that is neither the account nor one of its aliases is replaced, so is
 * the Message-ID, and a missing Date is added.
 */
export function asGmailSends(workspace: Workspace, mailbox: Mailbox, content: ArrivedContent): ArrivedContent {
  const id = `<CA${fingerprint(`sent ${workspace.nextSerial()}`).slice(0, 30)}@mail.gmail.com>`
  const numbered = withHeader(withoutHeader(content.raw, 'Message-ID'), 'Message-ID', id)
  const dated = headerValue(content.headers, 'Date')
    ? numbered
    : withHeader(numbered, 'Date', workspace.clock.now().toUTCString().replace('GMT', '+0000'))
  return new ArrivedContent(inOwnName(workspace, mailbox, dated, content))
}

function inOwnName(workspace: Workspace, mailbox: Mailbox, raw: Buffer, content: ArrivedContent): Buffer {
  const [from] = content.people('from')
  if (from && addressesOf(workspace, mailbox).includes(from.address)) return raw
  const name = workspace.users.get(mailbox.address)?.name ?? ''
  return withHeader(withoutHeader(raw, 'From'), 'From', `${name} <${mailbox.address}>`)
}

/**
 * The thread a message joins on request: it must exist, and the message must have its subject and refer to one of its
 * messages; else Gmail begins a new one, and so do we.
 */
export function threadFor(
  mailbox: Mailbox,
  threadId: string | undefined,
  content: ArrivedContent,
): string | null | undefined {
  if (threadId === undefined) return undefined
  const messages = threadMessages(mailbox, threadId)
  if (messages.length === 0) throw notFound()
  const answers = messages.some(({ rfcMessageId }) => content.ancestors.includes(rfcMessageId))
  const sameSubject = messages.some((message) => bareSubject(message.content.subject) === bareSubject(content.subject))
  return answers && sameSubject ? threadId : null
}

const bareSubject = (subject: string) =>
  subject
    .replace(/^((re|fwd?|aw|wg)\s*:\s*)+/i, '')
    .trim()
    .toLowerCase()

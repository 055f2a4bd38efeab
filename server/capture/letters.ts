/** What is read of a message at Google, before anything is decided. */
import type { MailNature, MailParty } from '../db/mirror.ts'
import type { MailboxClient } from '../google/mailbox.ts'
import { partiesOf } from '../mail/message/headers.ts'
import { natureOf } from '../mail/message/nature.ts'
import { type ReadMessage, readMessage, UnreadableMessage } from '../mail/message/read.ts'
import type { OpenMailbox } from './open-mailbox.ts'

/**
 * A message on its way in. `headers` are null when they were not asked for, since Gmail's own search has found it; `body` is
 * undefined until it is read, and null when the message is gone. `correspondent` is a stranger to be put forward.
 */
export type Letter = { id: string; headers: Envelope | null; body?: Body | null; correspondent?: MailParty | null }
/** `people` begin with the sender. `at` is when Gmail accepted it (UTC ISO 8601), `size` is in bytes. */
export type Envelope = {
  threadId: string
  labels: string[]
  at: string
  size: number
  people: MailParty[]
  nature: MailNature
}
/** `unreadable` says why there is no `message`. */
export type Body = Omit<Envelope, 'people' | 'nature'> & { message: ReadMessage | null; unreadable: string | null }

const hidden = ['DRAFT', 'CHAT', 'SPAM', 'TRASH']

/** Whether a message is where mail is not captured from. One that is gone for good (null) is as well. */
export const isAway = (message: { labels: string[] } | null): boolean =>
  message === null || message.labels.some((label) => hidden.includes(label))

/** Null when there is no such mail any more, which is nothing unusual so shortly after it was listed. */
export async function readHeaders({ client }: OpenMailbox, id: string): Promise<Letter | null> {
  const message = await client.headers(id)
  if (message === null || isAway(message)) return null

  const { headers, ...rest } = message
  return { id, headers: { ...rest, ...envelopeIn(headers) } }
}

/** As the whole message will be read, so that both come to the same people. */
function envelopeIn(lines: { name: string; value: string }[]): Pick<Envelope, 'people' | 'nature'> {
  const headers = lines.map(({ name, value }) => ({ key: name.toLowerCase(), originalKey: name, value }))
  return { people: partiesOf(headers).parties, ...natureOf({ headers, headerLines: [], attachments: [] }) }
}

/** The room a body of unknown size is given while it is read; most are far smaller, and few are larger. */
const usualRoom = 8 * 2 ** 20

/** Reads the whole message. What cannot be read, for whatever reason, is told apart and never stops the others. */
export function readBody(box: OpenMailbox, letter: Letter): Promise<void> {
  return box.bodies(letter.headers?.size ?? usualRoom, async () => {
    const found = await box.client.raw(letter.id)
    letter.body = found === null || isAway(found) ? null : await read(box, found)
  })
}

type RawMessage = NonNullable<Awaited<ReturnType<MailboxClient['raw']>>>

async function read(box: OpenMailbox, { raw, threadId, labels, at, size }: RawMessage): Promise<Body> {
  const where = { threadId, labels, at, size }
  try {
    return { ...where, message: await readMessage(raw), unreadable: null }
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) box.log.error({ err: error }, 'reading a message failed')
    return { ...where, message: null, unreadable: reasonOf(error) }
  }
}

/** In words, and never in those of the message. */
const reasonOf = (error: unknown) =>
  error instanceof UnreadableMessage
    ? error.message
    : 'Reading it failed on our side; the server’s log has the details.'

/** What is read of a message at Google, before anything is decided. */
import type { MailNature, MailParty } from '../db/mirror.ts'
import type { MailboxClient } from '../google/mailbox.ts'
import { GoogleFailure } from '../google/retry.ts'
import { partiesOf } from '../mail/message/headers.ts'
import { natureOf } from '../mail/message/nature.ts'
import { type ReadMessage, UnreadableMessage } from '../mail/message/read.ts'
import { ReaderClosed } from '../mail/message/reader.ts'
import { type OpenMailbox, stopped } from './open-mailbox.ts'

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
  /** Addresses of those who are too many to be kept. */
  beyond: string[]
  nature: MailNature
}
/** `unreadable` says why there is no `message`; `withheld` is of one that Google did not hand out, and may yet. */
export type Body = Omit<Envelope, 'people' | 'beyond' | 'nature'> & {
  message: ReadMessage | null
  unreadable: string | null
  withheld?: boolean
}

const hidden = ['DRAFT', 'CHAT', 'SPAM', 'TRASH']

/** Whether a message is where mail is not captured from. One that is gone for good (null) is as well. */
export const isAway = (message: { labels: string[] } | null): boolean =>
  message === null || message.labels.some((label) => hidden.includes(label))

/** Null when there is no such mail any more, which is nothing unusual so shortly after it was listed. */
export async function readHeaders(box: OpenMailbox, id: string): Promise<Letter | null> {
  const message = await handedOut(box, () => box.client.headers(id))
  if (message === withheld) return { id, headers: null, body: withheldBody(box, null) }
  if (message === null || isAway(message)) return null

  const { headers, ...rest } = message
  return { id, headers: { ...rest, ...envelopeIn(headers) } }
}

/** As the whole message will be read, so that both come to the same people. */
function envelopeIn(lines: { name: string; value: string }[]): Pick<Envelope, 'people' | 'beyond' | 'nature'> {
  const headers = lines.map(({ name, value }) => ({ key: name.toLowerCase(), originalKey: name, value }))
  const { parties: people, beyond } = partiesOf(headers)
  return { people, beyond, ...natureOf({ headers, headerLines: [], attachments: [] }) }
}

/** The room a body of unknown size is given while it is read; most are far smaller, and few are larger. */
const usualRoom = 8 * 2 ** 20

/** Reads the whole message. What cannot be read, for whatever reason, is told apart and never stops the others. */
export function readBody(box: OpenMailbox, letter: Letter): Promise<void> {
  return box.bodies(letter.headers?.size ?? usualRoom, async (weigh) => {
    const found = await handedOut(box, () => box.client.raw(letter.id))
    if (found === withheld) letter.body = withheldBody(box, letter.headers)
    else {
      weigh(found?.raw.length ?? 0)
      letter.body = found === null || isAway(found) ? null : await read(box, found)
    }
  })
}

const withheld = Symbol('withheld')
/** Where Google fails for more messages than this, it is no matter of the messages. */
const mostWithheld = 5

/**
 * One message that Google fails on, however often it is asked, would otherwise hold up all that came after it. It is the
 * message's fault when Google answers another question at the same time.
 */
async function handedOut<T>(box: OpenMailbox, ask: () => Promise<T>): Promise<T | typeof withheld> {
  try {
    return await ask()
  } catch (error) {
    const mayBeItsFault = error instanceof GoogleFailure && ofOneMessage.has(error.reason)
    if (!mayBeItsFault || box.withheld >= mostWithheld) throw error
    await box.client.profile()
    box.withheld += 1
    return withheld
  }
}

const ofOneMessage = new Set(['google_busy', 'google_refused', 'google_unreachable'])

function withheldBody(box: OpenMailbox, headers: Envelope | null): Body {
  const { threadId = '', labels = [], at = box.now().toISOString(), size = 0 } = headers ?? {}
  const unreadable = 'Google does not hand this message out. It is asked again with every pass.'
  return { threadId, labels, at, size, message: null, unreadable, withheld: true }
}

type RawMessage = NonNullable<Awaited<ReturnType<MailboxClient['raw']>>>

async function read(box: OpenMailbox, { raw, threadId, labels, at, size }: RawMessage): Promise<Body> {
  const where = { threadId, labels, at, size }
  try {
    return { ...where, message: await box.reader.message(raw), unreadable: null }
  } catch (error) {
    if (error instanceof ReaderClosed) stopped()
    if (!(error instanceof UnreadableMessage)) box.log.error({ err: error }, 'reading a message failed')
    return { ...where, message: null, unreadable: reasonOf(error) }
  }
}

/** In words, and never in those of the message. */
const reasonOf = (error: unknown) =>
  error instanceof UnreadableMessage
    ? error.message
    : 'Reading it failed on our side; the server’s log has the details.'

import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { type User, userByEmail } from '../accounts/users.ts'
import { messageIdOf } from '../communications/message-id.ts'
import { type MessageHeaders, readMessageHeaders } from '../google/message.ts'
import { GoogleFailure } from '../google/retry.ts'
import { isSwitchedOff } from '../mailboxes/mailboxes.ts'
import { noteRead } from '../mailboxes/reads.ts'

/** The ids of the open message as the add-on sends them. */
export type OpenMessage = { message_id?: string; thread_id?: string; rfc_message_id?: string }

/** A message by its Message-ID, by this mailbox's copy of it, or by both. */
export type Identity = {
  messageId: string | null
  copy: { mailbox: string; gmailId: string; gmailThreadId: string | null } | null
}

/** Gmail's ids are valid in the caller's own mailbox alone; an id with an at sign is a Message-ID (RFC 5322, 3.6.4). */
export function identityOf(user: User, { message_id, thread_id, rfc_message_id }: OpenMessage): Identity {
  const isRfc = message_id?.includes('@') ?? false
  const gmailId = isRfc ? undefined : message_id
  const copy = gmailId && { mailbox: mailboxOf(user), gmailId, gmailThreadId: thread_id ?? null }
  return { messageId: messageIdOf(rfc_message_id ?? (isRfc ? message_id : null)), copy: copy || null }
}

/**
 * What the message's own headers say, read in the caller's mailbox by delegation. Null when it cannot be read: what the
 * add-on said then has to do, and the reason is in the log; or when the mailbox was switched off. Every reading stands in
 * the mailbox's access log. `patience` is in milliseconds.
 */
export async function readOwn(
  app: Pick<FastifyInstance, 'google' | 'db' | 'now'>,
  log: FastifyBaseLogger,
  { copy }: Identity,
  patience: number,
): Promise<MessageHeaders | null> {
  if (!copy || !app.google.delegated || isSwitchedOff(app.db, copy.mailbox)) return null

  const { mailbox, gmailId } = copy
  const reading = {
    mailbox,
    actorId: userByEmail(app.db, mailbox)?.id ?? null,
    purpose: 'sidebar',
    looked: 1,
    kept: 0,
  } as const
  try {
    return await readMessageHeaders(app.google, mailbox, gmailId, patience, () => noteRead(app.db, reading, app.now()))
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error
    log.warn({ reason: error.reason, status: error.status, word: error.word }, 'message headers not read')
    return null
  }
}

const mailboxOf = (user: User) => user.email.trim().toLowerCase()

/** Attachments stay at Gmail: one that somebody opens is read there anew, and the owner of that mailbox sees that it was. */
import { createHash } from 'node:crypto'
import { isOpenTo } from '../communications/privacy.ts'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import type { MailAttachment } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { notFound, UserError } from '../errors.ts'
import { GoogleFailure } from '../google/retry.ts'
import { findMailRow, guardOfMail } from '../mail/shown/mail.ts'
import { noteRead } from '../mailboxes/reads.ts'
import type { CaptureWorld } from './open-mailbox.ts'

/** How long somebody waits for one, in milliseconds. */
const patience = 60_000

/** The content of an attachment, for whoever may read the message (404 for others). Asks one mailbox after the other. */
export async function fetchAttachment(
  world: CaptureWorld,
  mailId: string,
  part: number,
  actor: Actor,
  stopping: AbortSignal,
): Promise<Buffer> {
  const attachment = findAttachment(world.db, mailId, part, actor)
  let refusal = goneSentence
  for (const copy of readableCopies(world.db, mailId, actor)) {
    try {
      const content = await fetchFrom(world, copy, attachment, actor, stopping)
      if (content) return content
    } catch (error) {
      if (!(error instanceof GoogleFailure)) throw error
      refusal = 'Gmail could not be asked for this attachment. Try again in a few minutes.'
    }
  }
  throw new UserError('unavailable', refusal)
}

const goneSentence = 'No mailbox that is captured has this e-mail any more, so its attachment cannot be fetched.'

function findAttachment(db: Db, mailId: string, part: number, actor: Actor): MailAttachment {
  const mail = findMailRow(db, mailId)
  if (!isOpenTo(actor.id, guardOfMail(mail))) throw notFound('e-mail')

  const attachment = mail.attachments.find((one) => one.part === part)
  if (!attachment) throw notFound('attachment')
  return attachment
}

type Copy = { mailbox: string; gmailId: string }

/** In the reader's own mailbox first; those in the bin can still be read for a while. */
function readableCopies(db: Db, mailId: string, { id }: Actor): Copy[] {
  return prepared<Copy>(db, copies).all(mailId, id)
}

const copies = `
  SELECT c.mailbox, c.gmail_id AS gmailId FROM mail_copies c
  JOIN live_mailboxes m ON m.address = c.mailbox AND m.enabled = 1 LEFT JOIN live_users u ON u.id = m.user_id
  WHERE c.mail_id = ? AND coalesce(u.active, 1) = 1
  ORDER BY c.gone_at IS NOT NULL, c.user_id IS NOT ?, c.mailbox LIMIT 5`

/** Null when the message is not there, or not the one that was captured. */
async function fetchFrom(
  world: CaptureWorld,
  { mailbox, gmailId }: Copy,
  attachment: MailAttachment,
  actor: Actor,
  stopping: AbortSignal,
) {
  const client = world.client(mailbox, AbortSignal.any([stopping, AbortSignal.timeout(patience)]), 'live')
  return world.bodies(attachment.size, async (weigh) => {
    const message = await client.raw(gmailId)
    if (!message) return null
    weigh(message.raw.length)

    const read = { mailbox, actorId: actor.id, purpose: 'attachment', looked: 1, kept: 0 } as const
    noteRead(world.db, read, world.now())
    const content = (await world.reader.attachment(message.raw, attachment.part))?.content
    return content && sha256(content) === attachment.sha256 ? content : null
  })
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

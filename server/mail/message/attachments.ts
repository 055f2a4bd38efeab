import { createHash } from 'node:crypto'
import type { Attachment } from 'postal-mime'
import type { MailAttachment } from '../../db/mirror.ts'
import { oneLine } from './headers.ts'

const most = 500

/** The parts that are no text of the message, numbered as `readAttachment` finds them. Nothing in them is opened. */
export function listAttachments(parts: Attachment[]): MailAttachment[] {
  return parts.slice(0, most).map((attachment, part) => ({
    part,
    name: nameOf(attachment),
    type: typeOf(attachment),
    size: bytesOf(attachment).length,
    sha256: createHash('sha256').update(bytesOf(attachment)).digest('hex'),
    inline: attachment.related === true || (attachment.disposition === 'inline' && Boolean(attachment.contentId)),
  }))
}

function bytesOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
}

/** The last step of a path, without characters that mean something to a file system or a header. */
function nameOf(attachment: Attachment): string {
  const name = oneLine(
    attachment.filename
      ?.split(/[\\/]/)
      .at(-1)
      ?.replace(/["<>:|?*]/g, '_'),
    200,
  )
  return name?.replace(/^\.+/, '') || unnamed(typeOf(attachment))
}

const usualNames: Record<string, string> = {
  'text/calendar': 'invite.ics',
  'message/rfc822': 'message.eml',
  'message/delivery-status': 'delivery-status.txt',
  'text/rfc822-headers': 'headers.txt',
}

const unnamed = (type: string) => usualNames[type] ?? 'unnamed'

/** What it says it is, when that is a media type at all (RFC 6838, 4.2). */
function typeOf({ mimeType }: Attachment): string {
  return /^[a-z0-9][\w!#$&^.+-]{0,126}\/[a-z0-9][\w!#$&^.+-]{0,126}$/i.test(mimeType)
    ? mimeType.toLowerCase()
    : 'application/octet-stream'
}

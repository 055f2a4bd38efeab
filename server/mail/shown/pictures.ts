/** The pictures that came with a message, fetched when somebody asks to see them. */
import type { MailAttachment } from '../../db/mirror.ts'

/** In bytes; more than a frame should carry. */
const largest = 2_000_000
const most = 20

/** Which of them its text shows: `safeHtml` takes their numbers for `cid:` addresses. */
export function picturesIn(html: string, attachments: MailAttachment[]): MailAttachment[] {
  const named = new Set([...html.matchAll(/\bcid:(\d{1,6})\b/gi)].map((match) => Number(match[1])))
  const shown = attachments.filter(({ part, type, size }) => named.has(part) && isPicture.test(type) && size <= largest)
  return shown.slice(0, most)
}

const isPicture = /^image\/(?:png|jpeg|gif|webp)$/i

/** Each as an address that carries it; one that cannot be fetched is left out. */
export async function fetchPictures(
  wanted: MailAttachment[],
  fetch: (part: number) => Promise<Buffer>,
): Promise<Map<number, string>> {
  const fetched = await Promise.allSettled(wanted.map(({ part }) => fetch(part)))
  const pairs = wanted.flatMap(({ part, type }, at) => {
    const got = fetched[at]
    return got?.status === 'fulfilled'
      ? [[part, `data:${type.toLowerCase()};base64,${got.value.toString('base64')}`] as const]
      : []
  })
  return new Map(pairs)
}

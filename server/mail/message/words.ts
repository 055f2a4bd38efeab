import type { Email } from 'postal-mime'
import { boundedHtml, limits } from './bounds.ts'
import { textOfHtml } from './html.ts'

/** All the words of a message: its plain text or, where that says nothing, what its HTML says. */
export function textOf({ text, html }: Email): string {
  const plain = tidied((text ?? '').slice(0, limits.text))
  return plain || (html ? tidied(textOfHtml(html)) : '')
}

/** As it came, as far as `boundedHtml` lets it; a picture in the message is named by the number of its part: `cid:3`. */
export function htmlOf({ html, attachments }: Email): string | null {
  if (!html?.trim()) return null
  const parts = new Map(attachments.map(({ contentId }, part) => [bareId(contentId ?? ''), part]))
  return clean(boundedHtml(html)).replace(/\bcid:([^\s"'<>()]{1,500})/gi, (_, id: string) => {
    const part = parts.get(bareId(id))
    return `cid:${part ?? 'unknown'}`
  })
}

const bareId = (contentId: string) => contentId.trim().replace(/^<|>$/g, '').replace(/%40/g, '@').toLowerCase()

/** One kind of line end, no trailing blanks, nothing that is no text. */
function tidied(text: string): string {
  return clean(text)
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
}

const clean = (text: string) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').toWellFormed()

import { compile } from 'html-to-text'
import type { Email } from 'postal-mime'
import { limits } from './bounds.ts'

/** All the words of a message: its plain text or, where that says nothing, what its HTML says. */
export function textOf({ text, html }: Email): string {
  const plain = tidied((text ?? '').slice(0, limits.text))
  return plain || (html ? tidied(textOfHtml(html)) : '')
}

/** As it came, at most 4 MB of it; a picture in the message is named by the number of its part: `cid:3`. */
export function htmlOf({ html, attachments }: Email): string | null {
  if (!html?.trim()) return null
  const parts = new Map(attachments.map(({ contentId }, part) => [bareId(contentId ?? ''), part]))
  return clean(html.slice(0, limits.html)).replace(/\bcid:([^\s"'<>()]{1,500})/gi, (_, id: string) => {
    const part = parts.get(bareId(id))
    return `cid:${part ?? 'unknown'}`
  })
}

const bareId = (contentId: string) => contentId.trim().replace(/^<|>$/g, '').replace(/%40/g, '@').toLowerCase()

/** What the parser of HTML is given at most: enough for any letter, little enough to be done in a moment. */
const mostHtml = 2 ** 20

/** Quotes come out behind `>`, as in plain text, so that they are trimmed alike. */
const convert = compile({
  wordwrap: false,
  limits: { maxDepth: 100, maxChildNodes: 20_000 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
})

export function textOfHtml(html: string): string {
  return convert(html.slice(0, mostHtml)).slice(0, limits.text)
}

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

/** Which lines of a message's HTML its sender wrote this time: the words of its lines decide, and what its elements are named. */
import { boundedHtml } from './bounds.ts'
import { type HtmlLine, linesOf } from './html-lines.ts'
import { ownLines, type Signs } from './quotes.ts'
import { safeHtml } from './safe-html.ts'
import { withoutFooter } from './signatures.ts'

/** True for those to be seen. All are when nothing else is left, as in one that is only forwarded. */
export function shownLines(lines: HtmlLine[]): boolean[] {
  const texts = lines.map(({ text }) => text)
  const own = ownLines(texts, signsOf(lines))
  if (own === null) return texts.map(() => true)

  const isOwn = own.map((one, at) => one && !lines[at]?.signs.has('signature'))
  const [places, words] = [isOwn.flatMap((one, at) => (one ? [at] : [])), texts.filter((_, at) => isOwn[at])]
  const footer = new Set(places.slice(withoutFooter(words)))
  const shown = isOwn.map((one, at) => one && !footer.has(at))
  return shown.some((one, at) => one && texts[at] !== '') ? shown : texts.map(() => true)
}

/** What the elements say of their lines. A box is one of headers when it reads like them, in whatever language. */
function signsOf(lines: HtmlLine[]): Signs {
  const has = (at: number, sign: 'old' | 'introduction' | 'headers') => lines[at]?.signs.has(sign) === true
  const isHeader = ({ text, signs }: HtmlLine) => signs.has('headers') && /^\p{L}[^:：]{0,30}[:：]/u.test(text)
  const isBox = (at: number) => has(at, 'headers') && !has(at - 1, 'headers')
  return {
    begins: (at) => has(at, 'old') || (isBox(at) && lines.slice(at, at + 6).filter(isHeader).length >= 3),
    introduces: (at) => has(at, 'introduction'),
  }
}

/** Longer HTML is a newsletter's, of which reading a second time would find nothing. */
const mostTrimmed = 300_000

/** The words of those lines, for a message that has no plain text; null when there are none, or too many. */
export function trimmedHtml(html: string): string | null {
  if (html.length > mostTrimmed) return null
  const lines = linesOf(safeHtml(boundedHtml(html), { remote: false }))
  const shown = shownLines(lines)
  const words = lines.flatMap(({ text }, at) => (shown[at] ? text.replaceAll(picture, '').trim() : []))
  return (
    words
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim() || null
  )
}

const picture = '\ufffc'

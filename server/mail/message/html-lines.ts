/**
 * Safe HTML as the lines a reader sees, each with where it begins, so that what is known of lines of text holds for it too.
 * `safe` is what `safeHtml` answered: in it every tag is closed, and `<` and `>` stand for nothing but tags.
 */
import { type Mark, marks } from './client-marks.ts'

/**
 * `start` is where it could be parted from the line above. What stands in a quote is behind `>`. `signs` are the marks of the
 * elements it stands in, and `old` on the first line of earlier mail.
 */
export type HtmlLine = { text: string; start: number; signs: ReadonlySet<Mark> }

export function linesOf(safe: string): HtmlLine[] {
  const lines = openLines()
  let at = 0
  for (const { index, end, name, closes, mark } of tagsIn(safe)) {
    lines.say(safe.slice(at, index), at)
    if (closes) lines.close(name, end)
    else lines.open(name, mark, index, end)
    at = end
  }
  return lines.done(safe.slice(at), at)
}

export type Tag = { index: number; end: number; name: string; text: string; closes: boolean; mark: Mark | null }

export function* tagsIn(safe: string): Generator<Tag> {
  for (const found of safe.matchAll(/<(\/?)([a-z][a-z0-9]*)([^<>]*)>/g)) {
    const [text, slash, name = '', attributes = ''] = found
    const named = / data-mark="([a-z]+)"/.exec(attributes)?.[1]
    const mark = marks.find((one) => one === named) ?? null
    yield { index: found.index, end: found.index + text.length, name, text, closes: slash === '/', mark }
  }
}

/** Tags that stand for themselves. */
export const lone = new Set(['br', 'hr', 'img', 'wbr', 'col'])
const blocks = new Set([
  ...[
    'address',
    'article',
    'blockquote',
    'caption',
    'center',
    'dd',
    'div',
    'dl',
    'dt',
    'figcaption',
    'figure',
    'footer',
  ],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'li', 'main', 'ol', 'p', 'pre', 'section', 'table', 'tr', 'ul'],
])
/** What separates paragraphs, as an empty line does in text. */
const spaced = new Set(['p', 'table', 'ul', 'ol', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

function openLines() {
  const lines: HtmlLine[] = []
  const within: { name: string; mark: Mark | null }[] = []
  let text = ''
  let start = 0
  let signs: ReadonlySet<Mark> | null = null
  let isOld = false

  const depth = () => within.filter(({ name, mark }) => name === 'blockquote' && mark !== 'indent').length
  const marksHere = () => {
    const here = new Set<Mark>(within.flatMap(({ mark }) => (mark === null || mark === 'old' ? [] : mark)))
    if (isOld) here.add('old')
    isOld = false
    return here
  }
  /** Ends the line; the next one begins at `next`. */
  const end = (next: number) => {
    const words = text.replace(/\s+/g, ' ').trim()
    const quoted = depth() > 0 ? `> ${words}` : words
    lines.push({ text: quoted, start, signs: signs ?? new Set() })
    ;[text, start, signs] = ['', next, null]
  }
  const isBlank = () => text.trim() === ''
  const spacing = (name: string, next: number) => {
    if (spaced.has(name) && lines.at(-1)?.text.trim() !== '' && depth() === 0) end(next)
  }

  return {
    say(html: string, at: number) {
      let place = at
      for (const part of within.some(({ name }) => name === 'pre') ? html.split('\n') : [html]) {
        if (place > at) end(place)
        if (part.trim() !== '') signs ??= marksHere()
        text += decoded(part)
        place += part.length + 1
      }
    },
    open(name: string, mark: Mark | null, index: number, after: number) {
      if (name === 'img') {
        signs ??= marksHere()
        text += picture
      }
      if (name === 'br') end(after)
      if (name === 'td' || name === 'th') text += ' '
      if (blocks.has(name) || name === 'hr') {
        if (!isBlank()) end(index)
        spacing(name, index)
      }
      if (mark === 'old') isOld = true
      if (!lone.has(name)) within.push({ name, mark })
    },
    close(name: string, after: number) {
      if (blocks.has(name) && !isBlank()) end(after)
      else if (blocks.has(name)) start = after
      within.pop()
      if (blocks.has(name)) spacing(name, after)
    },
    done(html: string, at: number): HtmlLine[] {
      this.say(html, at)
      if (!isBlank()) end(at)
      return lines
    },
  }
}

/** A picture is something to see, though no word. */
const picture = '\ufffc'

const decoded = (html: string) =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

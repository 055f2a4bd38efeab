/**
 * Finds the mail that is answered within a reply, line by line and once through, so that time grows with the text and no more.
 * What it looks for is in `quote-words.ts`.
 */
import { divider, fromHeader, introductions, otherHeader } from './quote-words.ts'

/** Lines of which it is known by other signs: that earlier mail begins there, or that they introduce it. */
export type Signs = { begins: (at: number) => boolean; introduces: (at: number) => boolean }
const noSigns: Signs = { begins: () => false, introduces: () => false }

/**
 * Which lines the sender wrote: those up to where the answered mail begins, without lines behind `>` and their introduction,
 * and without the rule drawn above it. Null when it begins with an earlier mail, as one that is only forwarded does.
 */
export function ownLines(lines: string[], signs: Signs = noSigns): boolean[] | null {
  const beginsAt = (at: number) => signs.begins(at) || beginsOldMail(lines, at)
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first !== -1 && beginsAt(first)) return null

  const end = lines.findIndex((_, at) => at > first && beginsAt(at))
  const own = withoutQuotes(end === -1 ? lines : lines.slice(0, end), signs)
  return withoutRule(lines, [...own, ...Array<boolean>(lines.length - own.length).fill(false)])
}

/** Whether everything from here on is an earlier mail: a divider, a block of its headers, or an introduction with no `>` below. */
function beginsOldMail(lines: string[], at: number): boolean {
  const line = (lines[at] ?? '').trim()
  if (line.length === 0 || line.length > 400) return false
  return divider.test(line) || isHeaderBlock(lines, at) || (isIntroduction(lines, at) > 0 && !isQuotedBelow(lines, at))
}

/** `From: …` and at least two of the other headers, as Outlook sets before what it answers; one of those may come first. */
function isHeaderBlock(lines: string[], at: number): boolean {
  const heads = lines.slice(at, at + 7).map((line) => line.slice(0, 60))
  const from = heads.findIndex((line) => fromHeader.test(line))
  if (from === -1 || from > 2 || !heads.slice(0, from).every((line) => otherHeader.test(line))) return false
  return heads.filter((line, n) => n !== from && otherHeader.test(line)).length >= 2
}

const dated = /\d|@/
/** A sentence of the sender's own that stands right above an introduction is no first line of it. */
const isOwnSentence = (line: string) => !dated.test(line) || /\p{L}{3}[.!?]$/u.test(line)

/** How many lines, 1 to 3, an introduction takes from here; 0 when it is none. Long ones are broken by mailers. */
function isIntroduction(lines: string[], at: number): number {
  let joined = ''
  for (let taken = 1; taken <= 3; taken += 1) {
    const line = (lines[at + taken - 1] ?? '').trim()
    if (line === '' || joined.length + line.length > 400 || (taken === 2 && isOwnSentence(joined))) return 0
    joined = joined ? `${joined} ${line}` : line
    if (/[:：]$/.test(joined)) return dated.test(joined) && introductions.some((form) => form.test(joined)) ? taken : 0
  }
  return 0
}

const isQuoted = (line: string | undefined) => line !== undefined && /^\s{0,3}>/.test(line)

function isQuotedBelow(lines: string[], at: number): boolean {
  return lines.slice(at + 1, at + 8).some(isQuoted)
}

/** Answers between quotes stay, in their order. */
function withoutQuotes(lines: string[], signs: Signs): boolean[] {
  const own: boolean[] = []
  while (own.length < lines.length) {
    const at = own.length
    const taken = isQuotedBelow(lines, at) ? isIntroduction(lines, at) : 0
    if (taken > 0) own.push(...Array<boolean>(taken).fill(false))
    else own.push(!isQuoted(lines[at]) && !signs.introduces(at))
  }
  return own
}

/** The line of underscores Outlook draws above what it answers is no word of the sender's. */
function withoutRule(lines: string[], own: boolean[]): boolean[] {
  const last = own.findLastIndex((isOwn, at) => isOwn && lines[at]?.trim() !== '')
  const isRule = own[last + 1] !== undefined && /^[_-]{10,}$/.test((lines[last] ?? '').trim())
  return isRule && own.indexOf(false, last) !== -1 ? own.map((isOwn, at) => isOwn && at !== last) : own
}

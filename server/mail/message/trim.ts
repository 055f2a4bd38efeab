import EmailReplyParser from 'email-reply-parser'
import { ownLines } from './quotes.ts'
import { withoutFooter } from './signatures.ts'

/** What is trimmed at most; the words beyond it are as they came, and seldom seen. */
const most = 200_000

/**
 * What the sender wrote this time: without the mail they answered, its introduction ("On Tuesday … wrote:") and the signature.
 * A message that consists of nothing else, such as one only forwarded, stays whole.
 */
export function trimmedText(text: string): string {
  const head = text.slice(0, most)
  const lines = head.split('\n').map((line) => line.trimEnd())
  const isOwn = ownLines(lines)
  if (isOwn === null) return head

  const own = lines.filter((_, at) => isOwn[at])
  const words = own.slice(0, withoutFooter(own)).join('\n').trim()
  return withoutSignature(words) || words || own.join('\n').trim() || head
}

/** The beginning of it on one line, for lists. */
export function snippetOf(trimmed: string): string {
  return trimmed.slice(0, 1000).replace(/\s+/g, ' ').trim().slice(0, 200).toWellFormed()
}

/**
 * The parser's expressions take time that grows with a high power of what they are given, so it gets little: short texts, with
 * a mark in the place of every long line. What is not given to it was trimmed by `ownLines` alone.
 */
const mostParsed = 10_000
const longLine = 200
const opened = '\uE000'

function withoutSignature(text: string): string {
  if (text.length > mostParsed || text.includes(opened) || slowWords(text) > 3) return text
  const lines = text.replace(/\n{3,}/g, '\n\n').split('\n')
  const short = lines.map((line, at) => (line.length > longLine ? `${opened}${at}${opened}` : line)).join('\n')

  const fragments = new EmailReplyParser().read(short).getFragments()
  const reply = fragments.filter((fragment) => !fragment.isHidden()).join('\n')
  return reply.replace(/\uE000(\d+)\uE000/g, (_, at) => lines[Number(at)] ?? '').trim()
}

/** Words around which its expressions go back and forth through the whole text. */
const slowWords = (text: string) => text.match(/schreef|skrev|pisze|napisał|写道/g)?.length ?? 0

/** One message opened: its words with quotes apart, what is attached, and who decides about it. */
import type { Db } from '../../db/db.ts'
import { hidesRemote, safeHtml } from '../message/safe-html.ts'
import { tookPart } from '../thread-levels.ts'
import { findMailRow, type MailRow, type SeenMail, seenMail, type Words, wordsOf } from './mail.ts'
import { picturesIn } from './pictures.ts'

export type OpenMail = SeenMail & {
  /** Null when they are kept private. */
  words: { said: string; quoted: string | null; isFormatted: boolean; height: number } | null
  /** Whether there are pictures that are fetched only when somebody asks. */
  hasPictures: boolean
  /** Whether the reader decides with others who sees the thread. */
  decides: boolean
}

export function openMail(db: Db, readerId: string | null, id: string): OpenMail {
  const row = findMailRow(db, id)
  const words = wordsOf(db, readerId, row)
  return {
    ...seenMail(readerId, row),
    words: words && { ...unquoted(words), isFormatted: words.html !== null, height: heightOf(words) },
    hasPictures: words?.html ? hidesPictures(words.html, row) : false,
    decides: readerId !== null && tookPart(db, readerId, row.threadId),
  }
}

const hidesPictures = (html: string, { attachments }: MailRow): boolean =>
  hidesRemote(safeHtml(html, { remote: false })) || picturesIn(html, attachments).length > 0

/** The text and, folded away, what it quotes. */
export function unquoted({ text, trimmed }: Words): { said: string; quoted: string | null } {
  const [whole, own] = [text.trim(), trimmed.trim()]
  if (own === '' || own === whole) return { said: whole, quoted: null }

  return { said: own, quoted: whole.startsWith(own) ? whole.slice(own.length).trim() : whole }
}

const lineHeight = 21
const perLine = 84

/** About as high as its text, because a frame without scripts cannot say: in pixels. */
function heightOf({ trimmed, text, html }: Words): number {
  const lines = (trimmed || text)
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / perLine)), 0)
  const blocks = html?.match(/<(?:blockquote|img|table|h[1-6]|hr)\b/gi)?.length ?? 0
  return Math.min(560, 56 + lines * lineHeight + Math.min(blocks, 10) * 30)
}

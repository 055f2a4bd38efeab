import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { notFound } from '../../errors.ts'
import { attachment } from '../../http/csv.ts'
import { safeHtml } from '../message/safe-html.ts'
import { frameDocument, frameHeaders } from './frame.ts'
import { findMailRow, wordsOf } from './mail.ts'
import { fetchPictures, picturesIn } from './pictures.ts'
import { foldQuotes } from './quotes.ts'

const one = z.object({ id: z.string() })
const onePart = z.object({ id: z.string(), part: z.coerce.number().int().min(0) })
const asked = z.object({ remote: z.literal('1').optional().catch(undefined) })

/** A message as it was sent, for its frame, and what is attached to it. What is kept private is not there (404). */
export async function mailFrameRoutes(app: FastifyInstance): Promise<void> {
  app.get('/mail/:id/body', async (request, reply) => {
    const { id } = one.parse(request.params)
    const { mail, words } = readable(request.actor.id, id)
    if (words.html === null) throw notFound('formatted e-mail')

    const remote = asked.parse(request.query).remote !== undefined
    const wanted = remote ? picturesIn(words.html, mail.attachments) : []
    const pictures = await fetchPictures(wanted, (part) => app.capture.attachment(id, part, request.actor))
    const html = safeHtml(words.html, { remote, attachment: (part) => pictures.get(part) ?? null })
    return reply
      .headers(frameHeaders(remote, request.headers['sec-fetch-dest'] === 'iframe'))
      .type('text/html; charset=utf-8')
      .send(frameDocument(mail.subject ?? 'E-mail', foldQuotes(html)))
  })

  app.get('/mail/:id/attachments/:part', async (request, reply) => {
    const { id, part } = onePart.parse(request.params)
    const known = readable(request.actor.id, id).mail.attachments.find((one) => one.part === part)
    if (!known) throw notFound('attachment')

    const content = await app.capture.attachment(id, part, request.actor)
    return reply
      .headers({ ...frameHeaders(false), 'content-disposition': attachmentName(known.name) })
      .type('application/octet-stream')
      .send(content)
  })

  /** A message whose words the reader may read; another is as absent as one that does not exist. */
  function readable(readerId: string | null, id: string) {
    const mail = findMailRow(app.db, id)
    const words = wordsOf(app.db, readerId, mail)
    if (!words) throw notFound('e-mail')
    return { mail, words }
  }
}

/** Always saved as a file, under its own name: what is attached to mail is not opened on our address. */
const attachmentName = (name: string): string => {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? attachment(name.slice(0, dot), name.slice(dot + 1)) : attachment(name, 'bin')
}

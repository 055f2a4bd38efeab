import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { FastifyReply } from 'fastify'

export type CsvValue = string | number | null
export type CsvRow = Record<string, CsvValue>

/**
 * Rows as CSV text, streamed; the keys of the first row are the headers. Texts that a spreadsheet would take for a
 * formula get an apostrophe in front; numbers stay numbers. https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvStream(rows: Iterable<CsvRow>, headers?: string[]): Readable {
  const csv = stringify({ header: true, bom: true, cast: { string: inert }, ...(headers && { columns: headers }) })
  return Readable.from(rows).pipe(csv)
}

/** Answers rows as a CSV file to save. */
export function csvReply(reply: FastifyReply, name: string, rows: Iterable<CsvRow>, headers?: string[]): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', attachment(name, 'csv'))
    .header('cache-control', 'no-store')
    .send(csvStream(rows, headers))
}

const inert = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/** The header that makes a browser save a file under this name. https://www.rfc-editor.org/rfc/rfc6266 */
export const attachment = (name: string, extension: string): string =>
  `attachment; filename*=UTF-8''${encodeURIComponent(`${fileName(name)}.${extension}`.toWellFormed())}`

const fileName = (name: string) => name.replace(/\s*[\\/:*?"<>|\p{Cc}]+\s*/gu, ' ').trim() || 'export'

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
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName(name))}`)
    .header('cache-control', 'no-store')
    .send(csvStream(rows, headers))
}

const inert = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

const fileName = (name: string) => `${name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim() || 'export'}.csv`

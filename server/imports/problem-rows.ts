import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { type CsvRow, csvReply, csvStream } from '../http/csv.ts'
import type { RowError } from './report.ts'

const headers = ['Row', 'Column', 'Value', 'Reason']

/** The rows that were left out, as a file to work through. */
export function problemsReply(reply: FastifyReply, fileName: string, errors: RowError[]): FastifyReply {
  return csvReply(reply, `Problems in ${fileName.replace(/\.\w{1,5}$/, '')}`, errors.map(asRow), headers)
}

export const problemsFile = (errors: RowError[]): Readable => csvStream(errors.map(asRow), headers)

const asRow = ({ row, column, value, message }: RowError): CsvRow => ({
  Row: row,
  Column: column,
  Value: value,
  Reason: message,
})

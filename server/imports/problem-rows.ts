import type { FastifyReply } from 'fastify'
import { csvReply } from '../http/csv.ts'
import type { RowError } from './report.ts'

const headers = ['Row', 'Column', 'Value', 'Reason']

/** The rows that were left out, as a file to work through. */
export function problemsReply(reply: FastifyReply, fileName: string, errors: RowError[]): FastifyReply {
  const rows = errors.map(({ row, column, value, message }) => ({
    Row: row,
    Column: column,
    Value: value,
    Reason: message,
  }))

  return csvReply(reply, `Problems in ${fileName.replace(/\.\w{1,5}$/, '')}`, rows, headers)
}

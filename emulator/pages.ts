import { createHash } from 'node:crypto'
import { invalidArgument } from './problems.ts'

export interface PageRequest {
  /** Everything that shapes the list: a token works only for the same question. */
  question: unknown
  pageToken: string | undefined
  maxResults: number | undefined
}

/** One page of `rows`, which must come in a stable order; `key` names a row for the token. */
export function takePage<Row>(rows: Row[], key: (row: Row) => string, request: PageRequest) {
  const size = pageSize(request.maxResults)
  const start = request.pageToken === undefined ? 0 : positionAfter(rows, key, request.pageToken, request.question)
  const page = rows.slice(start, start + size)
  const last = page.at(-1)
  const isMore = last !== undefined && start + size < rows.length
  return { page, ...(isMore && { nextPageToken: `${fingerprint(request.question)}${key(last)}` }) }
}

// Google may clamp above 500; refusing keeps a caller from depending on either.
function pageSize(maxResults = 100): number {
  if (maxResults < 1 || maxResults > 500) throw invalidArgument('Invalid maxResults: it must be between 1 and 500.')
  return maxResults
}

function positionAfter<Row>(rows: Row[], key: (row: Row) => string, token: string, question: unknown): number {
  const isOurs = token.startsWith(fingerprint(question))
  const position = rows.findIndex((row) => key(row) === token.slice(12))
  if (!isOurs || position < 0) throw invalidArgument('Invalid pageToken')
  return position + 1
}

function fingerprint(question: unknown): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 12)
}

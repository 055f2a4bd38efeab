import { createHash } from 'node:crypto'
import { invalidArgument } from './problems.ts'

export interface PageRequest<Row> {
  /** Everything that shapes the list: a token works only for the same question. */
  question: unknown
  pageToken: string | undefined
  maxResults: number | undefined
  /** The most a page may hold, and how much it holds when nothing is asked. */
  limits: { most: number; usual: number }
  /** What a token says of the last row of its page. */
  mark(row: Row): string
  /** Whether a row comes after the one that left this mark, which may be gone by now. */
  isAfter(row: Row, mark: string): boolean
}

/** One page of `rows`, which come in a stable order. */
export function takePage<Row>(rows: Row[], request: PageRequest<Row>) {
  const size = pageSize(request)
  const start = request.pageToken === undefined ? 0 : positionAfter(rows, request, request.pageToken)
  const page = rows.slice(start, start + size)
  const last = page.at(-1)
  const isMore = last !== undefined && start + size < rows.length
  return { page, ...(isMore && { nextPageToken: pageTokenFor(request.question, request.mark(last)) }) }
}

export function pageTokenFor(question: unknown, mark: string): string {
  return `${fingerprintOf(question)}${Buffer.from(mark).toString('base64url')}`
}

/** What the token marks; a token of another question is refused. */
export function markOf(question: unknown, pageToken: string): string {
  if (!pageToken.startsWith(fingerprintOf(question))) throw invalidArgument('Invalid pageToken')
  return Buffer.from(pageToken.slice(12), 'base64url').toString()
}

// Google may clamp above the limit; refusing keeps a caller from depending on either.
export function pageSize({ maxResults, limits }: Pick<PageRequest<unknown>, 'maxResults' | 'limits'>): number {
  const size = maxResults ?? limits.usual
  if (size >= 1 && size <= limits.most) return size
  throw invalidArgument(`Invalid maxResults: it must be between 1 and ${limits.most}.`)
}

/** Rows lie in order, so the place is found by halving. */
function positionAfter<Row>(rows: Row[], { question, isAfter }: PageRequest<Row>, pageToken: string): number {
  const mark = markOf(question, pageToken)
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row !== undefined && isAfter(row, mark)) high = middle
    else low = middle + 1
  }
  return low
}

export function fingerprintOf(question: unknown): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 12)
}

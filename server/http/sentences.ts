import type { z } from 'zod'

const kinds: Record<string, string> = {
  string: 'Give text.',
  number: 'Give a number.',
  int: 'Give a whole number.',
  boolean: 'Give true or false.',
  array: 'Give a list.',
  object: 'Give an object with named values.',
  record: 'Give an object with named values.',
  null: 'Give null.',
}

/**
 * What zod would put as “Invalid input: expected string, received number”, in words a person can act on. Schemas that
 * say it better themselves come first; undefined leaves the rest to zod.
 */
export function plainSentence(issue: z.core.$ZodRawIssue): string | undefined {
  if (isMissing(issue)) return 'This is missing.'
  if (issue.code === 'invalid_type') return kinds[issue.expected]
  if (issue.code === 'invalid_value') return `Choose one of: ${issue.values.map(String).join(', ')}.`
  if (issue.code === 'too_big') return bound(issue.origin, 'at most', issue.maximum)
  if (issue.code === 'too_small') return bound(issue.origin, 'at least', issue.minimum)
  return undefined
}

const isMissing = (issue: z.core.$ZodRawIssue) =>
  (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined

function bound(origin: string, which: string, limit: number | bigint): string {
  if (origin === 'string') return `Give ${which} ${limit} characters.`
  return origin === 'array' ? `Give ${which} ${limit} items.` : `Give a number of ${which} ${limit}.`
}

import type { z } from 'zod'
import { checkPlain } from '../http/plain-body.ts'

/** What was asked, checked: unknown keys, wrong types and NUL characters are a 422 with a sentence per field. */
export function asked<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.parse(given)
  checkPlain(parsed, [])

  return parsed
}

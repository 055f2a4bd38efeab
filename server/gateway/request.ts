import type { z } from 'zod'
import { invalid } from '../errors.ts'

/** What was asked, checked: unknown keys, wrong types and NUL characters are a 422 with a sentence per field. */
export function asked<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.parse(given)
  const field = fieldWithNul(parsed)
  if (field !== null) throw invalid({ [field]: 'Text cannot hold a NUL character.' })

  return parsed
}

function fieldWithNul(value: unknown, path: string[] = []): string | null {
  if (typeof value === 'string') return value.includes('\0') ? path.join('.') : null
  if (typeof value !== 'object' || value === null) return null

  for (const [key, inner] of Object.entries(value)) {
    const field = fieldWithNul(inner, [...path, key])
    if (field !== null) return field
  }
  return null
}

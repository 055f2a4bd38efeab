import { expect, test } from 'vitest'
import { z } from 'zod'
import { schemaText } from '../../server/http/schema-text.ts'

test.each<[z.ZodType, string]>([
  [z.string().nullable(), 'string | null'],
  [z.array(z.enum(['a', 'b'])), '("a" | "b")[]'],
  [z.record(z.string(), z.int()), '{ [key]: integer }'],
  [z.unknown(), 'anything'],
  [z.literal(true), 'true'],
  [
    z.object({ name: z.string(), people: z.array(z.object({ id: z.string().describe('a user') })).optional() }),
    '{\n  name: string\n  people?: {\n    id: string  — a user\n  }[]\n}',
  ],
])('schema %# reads as a person writes it', (schema, text) => {
  expect(schemaText(z.toJSONSchema(schema))).toBe(text)
})

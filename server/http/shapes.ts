/** Shapes that many answers share. Response schemas describe what is sent; they transform nothing. */
import { z } from 'zod'

/** What every record carries. Instants are UTC, people are user ids (null: the system itself). */
export const recordShape = z.object({
  id: z.string(),
  version: z.int(),
  created_at: z.string(),
  created_by: z.string().nullable(),
  updated_at: z.string(),
  updated_by: z.string().nullable(),
})

type Recorded = {
  id: string
  version: number
  createdAt: string
  createdBy: string | null
  updatedAt: string
  updatedBy: string | null
}

export const presentRecord = (row: Recorded): z.infer<typeof recordShape> => ({
  id: row.id,
  version: row.version,
  created_at: row.createdAt,
  created_by: row.createdBy,
  updated_at: row.updatedAt,
  updated_by: row.updatedBy,
})

const batchId = z
  .string()
  .nullable()
  .describe('Names this act in the history and for undo; null when nothing was different.')

/** The answer to a write: the record, and the batch that undoes it. */
export const written = <T extends z.ZodRawShape>(shape: z.ZodObject<T>) => shape.extend({ batch_id: batchId })

/** The answer to archiving: what is gone from the live record. */
export const archivedShape = z.object({ id: z.string(), archived: z.literal(true), batch_id: batchId })
export const archived = ({ id }: { id: string }) => ({ id, archived: true as const })

export const oneById = z.object({ id: z.string() })
/** A name behind an id, so that a list can be read without asking again. */
export const named = z.object({ id: z.string(), name: z.string() })

/** Every error, on every route. `more` depends on the code: `fields`, `conflicts`, `version`, … */
export const problemShape = z.looseObject({
  detail: z.string().describe('A sentence for a person.'),
  code: z.string().describe('A word for a script.'),
  fields: z.record(z.string(), z.string()).optional().describe('With 422: one sentence per field.'),
})

import type { z } from 'zod'
import type { Db } from '../db/db.ts'
import type { Tx } from '../db/write.ts'
import type { Field } from '../grid/fields.ts'

export type Payload = Record<string, unknown>

/** One difference approving would make: `current` is what stands there now. `column` is how the values read, if it is one. */
export type Difference = { field: string; label: string; current: unknown; proposed: unknown; column?: Field }

export type Kind = {
  /** What approving it does, as a heading. */
  title: string
  /** The payload checked against the record as it is; throws 422 with a sentence per wrong place. */
  check: (db: Db, payload: unknown) => Payload
  /** What would be different. */
  differences: (db: Db, payload: Payload) => Difference[]
  /** Does it, within the act of whoever approves. */
  apply: (tx: Tx, payload: Payload) => void
  /** Takes back what one approval did and leaves the rest of its act alone; left out when only the whole act can be undone. */
  takeBack?: (tx: Tx, payload: Payload) => void
  /** What of an approved payload everybody may read in the ledger; all of it, if left out. */
  kept?: (payload: Payload) => Payload
}

type Parts<S extends z.ZodType<Payload>> = {
  title: string
  shape: S
  check?: (db: Db, payload: z.output<S>) => void
  differences: (db: Db, payload: z.output<S>) => Difference[]
  apply: (tx: Tx, payload: z.output<S>) => void
  takeBack?: (tx: Tx, payload: z.output<S>) => void
  kept?: (payload: Payload) => Payload
}

export function kind<S extends z.ZodType<Payload>>(parts: Parts<S>): Kind {
  const { title, shape, check, differences, apply, takeBack, kept } = parts
  return {
    title,
    check(db, given) {
      const payload = shape.parse(given)
      check?.(db, payload)
      return payload
    },
    differences: (db, payload) => differences(db, shape.parse(payload)),
    apply: (tx, payload) => apply(tx, shape.parse(payload)),
    ...(kept && { kept }),
    ...(takeBack && { takeBack: (tx, payload) => takeBack(tx, shape.parse(payload)) }),
  }
}

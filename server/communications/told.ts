import type { Db } from '../db/db.ts'
import { inArray } from '../db/drizzle.ts'
import { toldCommunications } from '../db/live.ts'
import { notFound } from '../errors.ts'
import type { Communication } from './log.ts'

/**
 * A communication with its words, wherever they stand, and who took part. `trimmed` is its text without quoted replies and
 * signature. Nothing of it is shown before `privacy.ts` was asked.
 */
export type Told = Communication & { trimmed: string | null; participants: string[] }

export function findTold(db: Db, id: string): Told {
  const [told] = toldByIds(db, [id])
  if (!told) throw notFound('communication')

  return told
}

export const toldByIds = (db: Db, ids: string[]): Told[] =>
  ids.length === 0 ? [] : db.select().from(toldCommunications).where(inArray(toldCommunications.id, ids)).all()

/** How far the change log was read by somebody who keeps that in memory. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/** The hash tells whether the log still leads there: not after a restore, nor when what was read has been rolled back. */
export type LogPlace = { seq: number; hash: string }

/** Its end, as it is now. */
export const logPlace = (db: Db): LogPlace =>
  prepared<LogPlace>(db, 'SELECT seq, hash FROM changes ORDER BY seq DESC LIMIT 1').get() ?? { seq: 0, hash: '' }

export const isInLog = (db: Db, { seq, hash }: LogPlace): boolean =>
  seq === 0 || prepared(db, 'SELECT hash FROM changes WHERE seq = ?').pluck().get(seq) === hash

/** Whether no entry since then is one of those that `concerning` looks for, behind the number it is given. */
export const saysNothingSince = (db: Db, place: LogPlace, concerning: string): boolean =>
  isInLog(db, place) && prepared(db, concerning).get(place.seq) === undefined

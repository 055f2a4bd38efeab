import type { Exposure, FundMeasure } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { remembered } from './memo.ts'

/** What may leave the box towards one place. `commitment` asks for a fund's column by its fund and measure. */
export type Gate = {
  shows(fieldKey: string): boolean
  showsCommitment(fundId: string, measure: FundMeasure): boolean
}

type Column = { key: string; exposure: Exposure; fund: string | null; measure: string | null }

const reach: Record<Exclude<Exposure, 'box'>, Set<Exposure>> = {
  sidebar: new Set(['sidebar', 'sheet']),
  sheet: new Set(['sheet']),
}

/**
 * The one gate for what the sidebar and Sheets may show of an investor, as the fields' exposures stand now. A column that
 * is not there any more shows nothing.
 */
export const gateTo = (db: Db, place: Exclude<Exposure, 'box'>): Gate =>
  remembered(db, `gate to ${place}`, () => gateAsItStands(db, place))

function gateAsItStands(db: Db, place: Exclude<Exposure, 'box'>): Gate {
  const open = prepared<Column>(db, columns)
    .all()
    .filter((column) => reach[place].has(column.exposure))
  const keys = new Set(open.map((column) => column.key))
  const commitments = new Set(open.filter((c) => c.fund).map((c) => `${c.fund} ${c.measure}`))

  return {
    shows: (key) => keys.has(key),
    showsCommitment: (fundId, measure) => commitments.has(`${fundId} ${measure}`),
  }
}

const columns =
  "SELECT key, exposure, options ->> '$.fund_id' AS fund, options ->> '$.measure' AS measure FROM live_fields"

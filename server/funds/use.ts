import { plural } from '../../shared/words.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { countFilled } from '../grid/columns-admin/cells-of.ts'
import { statusColumnsOf } from './fund-columns.ts'

/** What hangs on a fund, in words; null when nothing does. Archived investors count: they can be put back. */
export function useOf(db: Db, id: string): string | null {
  const { entries, deals } = prepared(db, uses).get({ id }) as { entries: number; deals: number }
  const dates = statusColumnsOf(db, id).reduce((sum, column) => sum + countFilled(db, column), 0)
  const parts = [
    entries > 0 ? plural(entries, 'commitment entry') : '',
    deals > 0 ? plural(deals, 'opportunity') : '',
    dates > 0 ? plural(dates, 'date of LP status', 'dates of LP status') : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(' and ') : null
}

const uses = `
  SELECT (SELECT count(*) FROM live_commitment_entries WHERE fund_id = @id) AS entries,
    (SELECT count(*) FROM live_opportunities WHERE fund_id = @id) AS deals`

/** Whether any amount is kept in the fund's currency: then it cannot be another one. */
export const hasMoney = (db: Db, id: string): boolean => prepared(db, money).get({ id }) !== undefined

const money = `
  SELECT 1 FROM live_commitment_entries WHERE fund_id = @id
  UNION ALL SELECT 1 FROM live_opportunities WHERE fund_id = @id AND expected_amount IS NOT NULL LIMIT 1`

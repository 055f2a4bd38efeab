import { plural } from '../../shared/words.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/** What hangs on a fund, in words; null when nothing does. Archived investors count: they can be put back. */
export function useOf(db: Db, id: string): string | null {
  const { entries, deals } = prepared(db, uses).get({ id }) as { entries: number; deals: number }
  const parts = [
    entries > 0 ? plural(entries, 'commitment entry') : '',
    deals > 0 ? plural(deals, 'opportunity') : '',
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

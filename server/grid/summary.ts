/** The fund in numbers: how much of everything there is, and what the commitments come to. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { fundProgress } from '../funds/progress.ts'
import { stateVersion } from './state.ts'

export function relationalSummary(db: Db) {
  const n = (sql: string) => Number(prepared(db, sql).pluck().get())
  const lists = prepared(db, 'SELECT list, count(*) AS n FROM live_investors GROUP BY list').all()
  return {
    ...stateVersion(db),
    counts: {
      investors: n('SELECT count(*) FROM live_investors'),
      contacts: n('SELECT count(*) FROM live_contacts'),
      opportunities: n('SELECT count(*) FROM live_opportunities o JOIN live_investors i ON i.id = o.investor_id'),
      communications: n(withSomebody),
      tags: n('SELECT count(*) FROM live_tags'),
    },
    lists: Object.fromEntries((lists as { list: string; n: number }[]).map((row) => [row.list, row.n])),
    funds: fundProgress(db).map(({ fund, sums }) => ({
      id: fund.id,
      name: fund.name,
      currency: fund.currency,
      ...sums,
    })),
    definition: 'Sums of the commitment ledger in minor units, without investors in the graveyard.',
  }
}

/** Those with archived investors alone are in no list either. */
const withSomebody = `SELECT count(*) FROM live_communications c WHERE EXISTS (
  SELECT 1 FROM live_communication_investors l JOIN live_investors i ON i.id = l.investor_id WHERE l.communication_id = c.id)`

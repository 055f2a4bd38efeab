/** The numbers of the fund with what each of them means. */
import { addDays, dayIn } from '../../shared/dates.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { fundProgress } from '../funds/progress.ts'
import type { FundTime } from '../grid/sql/filter.ts'
import { spanOf } from '../grid/sql/filter-dates.ts'
import { board, type Sums } from '../pipeline/board.ts'

export type Count = { key: string; value: number; definition: string }

const quietDays = 30

export function dashboard(db: Db, time: FundTime) {
  const { open } = board(db, {}, time.now, time.zone)
  return {
    counts: counts(db, time, open.count),
    funds: fundProgress(db).map(({ fund, sums }) => ({
      id: fund.id,
      name: fund.name,
      currency: fund.currency,
      target: fund.target,
      hard_cap: fund.hardCap,
      ...sums,
      definition: 'Sums of the commitment ledger, without investors in the graveyard.',
    })),
    pipeline: { sums: open.sums, definition: 'Open opportunities; weighted is expected times probability.' },
  }
}

function counts(db: Db, time: FundTime, opportunities: number): Count[] {
  const today = dayIn(time.zone, time.now)
  const lately = spanOf(addDays(today, -quietDays), time.zone).from
  const n = (sql: string, ...params: string[]) =>
    Number(
      prepared(db, sql)
        .pluck()
        .get(...params),
    )
  const quiet = `SELECT count(*) FROM live_investors i JOIN investor_summaries s ON s.investor_id = i.id
    WHERE i.list <> 'graveyard' AND (s.last_contact_at IS NULL OR s.last_contact_at < ?)`
  const due = `SELECT count(*) FROM live_investors WHERE next_step_at < ? AND list <> 'graveyard'`
  const said = `SELECT count(*) FROM live_communications c WHERE occurred_at >= ? AND type <> 'note' AND EXISTS (
    SELECT 1 FROM live_communication_investors l JOIN live_investors i ON i.id = l.investor_id WHERE l.communication_id = c.id)`

  return [
    count('investors', n(`SELECT count(*) FROM live_investors WHERE list <> 'graveyard'`), 'Outside the graveyard.'),
    count('contacts', n('SELECT count(*) FROM live_contacts'), 'People, whatever their investor’s list.'),
    count('open_opportunities', opportunities, 'In a stage that is neither won nor lost.'),
    count(
      'communications_30_days',
      n(said, lately),
      `E-mails, calls, meetings and texts of ${quietDays} days and today.`,
    ),
    count('quiet_investors', n(quiet, lately), `Outside the graveyard, no contact for ${quietDays} days or ever.`),
    count('overdue_next_steps', n(due, today), 'Next steps due before today, outside the graveyard.'),
  ]
}

const count = (key: string, value: number, definition: string): Count => ({ key, value, definition })

export type StageReport = { stage: string; label: string; kind: string; count: number; sums: Sums; lingering: number }

/** What stands in each stage, in one fund or in all. */
export function pipelineReport(db: Db, fundId: string | undefined, { now, zone }: FundTime) {
  const { columns, open } = board(db, { fundId }, now, zone)
  return {
    stages: columns.map(
      ({ stage, cards, sums }): StageReport => ({
        stage: stage.key,
        label: stage.label,
        kind: stage.kind,
        count: cards.length,
        sums,
        lingering: cards.filter((card) => card.lingers).length,
      }),
    ),
    open,
    definition:
      'Expected amounts in minor units per currency; weighted is expected times the opportunity’s probability, else its stage’s. Lingering: longer in its stage than the stage’s norm.',
  }
}

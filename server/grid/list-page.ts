import { inArray } from 'drizzle-orm'
import { allUsers } from '../accounts/users.ts'
import { allTags } from '../contacts/tags.ts'
import type { Db } from '../db/db.ts'
import { investorSummaries } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { allFunds, type Fund } from '../funds/funds.ts'
import { allStages } from '../pipeline/stages.ts'
import { lists } from './builtin-fields.ts'
import { allFields } from './fields.ts'
import { type ListAddress, pageSize, rowQuery } from './list-query.ts'
import { type FundTime, findRows, type GridRow, rowTotals } from './rows.ts'

/** Everything the investors page shows: one page of rows, the totals of all that match, and the filters there are. */
export function investorList(db: Db, address: ListAddress, time: FundTime) {
  const query = rowQuery(db, address)
  const { rows, total } = findRows(db, query, time)
  const look = lookUps(db)
  const summaries = summariesOf(db, rows)
  return {
    rows: rows.map((row) => listRow(row, look, summaries.get(row.id))),
    pages: { total, limit: pageSize, offset: address.offset },
    totals: listTotals(db, address, time),
    funds: look.funds,
    tabs: listTabs(db),
    choices: { tags: allTags(db), users: look.users.filter((u) => u.active), stages: look.stages },
    signedKeys: signedKeys(db),
  }
}

type LookUps = ReturnType<typeof lookUps>
type Summary = typeof investorSummaries.$inferSelect

const lookUps = (db: Db) => ({ users: allUsers(db), stages: allStages(db), funds: allFunds(db) })

function summariesOf(db: Db, rows: GridRow[]): Map<string, Summary> {
  const s = investorSummaries
  const ids = rows.map((row) => row.id)
  const found = ids.length > 0 ? db.select().from(s).where(inArray(s.investorId, ids)).all() : []
  return new Map(found.map((summary) => [summary.investorId, summary]))
}

function listRow({ id, values }: GridRow, look: LookUps, summary: Summary | undefined) {
  const person = (userId: unknown) => look.users.find((user) => user.id === userId)?.fullName ?? null
  const text = (key: string) => values[key] as string | null
  return {
    id,
    name: String(values['name']),
    list: String(values['list']),
    type: text('type'),
    owner: person(values['owner']),
    commitments: look.funds.map((fund) => ({ fund, ...summary?.commitments[fund.id] })),
    total: Number(values['total_committed'] ?? 0),
    stage: look.stages.find((stage) => stage.key === values['stage']) ?? null,
    lastContactAt: text('last_contact_at'),
    lastContactBy: person(summary?.lastContactBy),
    lastContactType: summary?.lastContactType ?? null,
    nextStep: text('next_step'),
    nextStepAt: text('next_step_at'),
  }
}

export type ListRow = ReturnType<typeof listRow>

/**
 * Sums of all rows that match, of every page. The graveyard's money is not counted, unless it is the list looked at:
 * what a dead investor once promised is no commitment.
 */
function listTotals(db: Db, address: ListAddress, time: FundTime) {
  const { sort: _sort, limit: _limit, offset: _offset, ...query } = rowQuery(db, address)
  const counted = address.list === 'graveyard' ? query.filter : withoutGraveyard(query.filter)
  const { count, sums } = rowTotals(db, { ...query, filter: counted }, time)
  const perFund = allFunds(db).map((fund) => ({ fund, ...fundSums(db, fund, sums) }))
  return { counted: count, perFund, signed: sums['total_committed'] ?? 0, graveyard: address.list === 'graveyard' }
}

const withoutGraveyard = (filter: unknown) => ({
  op: 'and',
  conditions: [{ field: 'list', op: 'is_not', value: 'graveyard' }, ...(filter ? [filter] : [])],
})

function fundSums(db: Db, fund: Fund, sums: Record<string, number>) {
  const of = (measure: string) => sums[commitmentKey(db, fund.id, measure) ?? ''] ?? 0
  return { signed: of('signed'), soft: of('soft') }
}

function commitmentKey(db: Db, fundId: string, measure: string): string | undefined {
  return allFields(db).find((f) => f.options.fund_id === fundId && f.options.measure === measure)?.key
}

/** The column each fund's heading sorts by. */
const signedKeys = (db: Db) =>
  Object.fromEntries(allFunds(db).map((fund) => [fund.id, commitmentKey(db, fund.id, 'signed') ?? 'name']))

/** The lists with how many live investors each has, whatever else is filtered. */
function listTabs(db: Db) {
  const counts = prepared(db, 'SELECT list, count(*) AS n FROM live_investors GROUP BY list').all()
  const of = new Map((counts as { list: string; n: number }[]).map((row) => [row.list, row.n]))
  const all = [...of.values()].reduce((sum, n) => sum + n, 0)
  return [{ list: null, n: all }, ...lists.map((list) => ({ list, n: of.get(list) ?? 0 }))]
}

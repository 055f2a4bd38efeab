import { allUsers } from '../accounts/users.ts'
import { allTags } from '../contacts/tags.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { allFunds, type Fund } from '../funds/funds.ts'
import { allStages } from '../pipeline/stages.ts'
import { lists } from './builtin-fields.ts'
import { type ListAddress, pageSize, rowQuery } from './list-query.ts'
import { type FundTime, findRows, type GridRow, gridColumns, rowTotals } from './rows.ts'

/** Everything the investors page shows: one page of rows, the totals of all that match, and the filters there are. */
export function investorList(db: Db, address: ListAddress, time: FundTime) {
  const query = rowQuery(db, address)
  const { rows, total } = findRows(db, query, time)
  const look = lookUps(db)
  const lastBy = lastContactBy(db, rows)
  const columns = commitmentColumns(db, look.funds)
  return {
    rows: rows.map((row) => listRow(row, look, columns, lastBy.get(row.id) ?? null)),
    pages: { total, limit: pageSize, offset: address.offset },
    totals: listTotals(db, address, time, columns),
    funds: look.funds,
    tabs: listTabs(db),
    choices: { tags: allTags(db), users: look.users.filter((u) => u.active), stages: look.stages },
    signedKeys: Object.fromEntries(columns.map(({ fund, signed }) => [fund.id, signed])),
  }
}

type LookUps = ReturnType<typeof lookUps>

const lookUps = (db: Db) => ({ users: allUsers(db), stages: allStages(db), funds: allFunds(db) })

/** The keys of each fund's columns in the grid. */
type CommitmentColumns = { fund: Fund; signed: string; soft: string }

function commitmentColumns(db: Db, funds: Fund[]): CommitmentColumns[] {
  const fields = [...gridColumns(db).values()].map((column) => column.field)
  const key = (fund: Fund, measure: string) =>
    fields.find((f) => f.options.fund_id === fund.id && f.options.measure === measure)?.key ?? ''
  return funds.map((fund) => ({ fund, signed: key(fund, 'signed'), soft: key(fund, 'soft') }))
}

/** Who had the last contact with each of these investors, as a user's id. */
function lastContactBy(db: Db, rows: GridRow[]): Map<string, string | null> {
  const found = prepared(db, contactedBy).all(JSON.stringify(rows.map((row) => row.id)))
  return new Map((found as { id: string; by: string | null }[]).map(({ id, by }) => [id, by]))
}

const contactedBy = `SELECT investor_id AS id, last_contact_by AS by FROM investor_summaries
  WHERE investor_id IN (SELECT value FROM json_each(?))`

function listRow({ id, values }: GridRow, look: LookUps, columns: CommitmentColumns[], lastBy: string | null) {
  const person = (userId: unknown) => look.users.find((user) => user.id === userId)?.fullName ?? null
  const text = (key: string) => values[key] as string | null
  const amount = (key: string) => values[key] as number | null
  return {
    id,
    name: String(values['name']),
    list: String(values['list']),
    type: text('type'),
    owner: person(values['owner']),
    commitments: columns.map(({ fund, signed, soft }) => ({ fund, signed: amount(signed), soft: amount(soft) })),
    total: Number(values['total_committed'] ?? 0),
    stage: look.stages.find((stage) => stage.key === values['stage']) ?? null,
    lastContactAt: text('last_contact_at'),
    lastContactBy: person(lastBy),
    nextStep: text('next_step'),
    nextStepAt: text('next_step_at'),
  }
}

/**
 * Sums of all rows that match, of every page. The graveyard's money is not counted, unless it is the list looked at:
 * what a dead investor once promised is no commitment.
 */
function listTotals(db: Db, address: ListAddress, time: FundTime, columns: CommitmentColumns[]) {
  const { sort: _sort, limit: _limit, offset: _offset, ...query } = rowQuery(db, address)
  const counted = address.list === 'graveyard' ? query.filter : withoutGraveyard(query.filter)
  const { count, sums } = rowTotals(db, { ...query, filter: counted }, time)
  const perFund = columns.map(({ fund, signed, soft }) => ({ fund, signed: sums[signed] ?? 0, soft: sums[soft] ?? 0 }))
  return { counted: count, perFund, signed: sums['total_committed'] ?? 0, graveyard: address.list === 'graveyard' }
}

const withoutGraveyard = (filter: unknown) => ({
  op: 'and',
  conditions: [{ field: 'list', op: 'is_not', value: 'graveyard' }, ...(filter ? [filter] : [])],
})

/** The lists with how many live investors each has, whatever else is filtered. */
function listTabs(db: Db) {
  const counts = prepared(db, 'SELECT list, count(*) AS n FROM live_investors GROUP BY list').all()
  const of = new Map((counts as { list: string; n: number }[]).map((row) => [row.list, row.n]))
  const all = [...of.values()].reduce((sum, n) => sum + n, 0)
  return [{ list: null, n: all }, ...lists.map((list) => ({ list, n: of.get(list) ?? 0 }))]
}

import type { CompactRows, GridData, ViewInfo } from '../../../shared/grid-page.ts'
import { allUsers, type User } from '../../accounts/users.ts'
import { allTags } from '../../contacts/tags.ts'
import type { Db } from '../../db/db.ts'
import { allFunds } from '../../funds/funds.ts'
import { stageColor } from '../../http/helpers.ts'
import { allStages } from '../../pipeline/stages.ts'
import { allFields } from '../fields.ts'
import { presentField } from '../present.ts'
import { type FundTime, findRows, gridColumns } from '../rows.ts'
import { viewsFor } from './known-views.ts'

/** So many rows travel inside the page: more than a screen holds, so that the first paint asks for nothing. */
const firstRows = 100

/** Everything the script of the grid page starts from, for this person and the view of this id (else the first). */
export function gridData(db: Db, me: User, viewId: string | undefined, search: string, time: FundTime): GridData {
  const views = viewsFor(db, me.id)
  const view = views.find((known) => known.id === viewId || known.key === viewId) ?? views[0]
  if (!view) throw new Error('there is always a view')

  return {
    me: { id: me.id, name: me.fullName, role: me.role },
    zone: time.zone,
    now: time.now.toISOString(),
    fields: allFields(db).map(presentField),
    users: allUsers(db).map(({ id, fullName, active }) => ({ id, name: fullName, active })),
    stages: allStages(db).map((stage) => ({ key: stage.key, label: stage.label, color: stageColor(stage) })),
    tags: allTags(db).map(({ id, name, color }) => ({ id, name, color })),
    funds: allFunds(db).map(({ id, name, currency }) => ({ id, name, currency })),
    views,
    view: view.id,
    rows: firstRowsOf(db, view, search, time),
  }
}

/** The top of the view. A filter that no longer fits the columns is no reason for the page not to open. */
function firstRowsOf(db: Db, view: ViewInfo, search: string, time: FundTime): CompactRows {
  const { filter, sort, group } = view.drift ?? view.definition
  const columns = [...gridColumns(db).keys()]
  const empty = { columns, rows: [], total: 0, limit: firstRows, offset: 0, version: 0 }
  try {
    const order = [...group, ...sort, { key: 'name', descending: false }]
    const query = { ...(filter && { filter }), search, sort: order, limit: firstRows, offset: 0 }
    const { rows, total } = findRows(db, query, time)
    const compact = rows.map(
      ({ id, version, values }) => [id, version, null, ...columns.map((key) => values[key] ?? null)] as const,
    )
    return { ...empty, rows: compact.map((row) => [...row]), total }
  } catch {
    return empty
  }
}

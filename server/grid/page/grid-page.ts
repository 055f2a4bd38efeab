import type { CompactRows, GridData, ViewInfo } from '../../../shared/grid-page.ts'
import { plainView } from '../../../shared/views.ts'
import { allUsers, type User } from '../../accounts/users.ts'
import { allTags } from '../../contacts/tags.ts'
import type { Db } from '../../db/db.ts'
import { UserError } from '../../errors.ts'
import { allFunds } from '../../funds/funds.ts'
import { stageColor } from '../../http/helpers.ts'
import { allStages } from '../../pipeline/stages.ts'
import { allFields } from '../fields.ts'
import { packedRows } from '../packed-rows.ts'
import { presentField } from '../present.ts'
import type { FundTime } from '../rows.ts'
import { presentViews } from '../views/present.ts'

/** So many rows travel inside the page: more than a screen holds, so that the first paint asks for nothing. */
const firstRows = 100

/** What stands in for a view where all of them were archived; nobody's drift from it is kept. */
const nameless: ViewInfo = {
  id: '',
  key: null,
  name: 'All investors',
  owner_id: null,
  locked: true,
  definition: plainView,
  position: 0,
  drift: null,
  version: 0,
}

/** Everything the script of the grid page starts from, for this person and the view of this id or key (else the first). */
export function gridData(db: Db, me: User, wanted: string | undefined, search: string, time: FundTime): GridData {
  const saved = presentViews(db, me.id)
  const views = saved.length > 0 ? saved : [nameless]
  const view =
    views.find(({ id, key }) => wanted !== undefined && (id === wanted || key === wanted)) ?? views[0] ?? nameless
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
    rows: firstRowsOf(db, view, search, { ...time, me: me.id }),
  }
}

/** The top of the view. A view whose filter does not fit the columns any more still opens, and says so by itself. */
function firstRowsOf(db: Db, view: ViewInfo, search: string, time: FundTime): CompactRows {
  const { filter, sort, group, colors } = view.drift ?? view.definition
  const query = { ...(filter ? { filter } : {}), search, sort, group, colors, limit: firstRows, offset: 0 }
  try {
    return JSON.parse(packedRows(db, query, time).toString())
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { columns: [], rows: [], total: 0, limit: firstRows, offset: 0, version: 0 }
  }
}

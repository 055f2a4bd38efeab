/** The shared views every fund starts with. One that somebody archived does not come back by itself. */
import { isDeepStrictEqual } from 'node:util'
import { type ViewDefinition, viewDefinition } from '../../../shared/views.ts'
import type { Db } from '../../db/db.ts'
import { prepared } from '../../db/prepared.ts'
import { amend, archive, record, type Tx } from '../../db/write.ts'
import { columnsOf } from '../../funds/fund-columns.ts'
import { allFunds, type Fund } from '../../funds/funds.ts'
import { lastPosition, viewByKey } from './saved-views.ts'
import { lpStatus, reUp, standing } from './standing-views.ts'

/** Adds those that were never there: the standing ones, and each fund's. */
export function seedViews(tx: Tx): void {
  for (const { key, name, definition } of standing) seedOnce(tx, key, name, viewDefinition.parse(definition))
  for (const fund of allFunds(tx.db)) seedLpStatus(tx, fund)
  seedReUp(tx, [])
}

/** What a new fund brings: its LP status, and re-up candidates seen from it. */
export function seedFundViews(tx: Tx, fund: Fund): void {
  seedLpStatus(tx, fund)
  seedReUp(
    tx,
    allFunds(tx.db).filter(({ id }) => id !== fund.id),
  )
}

/** A view goes by the new name of its fund unless somebody named it otherwise. */
export function renameFundViews(tx: Tx, { id, name: before }: Fund, name: string): void {
  const view = viewByKey(tx.db, lpKey(id))
  if (view && view.name === lpName(before)) amend(tx, 'views', view.id, { name: lpName(name) })
}

export function archiveFundViews(tx: Tx, fundId: string): void {
  const view = viewByKey(tx.db, lpKey(fundId))
  if (view) archive(tx, 'views', view.id)
}

const lpKey = (fundId: string) => `lp_status_${fundId}`
const lpName = (fundName: string) => `LP status · ${fundName}`

function seedLpStatus(tx: Tx, { id, name }: Fund): void {
  const definition = lpStatus(columnsOf(tx.db, id))
  if (definition) seedOnce(tx, lpKey(id), lpName(name), definition)
}

/** Follows the newest fund for as long as nobody made the view their own. */
function seedReUp(tx: Tx, before: Fund[]): void {
  const definition = reUpOf(tx.db, allFunds(tx.db))
  if (!definition) return

  const view = viewByKey(tx.db, 'reup')
  if (!view) seedOnce(tx, 'reup', 'Re-up candidates', definition)
  else if (isDeepStrictEqual(view.definition, reUpOf(tx.db, before))) amend(tx, 'views', view.id, { definition })
}

const reUpOf = (db: Db, funds: Fund[]): ViewDefinition | null => reUp(funds.map(({ id }) => columnsOf(db, id)))

function seedOnce(tx: Tx, key: string, name: string, definition: ViewDefinition): void {
  if (viewByKey(tx.db, key) || prepared(tx.db, everThere).get(key)) return

  record(tx, 'views', { key, name, definition, ownerId: null, position: lastPosition(tx.db, null) + 1 })
}

const everThere = `SELECT 1 FROM changes WHERE entity = 'views' AND action = 'create' AND after ->> '$.key' = ? LIMIT 1`

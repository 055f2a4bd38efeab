/**
 * Works out formula cells anew, in the transaction that changed what they follow from: for each investor only the formulas
 * that follow from what was touched, and only cells that come out differently are written.
 */
import { evaluateFormula } from '../../../shared/formula/formula.ts'
import type { Db } from '../../db/db.ts'
import { dropFormula, keepFormulas } from '../../db/summaries.ts'
import type { Touched } from '../../db/touched.ts'
import { zoneOf } from '../../db/zone.ts'
import { statement } from '../sql/statements.ts'
import { type FormulaGraph, formulaGraph } from './graph.ts'
import { followingFrom, type Plan, planOf } from './plan.ts'

type Row = [rowid: number, formulas: string, ...inputs: unknown[]]
type Cells = Record<string, unknown>

/** `now` is what the formulas call now. */
export function refreshFormulas(db: Db, { cells, everywhere }: Touched, now: Date): void {
  if (cells.size === 0 && everywhere.size === 0) return

  const graph = formulaGraph(db)
  if (graph.size > 0) {
    for (const [keys, ids] of byPlan(graph, cells)) workOut(db, graph, keys, some(JSON.stringify(ids)), now)
  }
  for (const key of everywhere) if (!graph.has(key)) dropFormula(db, key)
  if (graph.size > 0 && everywhere.size > 0) refreshEverywhere(db, followingEverywhere(graph, everywhere), now)
}

/** Works these formulas out for every investor; how many investors it changed something for. */
export function refreshEverywhere(db: Db, keys: string[], now: Date): number {
  let [changed, last] = [0, 0]
  while (keys.length > 0) {
    const slice = refreshSlice(db, keys, last, now)
    changed += slice.changed
    if (slice.last === null) break
    last = slice.last
  }
  return changed
}

/** One slice of that, from after row `last` on; `last` is then the row to go on after, null when there is none. */
export const refreshSlice = (db: Db, keys: string[], last: number, now: Date) =>
  workOut(db, formulaGraph(db), keys, after(last), now)

/** A formula that failed as a whole may fail in another way, or not at all, whenever a column changes. */
function followingEverywhere(graph: FormulaGraph, everywhere: Set<string>): string[] {
  const failing = [...graph].filter(([, { failure }]) => failure !== null).map(([key]) => key)
  return followingFrom(graph, new Set([...everywhere, ...failing]))
}

/** Investors for whom the same formulas are to be worked out, together. */
function byPlan(graph: FormulaGraph, cells: Touched['cells']): Map<string[], string[]> {
  const plans = new Map<string, [keys: string[], ids: string[]]>()
  for (const [id, touched] of cells) {
    const name = [...touched].join(' ')
    const plan = plans.get(name) ?? [followingFrom(graph, touched), []]
    plan[1].push(id)
    plans.set(name, plan)
  }
  return new Map([...plans.values()].filter(([keys]) => keys.length > 0))
}

type Which = { from: string; param: string | number }

const some = (ids: string): Which => ({
  from: `live_investors i CROSS JOIN investor_summaries s ON s.investor_id = i.id
    WHERE i.id IN (SELECT value FROM json_each(?))`,
  param: ids,
})
const after = (rowid: number): Which => ({
  from: `investor_summaries s CROSS JOIN live_investors i ON i.id = s.investor_id
    WHERE s.rowid > ? ORDER BY s.rowid LIMIT ${atOnce}`,
  param: rowid,
})
/** Rows read before the first of them is written: SQLite does not let both happen at once. */
const atOnce = 2000

function workOut(
  db: Db,
  graph: FormulaGraph,
  keys: string[],
  { from, param }: Which,
  now: Date,
): { changed: number; last: number | null } {
  const plan = planOf(db, graph, keys)
  const rows = statement(db, `SELECT ${plan.select} FROM ${from}`).raw().all(param) as Row[]
  const context = { now, zone: zoneOf(db) }
  let changed = 0
  for (const row of rows) {
    const json = JSON.stringify(cellsOf(row, plan, graph, context))
    if (json === row[1]) continue
    keepFormulas(db, row[0], json)
    changed += 1
  }
  return { changed, last: rows.length < atOnce ? null : (rows.at(-1)?.[0] ?? null) }
}

/** All formula cells of a row, blanks left out: those of the plan worked out, the others as they are. */
function cellsOf(
  row: Row,
  { keys, formulas, inputs }: Plan,
  graph: FormulaGraph,
  context: { now: Date; zone: string },
): Cells {
  const cells = JSON.parse(row[1]) as Cells
  const cell = (key: string) => {
    const input = inputs.get(key)
    return input ? input.read(row[input.at] ?? null) : (cells[key] ?? null)
  }
  for (const key of keys) {
    const formula = formulas.get(key)
    cells[key] = formula ? evaluateFormula(formula, cell, context) : graph.get(key)?.failure
  }
  return inOrder(cells, graph)
}

function inOrder(cells: Cells, graph: FormulaGraph): Cells {
  const ordered: Cells = {}
  for (const key of graph.keys()) if (!isBlank(cells[key])) ordered[key] = cells[key]
  return ordered
}

const isBlank = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

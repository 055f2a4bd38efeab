/** The formula columns of the grid, compiled, in the order in which they are worked out, with what each depends on. */
import { compileFormula, type Formula, type FormulaField, orderFormulas } from '../../../shared/formula/formula.ts'
import type { Db } from '../../db/db.ts'
import { allStages } from '../../pipeline/stages.ts'
import { allFields, type Field } from '../fields.ts'
import { whileColumnsStand } from '../memo.ts'
import { archivedFields } from './archived-fields.ts'
import { formulaField, sourcesOf } from './inputs.ts'

export type CellError = { error: { code: string; message: string } }

/**
 * One formula column. `uses` are the columns it refers to, `sources` everything (see `db/touched.ts`) it follows from, also by
 * way of other formulas. One that cannot be worked out has a `failure`, which is then each of its cells.
 */
export type FormulaColumn = {
  field: Field
  formula: Formula | null
  failure: CellError | null
  uses: string[]
  sources: Set<string>
}

/** In the order of working out: what a formula refers to comes before it. */
export type FormulaGraph = Map<string, FormulaColumn>

export const formulaGraph = (db: Db): FormulaGraph => whileColumnsStand(db, 'formulas', () => makeGraph(db))

/** Compiles a formula over the live columns of investors. */
export const compiled = (db: Db, source: string) =>
  compileFormula(
    source,
    whileColumnsStand(db, 'formula fields', () => allFields(db).map((field) => withStages(db, formulaField(field)))),
  )

/** Formulas see a stage by its name, and the stages are the fund's. */
const withStages = (db: Db, field: FormulaField): FormulaField =>
  field.key === 'stage' ? { ...field, choices: allStages(db).map(({ label }) => label) } : field

function makeGraph(db: Db): FormulaGraph {
  const fields = allFields(db)
  const columns = new Map<string, FormulaColumn>()
  for (const field of fields.filter(({ type }) => type === 'formula')) columns.set(field.key, compiledColumn(db, field))

  const ordered: FormulaGraph = new Map()
  for (const key of workingOrder(columns)) ordered.set(key, columns.get(key) as FormulaColumn)
  const byKey = new Map(fields.map((field) => [field.key, field]))
  for (const column of ordered.values()) column.sources = sourcesThrough(column, byKey, ordered)
  return ordered
}

function compiledColumn(db: Db, field: Field): FormulaColumn {
  const column = { field, formula: null, failure: null, uses: [], sources: new Set<string>() }
  const result = compiled(db, field.formula ?? '')
  if ('formula' in result) return { ...column, formula: result.formula, uses: result.formula.uses }

  const { code, message } = result.problem
  return { ...column, failure: { error: { code, message } }, ...whenDeletedAreKnown(db, field.formula ?? '') }
}

/** A formula that would do but for columns that were deleted names the first of them, and still knows what it uses. */
function whenDeletedAreKnown(
  db: Db,
  source: string,
): Pick<FormulaColumn, 'uses'> | Pick<FormulaColumn, 'failure' | 'uses'> {
  const live = allFields(db).map(formulaField)
  const deleted = archivedFields(db)
    .map(formulaField)
    .filter((field) => !live.some((one) => isCalledAlike(one, field)))
  const result = compileFormula(source, [...live, ...deleted])
  if ('problem' in result) return { uses: [] }

  const gone = deleted.find(({ key }) => result.formula.uses.includes(key))
  const message = `“${gone?.label}” was deleted.`
  return { uses: result.formula.uses, failure: { error: { code: 'missing_field', message } } }
}

const isCalledAlike = (a: FormulaField, b: FormulaField) =>
  a.key === b.key || a.label.trim().toLowerCase() === b.label.trim().toLowerCase()

/** Undo can close a circle that no save would have: its formulas fail, all others are worked out. */
function workingOrder(columns: Map<string, FormulaColumn>): string[] {
  const left = new Map([...columns].flatMap(([key, { formula }]) => (formula ? [[key, formula] as const] : [])))
  const failing = [...columns.keys()].filter((key) => !left.has(key))
  for (;;) {
    const result = orderFormulas(left)
    if ('order' in result) return [...failing, ...result.order]

    for (const key of new Set(result.cycle)) {
      left.delete(key)
      failing.push(key)
      breakCircle(
        columns.get(key) as FormulaColumn,
        circleInWords(result.cycle, (one) => columns.get(one)?.field.label),
      )
    }
  }
}

function breakCircle(column: FormulaColumn, words: string): void {
  column.formula = null
  column.failure = { error: { code: 'cycle', message: `These columns refer to each other: ${words}.` } }
}

/** `A → B → A` */
export function circleInWords(cycle: string[], labelOf: (key: string) => string | undefined): string {
  const keys = cycle[0] === cycle.at(-1) && cycle.length > 1 ? cycle.slice(0, -1) : cycle
  return [...keys, keys[0] ?? ''].map((key) => labelOf(key) ?? key).join(' → ')
}

function sourcesThrough(column: FormulaColumn, fields: Map<string, Field>, graph: FormulaGraph): Set<string> {
  const sources = new Set([column.field.key])
  for (const key of column.uses) {
    const field = fields.get(key)
    for (const source of field ? sourcesOf(field) : [key]) sources.add(source)
    for (const source of graph.get(key)?.sources ?? []) sources.add(source)
  }
  return sources
}

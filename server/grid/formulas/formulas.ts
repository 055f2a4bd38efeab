/** Formula columns as the people see them who write, rename and delete columns. */
import type { FieldType } from '../../../shared/fields.ts'
import {
  compileFormula,
  type Formula,
  orderFormulas,
  renameInFormula,
  type Warning,
} from '../../../shared/formula/formula.ts'
import type { Db } from '../../db/db.ts'
import { amend, type Tx } from '../../db/write.ts'
import { UserError } from '../../errors.ts'
import { allFields, type Field } from '../fields.ts'
import { circleInWords, compiled, formulaGraph } from './graph.ts'
import { formulaField } from './inputs.ts'

/**
 * `result` is the type its cells filter, sort and format as; `uses` are the keys of the columns it refers to; `warnings` say
 * what it hardly means.
 */
export type CheckedFormula = Pick<Formula, 'source' | 'uses' | 'volatile' | 'warnings'> & { result: FieldType }

/** Why a formula is refused: a sentence, and the place in the source it is about (`end` exclusive). */
export type FormulaRefusal = { message: string; start: number; end: number; expected?: string }

/** Looks at a formula somebody is writing, for the column `ownKey` when that exists already. */
export function lookAtFormula(db: Db, source: string, ownKey?: string): CheckedFormula | FormulaRefusal {
  const result = compiled(db, source)
  if ('problem' in result) return result.problem

  const circle = circleThrough(db, result.formula, ownKey)
  return circle ? { message: circle, start: 0, end: source.length } : checked(result.formula)
}

/** The formula ready to be saved; 422 with the place of the mistake when it cannot be worked out. */
export function checkedFormula(db: Db, source: string, ownKey?: string): CheckedFormula {
  const looked = lookAtFormula(db, source, ownKey)
  if (!('message' in looked)) return looked

  const { message, start, end, expected } = looked
  const more = { fields: { formula: message }, place: { start, end }, ...(expected && { expected }) }
  throw new UserError('invalid', message, more)
}

const checked = ({ source, result, uses, volatile, warnings }: Formula): CheckedFormula => ({
  source,
  result,
  uses,
  volatile,
  warnings,
})

/** What the formula of this column hardly means; nothing for other columns. */
export function warningsOf(db: Db, { type, formula, key }: Field): Warning[] {
  const looked = type === 'formula' && formula ? lookAtFormula(db, formula, key) : { warnings: [] }
  return 'warnings' in looked ? looked.warnings : []
}

/** The sentence that names the circle this formula would close, or null. */
function circleThrough(db: Db, formula: Formula, ownKey: string | undefined): string | null {
  if (ownKey === undefined) return null
  if (formula.uses.includes(ownKey)) return 'A formula cannot refer to its own column.'

  const standing = [...formulaGraph(db)].flatMap(([key, { formula }]) => (formula ? [[key, formula] as const] : []))
  const result = orderFormulas(new Map([...standing, [ownKey, formula]]))
  if ('order' in result) return null

  const labels = new Map(allFields(db).map(({ key, label }) => [key, label]))
  return `These columns would refer to each other: ${circleInWords(result.cycle, (key) => labels.get(key))}.`
}

/** The formula columns that follow from this column, also by way of other formulas. */
export const formulasUsing = (db: Db, key: string): Field[] =>
  [...formulaGraph(db).values()]
    .map(({ field }) => field)
    .filter((field) => field.key !== key && follows(db, field, key))

const follows = (db: Db, field: Field, key: string) => formulaGraph(db).get(field.key)?.sources.has(key) ?? false

/** The formula columns that refer to this column and could not be worked out any more if it became `to`. */
export function formulasBrokenBy(db: Db, to: Field): Field[] {
  const fields = allFields(db).map((field) => formulaField(field.id === to.id ? to : field))
  const isBroken = ({ formula }: Field) => 'problem' in compileFormula(formula ?? '', fields)
  return [...formulaGraph(db).values()]
    .filter(({ formula, uses }) => formula !== null && uses.includes(to.key))
    .map(({ field }) => field)
    .filter((field) => field.id !== to.id && isBroken(field))
}

/**
 * Gives a column its new name in every formula that refers to it. Called before the column itself is renamed. One that
 * cannot be worked out just now may not tell what it refers to, and is to work again once the reason is gone.
 */
export function renameInFormulas(tx: Tx, field: Field, newLabel: string): void {
  for (const column of formulaGraph(tx.db).values()) {
    if (column.formula && !column.uses.includes(field.key)) continue
    const { id, formula } = column.field
    amend(tx, 'fields', id, { formula: renameInFormula(formula ?? '', field, newLabel) })
  }
}

/** Works out anew what type the formulas answer. Called after the type of a column was changed. */
export function retypeFormulas(tx: Tx): void {
  for (const key of formulaGraph(tx.db).keys()) {
    // Asked again for each: the one before may have been given another type.
    const column = formulaGraph(tx.db).get(key)
    const result = column?.formula?.result
    if (column && result && result !== column.field.options.result)
      amend(tx, 'fields', column.field.id, { options: { ...column.field.options, result } })
  }
}

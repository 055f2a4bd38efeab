import type { FieldType } from '../fields.ts'
import { type Compiling, compile } from './compile.ts'
import { limits } from './limits.ts'
import { parse } from './parse.ts'
import { CellError, type FormulaProblem, Refusal } from './problem.ts'
import type { FormulaField } from './reference.ts'
import { fieldTypeOf, type Type } from './types.ts'
import {
  Day,
  finite,
  Instant,
  isMoment,
  joined,
  momentText,
  msOf,
  type Run,
  type Thunk,
  toText,
  type Value,
} from './values.ts'
import type { Warning } from './warnings.ts'

export { functionList } from './functions/all.ts'
export { orderFormulas } from './order.ts'
export type { FormulaProblem } from './problem.ts'
export type { FormulaField } from './reference.ts'
export { renameInFormula } from './rename.ts'
export type { Warning } from './warnings.ts'

/** A formula ready to be worked out for any number of rows. */
export type Formula = {
  source: string
  /** How its column filters, sorts and formats: text, number, checkbox, date or datetime. */
  result: FieldType
  /** The keys of the columns it names, each once, in the order they appear. */
  uses: string[]
  /** How often its answer changes although no cell does. */
  volatile: 'never' | 'daily' | 'hourly'
  /** What it hardly means, though it can be worked out. */
  warnings: Warning[]
  type: Type
  run: Thunk
}

/** A value as cells hold it, or why there is none. Dates `YYYY-MM-DD`, instants UTC ISO 8601, blank null. */
export type FormulaCell = number | string | boolean | null | { error: { code: string; message: string } }

/** Checks a formula against the columns it may name, and makes it ready. Bounded for any text; never throws. */
export function compileFormula(
  source: string,
  fields: FormulaField[],
): { formula: Formula } | { problem: FormulaProblem } {
  const compiling: Compiling = { source, fields, uses: new Set(), volatile: 'never', warnings: [] }
  try {
    const { type, thunk } = compile(parse(source), compiling)
    const { uses, volatile, warnings } = compiling
    return { formula: { source, result: fieldTypeOf(type), uses: [...uses], volatile, warnings, type, run: thunk } }
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.problem }
    throw error
  }
}

/**
 * Works a formula out for one row. `cell` answers a column's JSON value as the grid shows it, people, tags and stages as
 * their names, currency in minor units; `zone` is the fund's.
 */
export function evaluateFormula(
  formula: Formula,
  cell: (key: string) => unknown,
  { now, zone }: { now: Date; zone: string },
): FormulaCell {
  const run: Run = { cell, now: now.getTime(), zone, work: limits.work }
  try {
    return written(run, formula.run(run), formula.result)
  } catch (error) {
    if (error instanceof CellError) return { error: { code: error.code, message: error.message } }
    // Whatever else went wrong is wrong in this cell: a row must never be refused because of a formula over it.
    return { error: { code: 'failed', message: `This could not be worked out: ${(error as Error).message}.` } }
  }
}

/** The value as a cell of the formula's result type. Empty text is blank. */
function written(run: Run, value: Value, result: FieldType): FormulaCell {
  if (value === null || value === '') return null
  if (result === 'number')
    return typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? finite(value) : null
  if (result === 'checkbox') return value === true
  if (result === 'datetime' && value instanceof Day) return momentText(new Instant(msOf(run, value)))
  if (isMoment(value)) return momentText(value)
  if (Array.isArray(value)) return joined(run, value, ', ') || null

  return typeof value === 'number' ? toText(run, finite(value)) : toText(run, value)
}

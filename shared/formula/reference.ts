import type { FieldType } from '../fields.ts'
import { fold } from '../fold.ts'
import { minorDigits } from '../money.ts'
import { parseDay } from './days.ts'
import { CellError, Refusal } from './problem.ts'
import { suggestion } from './suggest.ts'
import type { Tree } from './tree.ts'
import { typeOfField } from './types.ts'
import { Day, Instant, type Thunk, type Value } from './values.ts'

/**
 * A column that formulas may name. `type` is what its values are: a rollup's or formula's is that of its result. `choices`
 * are all the texts a column of one choice can hold.
 */
export type FormulaField = { key: string; label: string; type: FieldType; currency?: string; choices?: string[] }

/** By label as written, by key, then by label whatever its letter case. */
export function findField(name: string, fields: FormulaField[]): FormulaField | undefined {
  const wanted = fold(name)

  return (
    fields.find((field) => field.label.trim() === name) ??
    fields.find((field) => field.key === name) ??
    fields.find((field) => fold(field.label.trim()) === wanted)
  )
}

export function unknownField(tree: Tree & { kind: 'field' }, fields: FormulaField[]): Refusal {
  const names = fields.flatMap((field) => [field.label, field.key])
  const near = suggestion(tree.name, names)
  const advice = near ? ` Did you mean {${near}}?` : tree.braced ? '' : ' Write text in quotes: "text".'

  return new Refusal('unknown_field', `There is no column called “${tree.name}”.${advice}`, tree, near && `{${near}}`)
}

/** Reads a column's cell as the value formulas work with. */
export function readField({ key, type, currency }: FormulaField): Thunk {
  const read = reader(type, currency)

  return (run) => {
    const cell = run.cell(key)
    if (cell === null || cell === undefined) return null
    if (typeof cell === 'object' && 'error' in cell) throw failed(cell.error)
    return read(cell)
  }
}

/** A formula that names a failed one fails for the same reason. */
function failed(error: unknown): CellError {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return new CellError(String(code ?? 'error'), String(message ?? 'A formula this one needs has failed.'))
}

function reader(type: FieldType, currency: string | undefined): (cell: unknown) => Value {
  if (type === 'currency' || type === 'commitment') return moneyReader(currency)

  switch (typeOfField(type)) {
    case 'number':
      return (cell) => (typeof cell === 'number' ? cell : null)
    case 'boolean':
      return (cell) => cell === true
    case 'date':
      return (cell) => dayCell(cell)
    case 'datetime':
      return (cell) => instantCell(cell)
    case 'list':
      return (cell) => (Array.isArray(cell) ? cell.map(itemText) : [itemText(cell)])
    default:
      return (cell) => plainValue(cell)
  }
}

/** Cells hold minor units; formulas speak of dollars, not cents. */
function moneyReader(currency: string | undefined): (cell: unknown) => Value {
  const unit = 10 ** (currency ? minorDigits(currency) : 2)
  return (cell) => (typeof cell === 'number' ? cell / unit : null)
}

function dayCell(cell: unknown): Value {
  const days = typeof cell === 'string' ? parseDay(cell) : null
  return days === null ? null : new Day(days)
}

function instantCell(cell: unknown): Value {
  const ms = typeof cell === 'string' ? Date.parse(cell) : Number.NaN
  return Number.isNaN(ms) ? null : new Instant(ms)
}

/** The name of an attachment or person, or the text itself. */
function itemText(item: unknown): string {
  return typeof item === 'object' && item !== null && 'name' in item ? String(item.name) : String(item)
}

function plainValue(cell: unknown): Value {
  if (Array.isArray(cell)) return cell.map(itemText)
  return typeof cell === 'object' ? itemText(cell) : (cell as string | number | boolean)
}

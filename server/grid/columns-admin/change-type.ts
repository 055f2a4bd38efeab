/** Giving a column another type: what converts is converted, what does not is left blank once somebody agreed. */
import type { Db } from '../../db/db.ts'
import type { Patch, Row } from '../../db/entities.ts'
import { amend, type Tx } from '../../db/write.ts'
import { invalid, UserError } from '../../errors.ts'
import type { Field } from '../fields.ts'
import { type Cell, cellsOf } from './cells-of.ts'
import { conversion, currencyOf } from './convert.ts'
import { isSelect, refusalOf } from './forms.ts'

export type Example = { row_id: string; name: string; before: unknown; after: unknown; message?: string }
export type Outlook = { converts: number; fails: number; examples: Example[]; options: Field['options'] }

type Converted = Cell & { after: unknown; problem: string | null }

/** How many examples of either kind a preview shows. */
const mostExamples = 5

/** The column as it would be with another type, before its cells have brought options of their own. */
export function retyped(field: Field, type: Field['type'], options: Field['options'] = {}): Field {
  const refusal = field.builtin
    ? `“${field.label}” is part of every grid: its type stays.`
    : refusalOf(type, field.entity)
  if (refusal) throw invalid({ type: refusal })
  if (field.type === 'commitment') throw invalid({ type: `“${field.label}” belongs to its fund: its type stays.` })

  return { ...field, type, options: { ...keptOptions(field, type), ...options } }
}

/** A number keeps its decimals and an amount its currency; a select keeps its options when it becomes another select. */
function keptOptions({ type: from, options }: Field, to: Field['type']): Field['options'] {
  const { choices, currency, precision, fund_id } = options
  const numeric = ['number', 'currency', 'percent'].includes(to)
  return {
    ...(fund_id && { fund_id }),
    ...(choices && isSelect(from) && isSelect(to) && { choices }),
    ...(currency && to === 'currency' && { currency }),
    ...(precision !== undefined && numeric && { precision }),
  }
}

/** Whether cells change their meaning from one to the other: another type, or an amount in another currency. */
export const needsConversion = (from: Field, to: Field): boolean =>
  from.type !== to.type || (to.type === 'currency' && currencyOf(from) !== currencyOf(to))

/** What changing the type would do to the cells: nothing is written. */
export function outlookOf(db: Db, from: Field, to: Field): Outlook {
  const { cells, target } = converted(db, from, to)
  const fails = cells.filter((cell) => cell.problem !== null)
  const converts = cells.filter((cell) => cell.problem === null)
  const examples = [...fails.slice(0, mostExamples), ...different(converts).slice(0, mostExamples)].map(asExample)
  return { converts: converts.length, fails: fails.length, examples, options: target.options }
}

/** Those that look otherwise afterwards say more than those that stay. */
const different = (cells: Converted[]): Converted[] =>
  cells.toSorted((a, b) => Number(a.value === a.after) - Number(b.value === b.after))

const asExample = ({ id, name, value, after, problem }: Converted): Example => ({
  row_id: id,
  name,
  before: value,
  after,
  ...(problem !== null && { message: problem }),
})

function converted(db: Db, from: Field, to: Field): { cells: Converted[]; target: Field } {
  const cells = [...cellsOf(db, from)]
  if (to.type === 'formula') return { cells: cells.map(workedOutInstead), target: to }

  const values = cells.map((cell) => cell.value)
  const { convert, target } = conversion(db, from, to, values)
  const read = cells.map((cell): Converted => {
    const result = convert(cell.value)
    return 'problem' in result
      ? { ...cell, after: null, problem: result.problem }
      : { ...cell, after: result.value, problem: null }
  })
  return { cells: read, target: target() }
}

const workedOutInstead = (cell: Cell): Converted => ({
  ...cell,
  after: null,
  problem: 'A formula works out its own cells: what was typed here goes.',
})

/** Converts the cells and answers what the column becomes; the caller writes that. */
export function convertCells(tx: Tx, from: Field, to: Field): { target: Field; blanked: number } {
  const { cells, target } = converted(tx.db, from, to)
  for (const { id, value, after } of cells) {
    if (from.type === 'formula' || value !== after) writeCell(tx, from, id, after)
  }
  return { target, blanked: cells.filter((cell) => cell.after === null).length }
}

/** Puts a value that was checked into a custom cell. */
export function writeCell(tx: Tx, { entity, key }: Field, id: string, value: unknown): Row<typeof entity> {
  return amend(tx, entity, id, { cells: { [key]: value } } as Patch<typeof entity>)
}

/** The sentence of a 409 that asks whether to go ahead. */
export function asksFirst(field: Field, outlook: Outlook, broken: string[]): UserError {
  const cells = outlook.fails > 0 ? [`${outlook.fails.toLocaleString('en')} cells would be left blank`] : []
  const uses = broken.length > 0 ? [`${broken.join(', ')} would have to be changed`] : []
  const detail = `Changing the type of “${field.label}” loses something: ${[...cells, ...uses].join(', and ')}. Send it again with confirm: true to go ahead.`
  return new UserError('conflict', detail)
}

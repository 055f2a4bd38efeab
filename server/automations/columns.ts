import { builtinField } from '../grid/builtin-fields.ts'
import type { Column } from '../grid/columns.ts'

/** Whether the log tells what the column was and is: the investor's own columns and cells, and nothing worked out. */
export function isStored({ field, at }: Column): boolean {
  const source = builtinField(field.key)?.source
  return source ? 'column' in source : at === 'cells'
}

/** A column by its label or key, however its letters are cased. */
export function columnCalled(columns: Map<string, Column>, name: string): Column | undefined {
  const wanted = name.trim().toLowerCase()
  return columns.get(wanted) ?? [...columns.values()].find(({ field }) => field.label.trim().toLowerCase() === wanted)
}

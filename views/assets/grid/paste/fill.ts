import type { GridPage, Values } from '../page.ts'
import { isEditable } from '../table/editable.ts'
import type { Copy } from './place.ts'

/** Writes copies of values; cells that are worked out, or may not become blank, stay as they are. */
export function fill(page: GridPage, copies: Copy[]): void {
  const edits = new Map<string, Values>()
  for (const { from, to } of copies) {
    const value = page.rowValues(from.row)?.[from.field] ?? null
    if (!fits(page, from.field, to.field, value) || isSame(value, page.rowValues(to.row)?.[to.field])) continue
    const values = edits.get(to.row) ?? {}
    values[to.field] = value
    edits.set(to.row, values)
  }
  void page.write([...edits].map(([id, values]) => ({ id, values })))
}

/** A value goes into its own column or into one that is just like it. */
function fits(page: GridPage, from: string, to: string, value: unknown): boolean {
  const [source, target] = [page.field(from), page.field(to)]
  if (!source || !target || !isEditable(target) || (target.required && value === null)) return false
  if (source.key === target.key) return true

  const options = (field: typeof source) =>
    JSON.stringify([field.options.choices?.map(({ name }) => name), field.options.currency])
  return source.result_type === target.result_type && options(source) === options(target)
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

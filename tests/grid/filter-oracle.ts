/** The filter tree once more, in plain JavaScript over answered rows: what the SQL has to agree with. */
import type { Condition, FilterTree } from '../../shared/filter.ts'

export type Cells = Record<string, unknown>
export type Kinds = Record<string, string>
type Today = { today: string; me: string; dayOfInstant: (instant: string) => string }

export function holds(tree: FilterTree, cells: Cells, kinds: Kinds, day: Today): boolean {
  if (!('conditions' in tree)) return condition(tree, cells[tree.field] ?? null, String(kinds[tree.field]), day)
  if (tree.conditions.length === 0) return true
  const each = (child: FilterTree) => holds(child, cells, kinds, day)
  return tree.op === 'and' ? tree.conditions.every(each) : tree.conditions.some(each)
}

const negative = ['is_not', 'not_contains', '!=', 'none_of', 'has_none', 'not_in_last_days']
const lower = (value: unknown) => String(value).normalize('NFC').toLowerCase()

function condition({ op, value }: Condition, cell: unknown, kind: string, day: Today): boolean {
  if (op === 'empty') return cell === null
  if (op === 'not_empty') return cell !== null
  if (cell === null) return negative.includes(op)
  if (kind === 'text') return text(op, lower(cell), lower(value))
  if (kind === 'number') return number(op, Number(cell), value)
  if (kind === 'date') return date(op, String(cell), value, day.today)
  if (kind === 'datetime') return date(op, day.dayOfInstant(String(cell)), value, day.today)
  if (kind === 'checkbox') return cell === value
  if (kind === 'user') {
    return select(
      op,
      String(cell),
      [value].flat().map((id) => (id === '$me' ? day.me : String(id))),
    )
  }
  if (kind === 'select') return select(op, lower(cell), [value].flat().map(lower))
  return multi(op, (cell as unknown[]).map(lower), (value as unknown[]).map(lower))
}

function text(op: string, cell: string, value: string): boolean {
  if (op === 'is') return cell === value
  if (op === 'is_not') return cell !== value
  if (op === 'contains') return cell.includes(value)
  if (op === 'not_contains') return !cell.includes(value)
  return op === 'starts_with' ? cell.startsWith(value) : cell.endsWith(value)
}

function number(op: string, cell: number, value: unknown): boolean {
  const [a, b] = [value].flat().map(Number) as [number, number]
  if (op === '=') return cell === a
  if (op === '!=') return cell !== a
  if (op === '<') return cell < a
  if (op === '<=') return cell <= a
  if (op === '>') return cell > a
  return op === '>=' ? cell >= a : cell >= a && cell <= b
}

function date(op: string, cell: string, value: unknown, today: string): boolean {
  const shifted = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
  const [a, b] = [value].flat().map((given) => {
    const [, days] = String(given).match(/^\$today(.*)$/) ?? []
    return days === undefined ? String(given) : shifted(Number(days || 0))
  }) as [string, string]
  if (op === 'is') return cell === a
  if (op === 'before') return cell < a
  if (op === 'after') return cell > a
  if (op === 'on_or_before') return cell <= a
  if (op === 'on_or_after') return cell >= a
  if (op === 'between') return cell >= a && cell <= b
  const isLately = cell >= shifted(-Number(value)) && cell <= today
  if (op === 'in_last_days') return isLately
  if (op === 'not_in_last_days') return !isLately
  return cell >= today && cell <= shifted(Number(value))
}

function select(op: string, cell: string, values: string[]): boolean {
  return op === 'is' || op === 'any_of' ? values.includes(cell) : !values.includes(cell)
}

function multi(op: string, cell: string[], values: string[]): boolean {
  const all = values.every((value) => cell.includes(value))
  if (op === 'has_any') return values.some((value) => cell.includes(value))
  if (op === 'has_none') return !values.some((value) => cell.includes(value))
  return op === 'has_all' ? all : all && new Set(cell).size === new Set(values).size
}

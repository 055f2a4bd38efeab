/** The one place where a filter tree becomes SQL. Values are always parameters; blanks hold only for negative operators. */
import { type Condition, type FilterTree, isGroup, me, type Operator } from '../../../shared/filter.ts'
import { foldCase } from '../../../shared/fold.ts'
import type { Db } from '../../db/db.ts'
import { type Column, folded } from '../columns.ts'
import { compileDate, compileDatetime } from './filter-dates.ts'
import { compileMulti, spellings } from './filter-lists.ts'

/** The instant and zone in which "today" and calendar days are meant; `me` is the user id that `$me` stands for. */
export type FundTime = { now: Date; zone: string; me?: string | null }

export type Where = { sql: string; params: unknown[]; summary: boolean }

export type Compiler = { db: Db; time: FundTime; columns: Map<string, Column> }

/** A condition over `i` (live investors) and, when `summary` is set, `s` (their summaries). The tree is a checked one. */
export function compileFilter(tree: FilterTree, compiler: Compiler): Where {
  const where: Where = { sql: '', params: [], summary: false }
  where.sql = compileNode(tree, compiler, where)
  return where
}

function compileNode(node: FilterTree, compiler: Compiler, where: Where): string {
  if (!isGroup(node)) return compileCondition(node, compiler, where)
  if (node.conditions.length === 0) return '1'

  const parts = node.conditions.map((child) => compileNode(child, compiler, where))
  return joined(parts, node.op === 'and' ? ' AND ' : ' OR ')
}

/** SQLite counts `a AND b AND c` as nested, and nests a thousand deep at most: long chains are put in pairs of halves. */
function joined(parts: string[], word: string): string {
  if (parts.length <= 8) return `(${parts.join(word)})`

  const half = Math.ceil(parts.length / 2)
  return `(${joined(parts.slice(0, half), word)}${word}${joined(parts.slice(half), word)})`
}

function compileCondition(condition: Condition, compiler: Compiler, where: Where): string {
  const column = compiler.columns.get(condition.field)
  if (!column) throw new Error(`a filter on ${condition.field} was not checked`)
  if (column.summary) where.summary = true

  const { op, value } = condition
  const bind = (given: unknown) => {
    where.params.push(given)
    return '?'
  }
  if (op === 'empty' || op === 'not_empty') return isBlank(column, op === 'empty')
  return byKind[column.kind](column, op, value, bind, compiler)
}

/** Binds a value and answers its placeholder. */
export type Bind = (value: unknown) => string
type Compile = (column: Column, op: Operator, value: unknown, bind: Bind, compiler: Compiler) => string

const byKind: Record<Column['kind'], Compile> = {
  text: compileText,
  number: compileNumber,
  date: compileDate,
  datetime: compileDatetime,
  select: compileSelect,
  multi: compileMulti,
  checkbox: (column, _op, value, bind) => `${column.sql} = ${bind(value ? 1 : 0)}`,
  none: () => '0',
}

/** SQL for whether the cell is blank, or (`is` false) is not. */
export function isBlank({ at, sql, key }: Column, is: boolean): string {
  if (at === 'tags') return `s.tag_ids ${is ? '=' : '<>'} '[]'`
  if (at === 'contacts') return `s.contact_count ${is ? '=' : '>'} 0`

  return at === 'cells' ? `(i.cells -> '$."${key}"') IS ${is ? '' : 'NOT '}NULL` : `${sql} IS ${is ? '' : 'NOT '}NULL`
}

function compileText(column: Column, op: Operator, value: unknown, bind: Bind): string {
  const text = column.at === 'cells' ? `fold_case(${column.sql})` : folded(column.sql, 'fold_case')
  const wanted = foldCase(String(value))
  const unless = `${column.sql} IS NULL OR`
  if (op === 'is') return `${text} = ${bind(wanted)}`
  if (op === 'is_not') return `(${unless} ${text} <> ${bind(wanted)})`
  if (op === 'contains') return `instr(${text}, ${bind(wanted)}) > 0`
  if (op === 'not_contains') return `(${unless} instr(${text}, ${bind(wanted)}) = 0)`

  const length = [...wanted].length
  if (length === 0) return `${column.sql} IS NOT NULL`
  return op === 'starts_with'
    ? `substr(${text}, 1, ${bind(length)}) = ${bind(wanted)}`
    : `substr(${text}, ${bind(-length)}) = ${bind(wanted)}`
}

function compileNumber({ sql }: Column, op: Operator, value: unknown, bind: Bind): string {
  if (op === 'between') return between(sql, value, bind)
  if (op === '!=') return `(${sql} IS NULL OR ${sql} <> ${bind(value)})`

  return `${sql} ${op} ${bind(value)}`
}

export function between(sql: string, value: unknown, bind: Bind): string {
  const [from, to] = value as [unknown, unknown]
  return `${sql} BETWEEN ${bind(from)} AND ${bind(to)}`
}

function compileSelect(column: Column, op: Operator, value: unknown, bind: Bind, { time }: Compiler): string {
  const { sql } = column
  const given = [value].flat().map(String)
  const wanted = userTypes.has(column.type) ? given.map((id) => whoIs(id, time)) : spellings(column, given)
  const isOne =
    wanted.length === 1 ? `= ${bind(wanted[0])}` : `IN (SELECT value FROM json_each(${bind(JSON.stringify(wanted))}))`
  if (op === 'is' || op === 'any_of') return `${sql} ${isOne}`

  return `(${sql} IS NULL OR NOT ${sql} ${isOne})`
}

const userTypes = new Set<Column['type']>(['user', 'created_by', 'updated_by'])

/** Nobody has the blank id: when nobody asks, `$me` is nobody. */
const whoIs = (id: string, time: FundTime) => (id === me ? (time.me ?? '') : id)

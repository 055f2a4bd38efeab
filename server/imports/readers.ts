import type { DateOrder } from '../../shared/dates.ts'
import type { FieldType } from '../../shared/fields.ts'
import type { Field } from '../grid/fields.ts'
import { optionMeant } from '../grid/options.ts'
import { cellReader, type ReadCell } from './cells.ts'
import type { Column } from './infer.ts'
import { listNamed, userNamed } from './names.ts'
import { readAddresses, readNames } from './people.ts'
import type { Ground, Target } from './targets.ts'

/** The type a column's cells are read as: its target's, not what they look like. */
export function typeOf(target: Target, column: Column): FieldType {
  if (target.kind === 'field') return target.field.type
  if (target.kind === 'new') return target.type
  if (target.kind === 'commitment') return 'commitment'
  if (target.kind === 'status') return 'date'

  return column.type === 'long_text' ? 'long_text' : 'text'
}

interface ReaderOptions {
  currency: string
  zone: string
  order?: DateOrder
}

/** The way to read the cells of a column; names, addresses, lists and colleagues have their own. */
export function readerOf(
  ground: Ground,
  target: Target,
  type: FieldType,
  column: Column,
  options: ReaderOptions,
): ReadCell {
  if (target.kind === 'contact' && target.part === 'email') return readAddresses
  if (target.kind === 'fact' && target.fact === 'email') return readAddresses
  if (target.kind === 'contact' && target.part === 'name') return readNames(column.listable)
  if (target.kind === 'fact' && target.fact === 'investor') return readNames(column.listable)
  if (target.kind === 'field' && target.field.builtin && target.field.key === 'list') return readListName
  if (type === 'user') return readUser(ground)

  const read = cellReader(type, { ...options, ...(column.mark ? { mark: column.mark } : {}) })
  return target.kind === 'field' && isSelect(target.field) ? asSpelled(target.field, read) : read
}

const isSelect = ({ key, builtin, type }: Field) =>
  !(builtin && key === 'tags') && (type === 'single_select' || type === 'multi_select')

/** An option the column has is meant however its letters are cased; other texts become options of their own. */
function asSpelled(field: Field, read: ReadCell): ReadCell {
  const known = new Map<string, string>()
  const spelled = (item: string) => {
    const option = known.get(item) ?? optionMeant(field, item) ?? item
    known.set(item, option)
    return option
  }
  return (text) => {
    const parsed = read(text)
    if ('problem' in parsed || parsed.value === null) return parsed
    if (!Array.isArray(parsed.value)) return { value: spelled(String(parsed.value)) }
    return { value: [...new Set((parsed.value as string[]).map(spelled))] }
  }
}

const readListName: ReadCell = (text) => {
  if (text.trim() === '') return { value: null }
  const list = listNamed(text)
  return list
    ? { value: list }
    : { problem: `“${text}” is not a list. The lists are main, follow_up, longshot and graveyard.` }
}

function readUser(ground: Ground): ReadCell {
  return (text) => {
    if (text.trim() === '') return { value: null }
    const id = userNamed(text, ground)
    return id ? { value: id } : { problem: `There is no colleague called “${text}”.` }
  }
}

/** How the texts of a clipboard are read for a column: as an import reads a file, one reason for each cell that does not fit. */
import { parseAmount } from '../../../shared/amounts.ts'
import { type DateOrder, needsOrder, provenOrder, readDate } from '../../../shared/dates.ts'
import type { Parsed } from '../../../shared/parsed.ts'
import type { Db } from '../../db/db.ts'
import { cellReader } from '../../imports/cells.ts'
import { parseList } from '../../imports/lists.ts'
import { listNamed, userNamed } from '../../imports/names.ts'
import { groundOf } from '../../imports/targets.ts'
import { type Field, resultType } from '../fields.ts'
import { noOption, optionMeant } from '../options.ts'
import { checkValue } from '../values.ts'
import { peopleReader } from './people.ts'

export type ReadText = (text: string) => Parsed<unknown>

/** Reads one text of this column into the form it is stored in. `texts` are all that are pasted into it. */
export function pasteReader(db: Db, field: Field, texts: string[], zone: string): ReadText {
  const read = readerOf(db, field, texts, zone)
  const known = new Map<string, Parsed<unknown>>()

  return (text) => {
    const before = known.get(text)
    if (before) return before
    const parsed = read(text)
    const checked = 'problem' in parsed ? parsed : checkValue(db, field, parsed.value)
    known.set(text, checked)
    return checked
  }
}

function readerOf(db: Db, field: Field, texts: string[], zone: string): ReadText {
  const type = resultType(field)
  if (field.key === 'list') return unlessBlank(readList(field))
  if (field.key === 'tags') return (text) => ({ value: parseList(text) })
  if (type === 'single_select') return unlessBlank((text) => readOption(field, text.trim()))
  if (type === 'multi_select') return (text) => readOptions(field, parseList(text))
  if (type === 'user') return unlessBlank(readColleague(db))
  if (type === 'contacts') return unlessBlank(peopleReader(db))
  if (type === 'currency') return unlessBlank((text) => parseAmount(text, field.options.currency ?? 'USD'))

  const order = type === 'date' || type === 'datetime' ? orderOf(texts) : undefined
  return dated(cellReader(type, { zone, ...(order && { order }) }), order)
}

const unlessBlank =
  (read: ReadText): ReadText =>
  (text) =>
    text.trim() === '' ? { value: null } : read(text)

/** The import asks for the order of a column; here nobody can be asked, so the person is told how to write it. */
const dated =
  (read: ReadText, order: DateOrder | undefined): ReadText =>
  (text) => {
    const parsed = read(text)
    const date = 'problem' in parsed && !order ? readDate(text) : null
    return date && needsOrder(date)
      ? { problem: `“${text}” can be read day first or month first. Write it like 2026-03-31.` }
      : parsed
  }

/** The order that other dates of the same column prove; undefined when none does, or some prove either. */
function orderOf(texts: string[]): DateOrder | undefined {
  const proven = texts.map((text) => readDate(text)).flatMap((date) => (date && provenOrder(date)) ?? [])
  const [first] = proven
  return proven.every((order) => order === first) ? first : undefined
}

const readList =
  (field: Field): ReadText =>
  (text) => {
    const list = listNamed(text)
    return list ? { value: list } : noOption(field, text.trim())
  }

function readOption(field: Field, text: string): Parsed<string> {
  const option = optionMeant(field, text)
  return option === undefined ? noOption(field, text) : { value: option }
}

function readOptions(field: Field, items: string[]): Parsed<string[]> {
  const options = items.map((item) => optionMeant(field, item))
  const unknown = items.find((_, at) => options[at] === undefined)
  return unknown === undefined ? { value: [...new Set(options as string[])] } : noOption(field, unknown)
}

/** By name, address, or the id this grid copies. */
function readColleague(db: Db): ReadText {
  const ground = groundOf(db, 'investors')
  return (text) => {
    const name = /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text
    const id = ground.users.find((user) => user.id === text)?.id ?? userNamed(name, ground)
    return id ? { value: id } : { problem: `There is no colleague called “${text.trim()}”.` }
  }
}

import { aggregates } from './aggregates.ts'
import { dateParts } from './date-parts.ts'
import { dateTexts } from './date-texts.ts'
import { dates } from './dates.ts'
import { type FormulaFunction, signature } from './define.ts'
import { lists } from './lists.ts'
import { logic } from './logic.ts'
import { numbers } from './numbers.ts'
import { rounding } from './rounding.ts'
import { texts } from './texts.ts'

const groups = {
  Logic: logic,
  Numbers: { ...rounding, ...numbers, ...aggregates },
  Text: texts,
  Dates: { ...dates, ...dateParts, ...dateTexts },
  Lists: lists,
}

const table = new Map<string, FormulaFunction>(Object.values(groups).flatMap((group) => Object.entries(group)))

export const functionNamed = (name: string): FormulaFunction | undefined => table.get(name)

export const functionNames: readonly string[] = [...table.keys()]

/** Every function with how it is called and what it does, in groups: for the editor and the manual. */
export const functionList: { name: string; group: string; signature: string; summary: string }[] = Object.entries(
  groups,
).flatMap(([group, functions]) =>
  Object.entries(functions).map(([name, one]) => ({
    name,
    group,
    signature: signature(name, one),
    summary: one.summary,
  })),
)

/** What Airtable has and this language leaves out, with what to do instead. */
const patterns = 'Patterns are not offered, because some of them never come to an end. Use FIND, SUBSTITUTE, LEFT, MID.'
export const notOffered: Record<string, string> = {
  REGEX_MATCH: patterns,
  REGEX_EXTRACT: patterns,
  REGEX_REPLACE: patterns,
  CREATED_TIME: 'Name the column instead, for example {Created at}.',
  LAST_MODIFIED_TIME: 'Name the column instead, for example {Last modified at}.',
  RECORD_ID: 'A row’s own id is no column; it is in the address of its page and in exports.',
  FROMNOW: 'Write DATETIME_DIFF(NOW(), {Date}, "days").',
  TONOW: 'Write DATETIME_DIFF(NOW(), {Date}, "days").',
  SET_TIMEZONE: 'Dates are shown in the fund’s time zone; no other can be chosen.',
  SET_LOCALE: 'Month and day names are English; write the format out with DATETIME_FORMAT.',
}

import { dayFirst, writtenAs } from './date-parse.ts'
import type { FormulaFunction, Kind, Parameter } from './functions/define.ts'
import { Refusal } from './problem.ts'
import type { Tree } from './tree.ts'
import { isDateType, said, type Type } from './types.ts'

type Call = Tree & { kind: 'call' }

export function checkCount(call: Call, { takes, counts }: FormulaFunction): void {
  const least = takes.filter((one) => !one.optional).length
  const most = takes.at(-1)?.rest ? Number.POSITIVE_INFINITY : takes.length
  const count = call.args.length
  const wrong = count < least || count > most ? expectedCount(least, most) : counts?.(count)

  if (wrong) throw new Refusal('wrong_count', `${call.name} takes ${wrong}; ${count} given.`, call, wrong)
}

function expectedCount(least: number, most: number): string {
  if (most === 0) return 'no arguments'
  if (most === Number.POSITIVE_INFINITY) return `${least} or more arguments`
  if (least === most) return `${least} ${least === 1 ? 'argument' : 'arguments'}`
  return `${least} to ${most} arguments`
}

/** Refuses an argument that can never be what the function needs. */
export function checkArgument(call: Call, at: number, type: Type, parameter: Parameter, source: string): void {
  const arg = call.args[at]
  if (!arg) return
  const place = `${call.name}: its ${ordinal(at + 1)} argument`
  if (!fits(type, parameter)) {
    const wanted = wantedWords[parameter.kind] ?? 'something else'
    throw new Refusal(
      'wrong_type',
      `${place} should be ${wanted}; ${shown(arg, source)} is ${said(type)}.`,
      arg,
      wanted,
    )
  }

  const wrong = arg.kind === 'text' ? wrongText(arg.value, parameter) : null
  if (wrong) throw new Refusal('wrong_value', `${place}: ${wrong}`, arg)
}

function fits(type: Type, { kind }: Parameter): boolean {
  if (type === 'any' || type === 'blank') return true
  const isNumber = type === 'number' || type === 'boolean'
  if (kind === 'number') return isNumber
  if (kind === 'numbers') return isNumber || type === 'list'
  if (kind === 'ordered') return isNumber || type === 'list' || isDateType(type)
  return kind !== 'date' || isDateType(type) || type === 'text'
}

const wantedWords: Partial<Record<Kind, string>> = {
  number: 'a number',
  numbers: 'a number',
  ordered: 'a number or a date',
  date: 'a date',
}

function wrongText(text: string, { kind, words }: Parameter): string | null {
  if (kind === 'date' && text.trim() !== '' && !writtenAs(text)) {
    return (
      dayFirst(text) ??
      `“${text.slice(0, 40)}” is not a date. Write it like "2031-03-04", or read it with DATETIME_PARSE.`
    )
  }
  return words?.(text) ?? null
}

/** What the person wrote, short enough for a sentence. */
export function shown(tree: Tree, source: string): string {
  const written = source.slice(tree.start, tree.end)
  return written.length > 40 ? `${written.slice(0, 40)}…` : written
}

export function ordinal(number: number): string {
  const last = number % 10
  if (Math.floor((number % 100) / 10) === 1 || last === 0 || last > 3) return `${number}th`
  return `${number}${['th', 'st', 'nd', 'rd'][last]}`
}

import { ScriptProblem } from '../script-problem.ts'

/** Refusals in the words Apps Script uses for a call that fits no signature. */
export function mismatch(method: string, value: unknown): ScriptProblem {
  return new ScriptProblem(
    `The parameters (${typeName(value)}) don't match the method signature for CardService.${method}.`,
  )
}

export function text(method: string, value: unknown): string {
  if (typeof value !== 'string') throw mismatch(method, value)
  return value
}

export function filledText(method: string, value: unknown): string {
  if (text(method, value) === '')
    throw new ScriptProblem(`Invalid argument: CardService.${method} needs a text that is not empty.`)
  return value as string
}

export function flag(method: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw mismatch(method, value)
  return value
}

export function wholeNumber(method: string, value: unknown, min = 0, max = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw mismatch(method, value)
  if (value < min || value > max)
    throw new ScriptProblem(`Invalid argument: CardService.${method} takes ${min} to ${max}, not ${value}.`)
  return value
}

/** A member of one of CardService's enums. */
export function member(method: string, names: Record<string, string>, value: unknown): string {
  if (typeof value !== 'string' || !Object.values(names).includes(value)) throw mismatch(method, value)
  return value
}

/** An object CardService itself made, of the right kind. */
export function made<Kind>(
  method: string,
  kinds: (abstract new (...args: never[]) => Kind) | (abstract new (...args: never[]) => Kind)[],
  value: unknown,
): Kind {
  const kind = [kinds].flat().find((candidate) => value instanceof candidate)
  if (!kind) throw mismatch(method, value)
  return value as Kind
}

/** Google fetches images itself: public HTTPS, and it does not draw SVG. */
export function imageUrl(method: string, value: unknown): string {
  const url = text(method, value)
  if (!/^https:\/\//.test(url))
    throw new ScriptProblem(`Invalid image URL for CardService.${method}: ${url} is not HTTPS.`)
  if (/\.svg([?#]|$)/i.test(url))
    throw new ScriptProblem(`Invalid image URL for CardService.${method}: SVG is not supported.`)
  return url
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'Array'
  if (typeof value === 'object') return `CardService.${value.constructor?.name ?? 'Object'}`
  if (typeof value === 'undefined') return 'undefined'
  return typeof value === 'function' ? 'Function' : `${typeof value}`.replace(/^./, (first) => first.toUpperCase())
}

import type { Tree } from '../tree.ts'
import type { Type } from '../types.ts'
import type { Moment, Run, Thunk, Value } from '../values.ts'

/** How an argument arrives: brought to this kind before the function sees it. `any` arrives as it is; so do
 * `numbers` (a number or a list) and `ordered` (the same, or a date), which only say what is refused on save. */
type Meaning = {
  number: number
  text: string
  date: Moment
  condition: boolean
  any: Value
  numbers: Value
  ordered: Value
}
export type Kind = keyof Meaning

export type Parameter = {
  kind: Kind
  name: string
  optional?: boolean
  /** May be given any number of times from here on. */
  rest?: boolean
  /** The only texts that mean something here, checked on save when they are written out. */
  words?: (text: string) => string | null
}

type Fixed<K extends Kind = Kind, Optional extends boolean = boolean> = Parameter & { kind: K; optional: Optional }

type Argument<P> =
  P extends Fixed<infer K, infer Optional> ? Meaning[K] | (Optional extends true ? undefined : never) : never
type Arguments<P extends Fixed[]> = { [I in keyof P]: Argument<P[I]> }

export type Gives = Type | ((types: Type[], args: Tree[]) => Type)

export type FormulaFunction = {
  takes: Parameter[]
  gives: Gives
  /** What it does, for the list beside the editor. */
  summary: string
  /** How often its answer changes although no cell does. */
  changes?: 'daily' | 'hourly'
  /** What is wrong with this many arguments, where they come in pairs. */
  counts?: (count: number) => string | null
} & ({ run: (run: Run, ...args: never[]) => Value } | { compile: (args: Thunk[], types: Type[]) => Thunk })

type Worker = (run: Run, ...args: never[]) => Value
type Options = { changes?: 'daily' | 'hourly' }

export const number = (name: string): Fixed<'number', false> => ({ kind: 'number', name, optional: false })
export const text = (name: string): Fixed<'text', false> => ({ kind: 'text', name, optional: false })
export const date = (name: string): Fixed<'date', false> => ({ kind: 'date', name, optional: false })
export const any = (name: string): Fixed<'any', false> => ({ kind: 'any', name, optional: false })

/** Text of which only some words are known: a unit, a day of the week. `why` answers what is wrong, or null. */
export const word = (name: string, why: (text: string) => string | null): Fixed<'text', false> => ({
  ...text(name),
  words: why,
})

export const optional = <K extends Kind>(parameter: Fixed<K>): Fixed<K, true> => ({ ...parameter, optional: true })

/** A function of so many arguments, each brought to its kind. A blank date makes the answer blank (or FALSE). */
export function given<const P extends Fixed[]>(
  takes: P,
  gives: Gives,
  summary: string,
  run: (run: Run, ...args: Arguments<P>) => Value,
  options: Options = {},
): FormulaFunction {
  return { takes, gives, summary, run: run as Worker, ...options }
}

/** A function of one or more arguments of one kind. */
export function many<K extends Kind>(
  kind: K,
  name: string,
  gives: Gives,
  summary: string,
  run: (run: Run, ...args: Meaning[K][]) => Value,
): FormulaFunction {
  return { takes: [{ kind, name, rest: true }], gives, summary, run }
}

/** A function that decides itself which of its arguments are worked out. */
export function lazy(
  takes: Parameter[],
  gives: Gives,
  summary: string,
  compile: (args: Thunk[], types: Type[]) => Thunk,
  counts?: (count: number) => string | null,
): FormulaFunction {
  return { takes, gives, summary, compile, ...(counts && { counts }) }
}

/** `ROUND(value, [precision])` */
export function signature(name: string, { takes }: FormulaFunction): string {
  const parts = takes.map((one) => (one.optional ? `[${one.name}]` : one.name) + (one.rest ? ', …' : ''))
  return `${name}(${parts.join(', ')})`
}

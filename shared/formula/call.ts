import { momentFrom } from './date-parse.ts'
import type { FormulaFunction, Kind, Parameter } from './functions/define.ts'
import type { Type } from './types.ts'
import { isTrue, type Thunk, toNumber, toText, type Value } from './values.ts'

/** A part of a formula made ready: what it gives, and how to work it out for a row. */
export type Compiled = { type: Type; thunk: Thunk }

/** What an argument is for; the last one of an open list stands for all after it. */
export const parameterAt = ({ takes }: FormulaFunction, at: number): Parameter | undefined =>
  takes[at] ?? (takes.at(-1)?.rest ? takes.at(-1) : undefined)

/** A function with its arguments, ready to be worked out for a row. */
export function calling(known: FormulaFunction, args: Compiled[], type: Type): Thunk {
  const thunks = args.map(({ thunk }) => thunk)
  if ('compile' in known)
    return known.compile(
      thunks,
      args.map((arg) => arg.type),
    )

  const dated = known.takes.some(({ kind }) => kind === 'date')
  const brought = thunks.map((thunk, at) => bringing(parameterAt(known, at)?.kind ?? 'any', thunk))
  const ready = apply(known.run as Apply, brought, dated)
  return dated ? (run) => ready(run) ?? (type === 'boolean' ? false : null) : ready
}

type Apply = (...args: unknown[]) => Value
type Bring = (run: Parameters<Thunk>[0]) => unknown

/** Calls with the arguments worked out first; the usual numbers of arguments without making a list of them. */
function apply(run: Apply, args: Bring[], dated: boolean): Thunk {
  const [first, second, third] = args
  if (dated) return applyDated(run, args)
  if (!first) return (row) => run(row)
  if (!second) return (row) => run(row, first(row))
  if (!third) return (row) => run(row, first(row), second(row))

  return (row) => run(row, ...args.map((arg) => arg(row)))
}

/** A blank date anywhere makes the answer blank, whatever else is given. */
function applyDated(run: Apply, args: Bring[]): Thunk {
  return (row) => {
    const values = args.map((arg) => arg(row))
    return values.includes(null) ? null : run(row, ...values)
  }
}

/** Brings an argument to the kind the function works with. */
function bringing(kind: Kind, thunk: Thunk): Bring {
  switch (kind) {
    case 'number':
      return (run) => toNumber(thunk(run))
    case 'text':
      return (run) => toText(run, thunk(run))
    case 'date':
      return (run) => momentFrom(run, thunk(run))
    case 'condition':
      return (run) => isTrue(thunk(run))
    default:
      return thunk
  }
}

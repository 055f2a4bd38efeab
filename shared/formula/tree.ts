import type { Span } from './problem.ts'
import type { Operator } from './tokens.ts'

/** A formula as read. `depth` is how many nodes lie on the longest way down, itself included, operations in a row as one. */
export type Tree = Span & { depth: number } & (
    | { kind: 'number'; value: number }
    | { kind: 'text'; value: string }
    | { kind: 'field'; name: string; braced: boolean }
    | { kind: 'negate'; operand: Tree }
    | { kind: 'binary'; operator: Operator; left: Tree; right: Tree }
    | { kind: 'call'; name: string; at: Span; args: Tree[] }
  )

/** How tightly each operator binds, as in a spreadsheet: comparisons last, multiplication first. */
export const tightness: Record<Operator, number> = {
  '=': 1,
  '!=': 1,
  '<': 1,
  '<=': 1,
  '>': 1,
  '>=': 1,
  '&': 2,
  '+': 3,
  '-': 3,
  '*': 4,
  '/': 4,
}

/** `{Label}` with what would close or escape it written safely. */
export function writeField(label: string): string {
  return `{${label.replace(/[\\}]/g, '\\$&')}}`
}

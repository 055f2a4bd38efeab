import type { Span } from './problem.ts'
import type { Operator } from './tokens.ts'

/** A formula as read. `depth` is how many nodes lie on the longest way down, itself included. */
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

/** Writes a tree as a formula that reads back as the same tree, every bracket spelt out. */
export function printTree(tree: Tree): string {
  switch (tree.kind) {
    case 'number':
      return String(tree.value)
    case 'text':
      return `"${tree.value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`
    case 'field':
      return writeField(tree.name)
    case 'negate':
      return `-(${printTree(tree.operand)})`
    case 'binary':
      return `(${printTree(tree.left)} ${tree.operator} ${printTree(tree.right)})`
    case 'call':
      return `${tree.name}(${tree.args.map(printTree).join(', ')})`
  }
}

/** `{Label}` with what would close or escape it written safely. */
export function writeField(label: string): string {
  return `{${label.replace(/[\\}]/g, '\\$&')}}`
}

import { type Tree, writeField } from '../../shared/formula/tree.ts'

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

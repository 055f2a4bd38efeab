import { type Compiled, calling, parameterAt } from './call.ts'
import { checkArgument, checkCount, shown } from './check.ts'
import { functionNamed, functionNames, notOffered } from './functions/all.ts'
import type { FormulaFunction } from './functions/define.ts'
import { arithmetic, comparison, concatenation } from './operators.ts'
import { Refusal } from './problem.ts'
import { type FormulaField, findField, readField, unknownField } from './reference.ts'
import { suggestion } from './suggest.ts'
import type { Tree } from './tree.ts'
import { inOrder, isDateType, said, type Type, typeOfField } from './types.ts'
import { toNumber } from './values.ts'

/** What is met on the way through the tree. */
export type Compiling = {
  source: string
  fields: FormulaField[]
  uses: Set<string>
  volatile: 'never' | 'daily' | 'hourly'
}

/** Turns a tree into closures, once; checks names, counts and types on the way. Throws a Refusal with the place. */
export function compile(tree: Tree, to: Compiling): Compiled {
  switch (tree.kind) {
    case 'number':
      return { type: 'number', thunk: () => tree.value }
    case 'text':
      return { type: tree.value === '' ? 'blank' : 'text', thunk: () => tree.value }
    case 'field':
      return reference(tree, to)
    case 'negate':
      return negation(tree, to)
    case 'binary':
      return binary(tree, to)
    case 'call':
      return call(tree, to)
  }
}

function reference(tree: Tree & { kind: 'field' }, to: Compiling): Compiled {
  const field = findField(tree.name, to.fields)
  if (!field) throw unknownField(tree, to.fields)

  to.uses.add(field.key)
  return { type: typeOfField(field.type), thunk: readField(field) }
}

function negation(tree: Tree & { kind: 'negate' }, to: Compiling): Compiled {
  const inner = compile(tree.operand, to)
  needNumber(tree.operand, inner.type, '-', to.source)

  return { type: 'number', thunk: (run) => -toNumber(inner.thunk(run)) }
}

function binary(tree: Tree & { kind: 'binary' }, to: Compiling): Compiled {
  const { operator } = tree
  const left = compile(tree.left, to)
  const right = compile(tree.right, to)
  if (operator === '&') return { type: 'text', thunk: concatenation(left.thunk, right.thunk) }
  if (operator === '+' || operator === '-' || operator === '*' || operator === '/') {
    needNumber(tree.left, left.type, operator, to.source)
    needNumber(tree.right, right.type, operator, to.source)
    return { type: 'number', thunk: arithmetic(operator, left.thunk, right.thunk) }
  }
  if (operator !== '=' && operator !== '!=') needOrder(tree, left.type, right.type, to.source)
  return { type: 'boolean', thunk: comparison(operator, left, right) }
}

function needOrder(tree: Tree & { kind: 'binary' }, left: Type, right: Type, source: string): void {
  if (inOrder(left, right)) return

  const sides = `${shown(tree.left, source)} is ${said(left)}, ${shown(tree.right, source)} is ${said(right)}`
  throw new Refusal('wrong_type', `${tree.operator} compares like with like; ${sides}.`, tree, said(left))
}

function needNumber(tree: Tree, type: Type, operator: string, source: string): void {
  if (type === 'number' || type === 'boolean' || type === 'blank' || type === 'any') return

  const message = `${operator} needs a number; ${shown(tree, source)} is ${said(type)}.${advice(type, operator)}`
  throw new Refusal('wrong_type', message, tree, 'a number')
}

function advice(type: Type, operator: string): string {
  if (type === 'text' && operator === '+') return ' Join texts with &.'
  if (!isDateType(type)) return ''
  return operator === '-' ? ' Use DATETIME_DIFF or DATEADD with dates.' : ' Use DATEADD to move a date.'
}

function call(tree: Tree & { kind: 'call' }, to: Compiling): Compiled {
  const known = functionNamed(tree.name)
  if (!known) throw unknownFunction(tree)
  checkCount(tree, known)

  const args = tree.args.map((arg, at) => argument(tree, arg, at, known, to))
  if (known.changes) to.volatile = to.volatile === 'hourly' ? 'hourly' : known.changes
  const types = args.map((arg) => arg.type)
  const type = typeof known.gives === 'function' ? known.gives(types, tree.args) : known.gives
  return { type, thunk: calling(known, args, type) }
}

function argument(
  tree: Tree & { kind: 'call' },
  arg: Tree,
  at: number,
  known: FormulaFunction,
  to: Compiling,
): Compiled {
  const compiled = compile(arg, to)
  const parameter = parameterAt(known, at)
  if (parameter) checkArgument(tree, at, compiled.type, parameter, to.source)
  return compiled
}

function unknownFunction({ name, at }: Tree & { kind: 'call' }): Refusal {
  const why = notOffered[name]
  if (why) return new Refusal('unknown_function', why, at)

  const near = suggestion(name, functionNames)
  const hint = near ? ` Did you mean ${near}?` : ''
  return new Refusal('unknown_function', `There is no function called ${name.slice(0, 40)}.${hint}`, at, near)
}

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
import { type Thunk, toNumber, type Value } from './values.ts'
import { type Warning, warnOfPatterns, warnOfStrangers } from './warnings.ts'

/** What is met on the way through the tree. */
export type Compiling = {
  source: string
  fields: FormulaField[]
  uses: Set<string>
  volatile: 'never' | 'daily' | 'hourly'
  warnings: Warning[]
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

type Binary = Tree & { kind: 'binary' }

/** From `a + b + c`, which is read as `(a + b) + c`, the operations in the order they are done: it may be a long row. */
function operations(tree: Binary): [Binary, ...Binary[]] {
  const row: [Binary, ...Binary[]] = [tree]
  while (row[0].left.kind === 'binary') row.unshift(row[0].left)
  return row
}

function binary(tree: Binary, to: Compiling): Compiled {
  const row = operations(tree)
  const first = compile(row[0].left, to)
  const steps = stepsOf(row)
  if (steps.length <= mostNested) return steps.reduce((left, step) => operation(step, left, to), first)

  return inTurn(first, steps, to)
}

/** So many operations call one another; more of them in a row would be as deep a stack, and are done in a loop. */
const mostNested = 4

/** Each operation finds what the one before came to in one place. */
function inTurn(first: Compiled, steps: Step[], to: Compiling): Compiled {
  let before: Value = null
  let { type } = first
  const thunks = steps.map((step) => {
    const done = operation(step, { type, thunk: () => before }, to)
    type = done.type
    return done.thunk
  })
  const thunk: Thunk = (run) => {
    before = first.thunk(run)
    for (const next of thunks) before = next(run)
    return before
  }
  return { type, thunk }
}

/** One operation, or several `&` in a row, which are done as one. */
type Step = [Binary, ...Binary[]]

function stepsOf(row: Binary[]): Step[] {
  const steps: Step[] = []
  for (const tree of row) {
    const last = steps.at(-1)
    if (tree.operator === '&' && last?.[0].operator === '&') last.push(tree)
    else steps.push([tree])
  }
  return steps
}

function operation([tree, ...more]: Step, left: Compiled, to: Compiling): Compiled {
  const { operator } = tree
  const right = compile(tree.right, to)
  if (operator === '&') {
    const others = more.map((one) => compile(one.right, to).thunk)
    return { type: 'text', thunk: concatenation([left.thunk, right.thunk, ...others]) }
  }
  if (operator === '+' || operator === '-' || operator === '*' || operator === '/') {
    needNumber(tree.left, left.type, operator, to.source)
    needNumber(tree.right, right.type, operator, to.source)
    return { type: 'number', thunk: arithmetic(operator, left.thunk, right.thunk) }
  }
  warnOfStrangers(tree, to)
  if (operator !== '=' && operator !== '!=') needOrder(tree, left.type, right.type, to.source)
  return { type: 'boolean', thunk: comparison(operator, left, right) }
}

function needOrder(tree: Binary, left: Type, right: Type, source: string): void {
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
  if (tree.name === 'SWITCH') warnOfPatterns(tree, to)

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

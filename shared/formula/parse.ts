import { limits } from './limits.ts'
import { Refusal, type Span } from './problem.ts'
import { type Token, tokenize } from './tokens.ts'
import { type Tree, tightness } from './tree.ts'

type Reader = { tokens: Token[]; at: number; nodes: number; depth: number }

/** Reads a formula by precedence climbing. Throws a Refusal with the place of the first mistake. */
export function parse(source: string): Tree {
  const reader: Reader = { tokens: tokenize(source), at: 0, nodes: 0, depth: 0 }
  if (peek(reader).kind === 'end') {
    throw new Refusal('empty', 'Write a formula, for example {Amount} * 2.', { start: 0, end: source.length })
  }

  const tree = expression(reader, 0)
  const after = peek(reader)
  if (after.kind !== 'end') throw leftover(after)
  return tree
}

function expression(reader: Reader, least: number): Tree {
  let left = operand(reader)
  for (;;) {
    const token = peek(reader)
    if (token.kind !== 'operator' || tightness[token.operator] <= least) return left

    next(reader)
    const right = expression(reader, tightness[token.operator])
    left = binary(reader, token, left, right)
  }
}

function binary(reader: Reader, { operator }: Token & { kind: 'operator' }, left: Tree, right: Tree): Tree {
  // Operations in a row are done one after the other, however many they are: only what they join lies deeper.
  const above = left.kind === 'binary' ? left.depth - 1 : left.depth
  const depth = Math.max(above, right.depth) + 1
  return grown(reader, { kind: 'binary', operator, left, right, depth, start: left.start, end: right.end })
}

function operand(reader: Reader): Tree {
  const token = next(reader)
  if (token.kind === 'operator' && (token.operator === '-' || token.operator === '+')) return signed(reader, token)
  if (token.kind === '(') return bracketed(reader, token)
  if (token.kind === 'name' && peek(reader).kind === '(') return call(reader, token)
  if (token.kind === 'name') return named(reader, token)
  if (token.kind === 'field') return grown(reader, { ...token, braced: true, depth: 1 })
  if (token.kind === 'number' || token.kind === 'text') return grown(reader, { ...token, depth: 1 })

  throw missing(token)
}

function signed(reader: Reader, sign: Token & { kind: 'operator' }): Tree {
  const inner = deeper(reader, sign, () => operand(reader))
  if (sign.operator === '+') return { ...inner, start: sign.start }

  return grown(reader, { kind: 'negate', operand: inner, depth: inner.depth + 1, start: sign.start, end: inner.end })
}

function bracketed(reader: Reader, open: Token): Tree {
  const inner = deeper(reader, open, () => expression(reader, 0))
  const close = closing(reader, open)

  return { ...inner, start: open.start, end: close.end }
}

function call(reader: Reader, { name, start, end }: Token & { kind: 'name' }): Tree {
  const open = next(reader)
  const args = deeper(reader, open, () => list(reader))
  const close = closing(reader, open)
  const depth = args.reduce((most, arg) => Math.max(most, arg.depth), 0) + 1

  return grown(reader, {
    kind: 'call',
    name: name.toUpperCase(),
    at: { start, end },
    args,
    depth,
    start,
    end: close.end,
  })
}

function list(reader: Reader): Tree[] {
  if (peek(reader).kind === ')') return []

  const args = [expression(reader, 0)]
  while (peek(reader).kind === ',') {
    next(reader)
    args.push(expression(reader, 0))
  }
  return args
}

/** A name without brackets is TRUE, FALSE, or a field written plainly. */
function named(reader: Reader, { name, start, end }: Token & { kind: 'name' }): Tree {
  const upper = name.toUpperCase()
  const at = { start, end }

  return upper === 'TRUE' || upper === 'FALSE'
    ? grown(reader, { kind: 'call', name: upper, at, args: [], depth: 1, ...at })
    : grown(reader, { kind: 'field', name, braced: false, depth: 1, ...at })
}

function closing(reader: Reader, open: Token): Token {
  const token = next(reader)
  if (token.kind === ')') return token
  if (token.kind === 'end') throw new Refusal('unclosed', 'This bracket is never closed.', open, ')')

  throw new Refusal('unexpected', 'An operator, a comma or a closing bracket is missing before this.', token, ')')
}

/** Counts how far brackets, calls and signs lie inside one another while they are read. */
function deeper<T>(reader: Reader, place: Span, read: () => T): T {
  reader.depth += 1
  if (reader.depth > limits.depth) throw tooDeep(place)
  const result = read()
  reader.depth -= 1
  return result
}

function grown(reader: Reader, tree: Tree): Tree {
  reader.nodes += 1
  if (tree.depth > limits.depth) throw tooDeep(tree)
  if (reader.nodes > limits.nodes) {
    throw new Refusal('too_large', `A formula may have ${limits.nodes.toLocaleString('en')} parts.`, tree)
  }
  return tree
}

function tooDeep(place: Span): Refusal {
  return new Refusal('too_deep', `A formula may be nested ${limits.depth} levels deep.`, place)
}

function missing(token: Token): Refusal {
  const message =
    token.kind === 'end' ? 'The formula stops here, but a value should follow.' : 'A value should stand here.'
  return new Refusal('unexpected', message, token, 'a value')
}

function leftover(token: Token): Refusal {
  if (token.kind === ')') return new Refusal('unexpected', 'This bracket closes nothing.', token)
  if (token.kind === ',')
    return new Refusal('unexpected', 'A comma only stands between the arguments of a function.', token)

  return new Refusal('unexpected', 'An operator is missing before this, for example + or &.', token, 'an operator')
}

const ending: Token = { kind: 'end', start: 0, end: 0 }
const peek = (reader: Reader): Token => reader.tokens[reader.at] ?? reader.tokens.at(-1) ?? ending

function next(reader: Reader): Token {
  const token = peek(reader)
  reader.at += 1
  return token
}

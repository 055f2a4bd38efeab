import { invalidArgument } from '../problems.ts'

export type Query = { kind: 'term'; operator: string; value: string } | { kind: 'and' | 'or' | 'not'; parts: Query[] }

// A word with its operator, a quoted value, or one of the grouping signs.
const tokenPattern = /[{}()]|-(?=[\w{(])|OR\b|[a-z0-9_]+:(?:"[^"]*"|[^\s{}()"]*)|"[^"]*"|[^\s{}()]+/gi

/** Parses Gmail search text: terms side by side are AND, `{a b}` and `a OR b` are OR, `-` is NOT. */
export function parseQuery(text: string): Query {
  const tokens = text.match(tokenPattern) ?? []
  const query = parseAll(tokens, null)
  if (tokens.length > 0) throw invalidArgument(`Unbalanced "${tokens[0]}" in search.`)
  return query
}

function parseAll(tokens: string[], end: string | null, operator?: string): Query {
  const alternatives: Query[][] = [[]]
  let isAlternative = false
  while (tokens.length > 0 && !isClosing(tokens[0])) {
    if (tokens[0]?.toUpperCase() === 'OR') {
      tokens.shift()
      isAlternative = true
      continue
    }
    const part = parseOne(tokens, operator)
    // OR binds the two terms beside it, tighter than the AND of neighbours.
    if (isAlternative) alternatives.at(-1)?.push(part)
    else alternatives.push([part])
    isAlternative = false
  }
  if (end !== null && tokens.shift() !== end) throw invalidArgument(`Missing "${end}" in search.`)
  const parts = alternatives.filter((group) => group.length > 0).map(anyOf)
  return end === '}' ? { kind: 'or', parts } : { kind: 'and', parts }
}

function parseOne(tokens: string[], operator?: string): Query {
  const token = tokens.shift() ?? ''
  if (token === '-') return { kind: 'not', parts: [parseOne(tokens, operator)] }
  if (token === '{') return parseAll(tokens, '}', operator)
  if (token === '(') return parseAll(tokens, ')', operator)
  const colon = token.indexOf(':')
  if (colon < 0) return operator ? { kind: 'term', operator, value: unquoted(token) } : refuseBareWord(token)
  const name = token.slice(0, colon).toLowerCase()
  const value = token.slice(colon + 1)
  if (value !== '') return { kind: 'term', operator: name, value: unquoted(value) }
  // `from:{a b}` and `from:(a OR b)` give every word of the group the same operator.
  if (tokens[0] === '{' || tokens[0] === '(') return parseOne(tokens, name)
  throw invalidArgument(`The search operator "${name}:" has no value.`)
}

function anyOf(group: Query[]): Query {
  const [only] = group
  return group.length === 1 && only ? only : { kind: 'or', parts: group }
}

function isClosing(token: string | undefined): boolean {
  return token === '}' || token === ')'
}

function unquoted(value: string): string {
  return value.replace(/^"|"$/g, '')
}

function refuseBareWord(token: string): never {
  throw invalidArgument(`The emulator searches by operators only; it does not know "${token}".`)
}

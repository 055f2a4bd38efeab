import { limits } from './limits.ts'
import { Refusal, type Span } from './problem.ts'

export type Operator = '+' | '-' | '*' | '/' | '&' | '=' | '!=' | '<' | '<=' | '>' | '>='

export type Token = Span &
  (
    | { kind: 'number'; value: number }
    | { kind: 'text'; value: string }
    | { kind: 'field'; name: string }
    | { kind: 'name'; name: string }
    | { kind: 'operator'; operator: Operator }
    | { kind: '(' | ')' | ',' }
    | { kind: 'end' }
  )

const operators: Operator[] = ['!=', '<=', '>=', '+', '-', '*', '/', '&', '=', '<', '>']
const marks = new Set(['(', ')', ','])

/** What people bring from other languages, and what to write here. */
const foreign: [written: string, advice: string][] = [
  ['<>', 'Write != for “is not”.'],
  ['==', 'Write one = to compare.'],
  ['&&', 'Write AND(…, …) for “and”.'],
  ['||', 'Write OR(…, …) for “or”.'],
  ['^', 'Write POWER(base, exponent).'],
  ['%', 'Write a percentage as a fraction: 0.25, or 25/100.'],
  ['“', 'Use straight quotes: "text".'],
  ['”', 'Use straight quotes: "text".'],
  ['‘', "Use straight quotes: 'text'."],
  ['’', "Use straight quotes: 'text'."],
  ['[', 'Write a field in curly brackets: {Name}.'],
  ['!', 'Write NOT(…) for “not”.'],
  ['}', 'This bracket closes nothing.'],
]

/** Splits the source in one pass, each character looked at a bounded number of times. Throws a Refusal with its place. */
export function tokenize(source: string): Token[] {
  if (source.length > limits.source) {
    const whole = { start: 0, end: source.length }
    throw new Refusal('too_long', `A formula may have ${limits.source.toLocaleString('en')} characters.`, whole)
  }

  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    const token = isSpace(source.charCodeAt(at)) ? null : tokenAt(source, at)
    if (token) tokens.push(token)
    at = token ? token.end : at + 1
  }
  tokens.push({ kind: 'end', start: source.length, end: source.length })
  return tokens
}

function tokenAt(source: string, at: number): Token {
  const char = source.charAt(at)
  if (char === '"' || char === "'") return textAt(source, at, char)
  if (char === '{') return fieldAt(source, at)
  if (isDigit(source.charCodeAt(at)) || (char === '.' && isDigit(source.charCodeAt(at + 1))))
    return numberAt(source, at)
  if (isNameStart(char)) return nameAt(source, at)
  if (marks.has(char)) return { kind: char as '(' | ')' | ',', start: at, end: at + 1 }

  return operatorAt(source, at)
}

function operatorAt(source: string, at: number): Token {
  const other = foreign.find(([written]) => source.startsWith(written, at))
  const operator = operators.find((one) => source.startsWith(one, at))
  if (operator && !(other && other[0].length > operator.length)) {
    return { kind: 'operator', operator, start: at, end: at + operator.length }
  }

  const written = other?.[0] ?? String.fromCodePoint(source.codePointAt(at) ?? 0)
  const what = /[“”‘’]/.test(written) ? 'This is no straight quote.' : `“${written}” has no meaning in a formula.`
  const message = other ? `${what} ${other[1]}` : what
  throw new Refusal('unexpected', message, { start: at, end: at + written.length })
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'", '\\': '\\' }

function textAt(source: string, start: number, quote: string): Token {
  const { value, end } = until(source, start, quote, (char) => escapes[char])
  if (end < 0) {
    throw new Refusal('unclosed', `The text that starts here is not closed with ${quote}.`, rest(source, start), quote)
  }
  return { kind: 'text', value, start, end }
}

function fieldAt(source: string, start: number): Token {
  const { value, end } = until(source, start, '}', (char) => (char === '}' || char === '\\' ? char : undefined))
  if (end < 0) {
    throw new Refusal('unclosed', 'The field name that starts here is not closed with }.', rest(source, start), '}')
  }
  return { kind: 'field', name: value.trim(), start, end }
}

/** Reads to the closing mark; a backslash before what `escaped` knows stands for that character. */
function until(source: string, start: number, close: string, escaped: (char: string) => string | undefined) {
  let value = ''
  for (let at = start + 1; at < source.length; at += 1) {
    const char = source.charAt(at)
    if (char === close) return { value, end: at + 1 }
    const meant = char === '\\' ? escaped(source.charAt(at + 1)) : undefined
    value += meant ?? char
    if (meant !== undefined) at += 1
  }
  return { value, end: -1 }
}

function rest(source: string, start: number): Span {
  return { start, end: source.length }
}

function numberAt(source: string, start: number): Token {
  let end = digitsFrom(source, start)
  if (source.charAt(end) === '.') end = digitsFrom(source, end + 1)
  end = exponentFrom(source, end)
  const value = Number(source.slice(start, end))
  if (isNamePart(source.charAt(end)) || source.charAt(end) === '.' || !Number.isFinite(value)) {
    const place = { start, end: Math.min(end + 1, source.length) }
    throw new Refusal('unexpected', 'This is not a number. Write it like 1250000 or 0.25.', place)
  }
  return { kind: 'number', value, start, end }
}

function digitsFrom(source: string, at: number): number {
  let end = at
  while (isDigit(source.charCodeAt(end))) end += 1
  return end
}

function exponentFrom(source: string, at: number): number {
  if (source.charAt(at).toLowerCase() !== 'e') return at
  const sign = '+-'.includes(source.charAt(at + 1)) && source.charAt(at + 1) !== '' ? 2 : 1
  const end = digitsFrom(source, at + sign)
  return end > at + sign ? end : at
}

function nameAt(source: string, start: number): Token {
  let end = start
  while (end < source.length && isNamePart(source.charAt(end))) end += 1
  return { kind: 'name', name: source.slice(start, end), start, end }
}

const isSpace = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x202f || code === 0xfeff
const isDigit = (code: number): boolean => code >= 48 && code <= 57
const isNameStart = (char: string): boolean => /^[\p{L}_]$/u.test(char)
const isNamePart = (char: string): boolean => /^[\p{L}\p{M}\p{N}_]$/u.test(char)

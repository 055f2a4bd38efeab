/** What a formula may well say but hardly means: a comparison with an option that its column does not have. */
import type { Span } from './problem.ts'
import { type FormulaField, findField } from './reference.ts'
import type { Tree } from './tree.ts'

/** A sentence and the place it is about, in characters of the source; `end` is the first one after it. */
export type Warning = Span & { message: string }

type Noted = { fields: FormulaField[]; warnings: Warning[] }

/** How many options a sentence names. */
const mostNamed = 8

/** `{List} = "Follow-up"`, whichever of the two stands first. */
export function warnOfStrangers({ operator, left, right }: Tree & { kind: 'binary' }, to: Noted): void {
  if (operator !== '=' && operator !== '!=') return
  warnOf(left, right, to)
  warnOf(right, left, to)
}

/** The patterns of a SWITCH are its second, fourth, … argument; a lone last one is what it gives otherwise. */
export function warnOfPatterns({ args: [subject, ...others] }: Tree & { kind: 'call' }, to: Noted): void {
  for (const [at, pattern] of others.entries()) {
    const isPattern = at % 2 === 0 && at < others.length - 1
    if (subject && isPattern) warnOf(subject, pattern, to)
  }
}

function warnOf(subject: Tree, given: Tree, { fields, warnings }: Noted): void {
  if (subject.kind !== 'field' || given.kind !== 'text' || given.value === '') return
  const field = findField(subject.name, fields)
  if (!field?.choices || field.choices.includes(given.value)) return

  const { start, end } = given
  warnings.push({ message: inWords(given.value, field.label, field.choices), start, end })
}

function inWords(text: string, label: string, choices: string[]): string {
  const more = choices.length > mostNamed ? `, and ${choices.length - mostNamed} more` : ''
  const known = choices.length > 0 ? `its options are ${choices.slice(0, mostNamed).join(', ')}${more}` : 'it has none'
  return `“${text.slice(0, 40)}” is not an option of ${label}; ${known}.`
}

import { fold } from '../fold.ts'
import { Refusal } from './problem.ts'
import { type Token, tokenize } from './tokens.ts'
import { writeField } from './tree.ts'

/**
 * The formula with every mention of a column by its old label written with the new one; mentions by key stay, since keys
 * never change. Text in quotes and everything else is left exactly as it was typed, also where the source is broken.
 */
export function renameInFormula(source: string, from: { label: string; key: string }, to: string): string {
  const mentions = tokensOf(source).filter((token, at, all) => isMention(token, all[at + 1], from))

  return mentions.reduceRight((text, { start, end }) => text.slice(0, start) + writeField(to) + text.slice(end), source)
}

function tokensOf(source: string): Token[] {
  try {
    return tokenize(source)
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

function isMention(token: Token, after: Token | undefined, { label, key }: { label: string; key: string }): boolean {
  if (token.kind !== 'field' && !(token.kind === 'name' && after?.kind !== '(' && !isTruth(token.name))) return false
  return fold(token.name) === fold(label.trim()) && (token.name !== key || fold(key) === fold(label.trim()))
}

const isTruth = (name: string): boolean => /^(true|false)$/i.test(name)

import { ScriptProblem } from '../script-problem.ts'
import { matchesAnyPrefix } from '../url-prefix.ts'
import type { Json } from './part.ts'

export interface ReviewRules {
  /** The script's top-level functions. */
  functions: Set<string>
  openLinkUrlPrefixes: string[]
}

/** Checks what only shows in the whole answer: every function must exist, every link must be allowed. */
export function reviewAnswer(answer: Json, rules: ReviewRules) {
  if (typeof answer !== 'object' || answer === null) return
  if (Array.isArray(answer)) {
    for (const inner of answer) reviewAnswer(inner, rules)
    return
  }
  const { function: functionName, openLink, link } = answer
  if (typeof functionName === 'string' && !rules.functions.has(functionName)) {
    throw new ScriptProblem(`Script function not found: ${functionName}`)
  }
  for (const candidate of [openLink, link]) reviewLink(candidate, rules)
  for (const inner of Object.values(answer)) reviewAnswer(inner, rules)
}

function reviewLink(link: Json | undefined, { openLinkUrlPrefixes }: ReviewRules) {
  if (typeof link !== 'object' || link === null || Array.isArray(link)) return
  const url = String(link['url'])
  const isFree = /^(mailto|tel):/i.test(url) || openLinkUrlPrefixes.includes('*')
  if (!isFree && !matchesAnyPrefix(url, openLinkUrlPrefixes)) {
    throw new ScriptProblem(`The URL ${url} does not match any of the openLinkUrlPrefixes in the manifest.`)
  }
}

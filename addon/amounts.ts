import { parseAmount, parseProbability } from '../shared/amounts.ts'
import type { Fund } from '../shared/gateway.ts'
import { Problem } from './problem.ts'

/**
 * Minor units of what a person types for an amount: `5m`, `$2.5M`, `5,000,000`, `750k EUR`. Undefined when nothing is typed.
 * @throws {Problem} a sentence, when it is no amount or names another currency than the fund's.
 */
export function typedAmount(text: string, { name, currency }: Fund): number | undefined {
  if (!text) return undefined

  const read = parseAmount(text, currency, name)
  if ('problem' in read) throw new Problem(read.problem)
  if (read.value < 0) throw new Problem('An expected amount cannot be negative. Write it like 5m or 5,000,000.')
  return read.value
}

/**
 * The fraction of a typed probability: `40` and `40%` are 0.4, and so is `0.4`. Undefined when nothing is typed.
 * @throws {Problem} a sentence, when it is no percentage.
 */
export function typedProbability(text: string): number | undefined {
  if (!text) return undefined

  const read = parseProbability(text)
  if ('problem' in read) throw new Problem(read.problem)
  return read.value
}

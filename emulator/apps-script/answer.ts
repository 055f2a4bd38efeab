import { types } from 'node:util'
import { type Json, json } from './card-service/part.ts'
import { Built, type BuiltKind, kindOf } from './card-service/responses.ts'
import { type ReviewRules, reviewAnswer } from './card-service/review.ts'
import { ScriptProblem } from './script-problem.ts'

/** Why a function is called, which decides what it must return. */
export type CallKind = 'trigger' | 'action' | 'suggestions' | 'universal'

const expected: Record<CallKind, BuiltKind> = {
  trigger: 'Card',
  action: 'ActionResponse',
  suggestions: 'SuggestionsResponse',
  universal: 'UniversalActionResponse',
}

/**
 * The JSON Google would act on: RenderActions for the first cards of a trigger, SubmitFormResponse after an action, null
 * when an action has nothing to show. Anything a function must not return is refused.
 */
export function readAnswer(kind: CallKind, returned: unknown, rules: ReviewRules): Json {
  if (kind === 'action' && (returned === undefined || returned === null)) return null
  const answer = kind === 'trigger' ? renderCards(returned) : builtJson(kind, returned)
  reviewAnswer(answer, rules)
  return answer
}

function renderCards(returned: unknown): Json {
  const cards = Array.isArray(returned) ? returned : [returned]
  if (cards.length === 0) throw refused('trigger', returned)
  return { action: { navigations: cards.map((card) => ({ pushCard: builtJson('trigger', card) })) } }
}

function builtJson(kind: CallKind, value: unknown): Json {
  if (!(value instanceof Built) || value[kindOf]() !== expected[kind]) throw refused(kind, value)
  return value[json]()
}

function refused(kind: CallKind, value: unknown): ScriptProblem {
  return new ScriptProblem(
    `The value returned from Apps Script has a type that cannot be used by the add-ons platform: a ${kind} must return ` +
      `a built ${expected[kind]}, not ${describe(value)}. Also make sure to call 'build()' on any builder before ` +
      'returning it.',
  )
}

function describe(value: unknown): string {
  if (types.isPromise(value)) return 'a Promise'
  if (value instanceof Built) return `a ${value[kindOf]()}`
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'object'}`
  return String(value)
}

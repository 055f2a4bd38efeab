import { ScriptProblem } from './script-problem.ts'

/** Throws as Apps Script does when the manifest lacks every scope a call could run under. */
export function requireScope(granted: string[], call: string, anyOf: string[]) {
  if (anyOf.some((scope) => granted.includes(scope))) return
  throw new ScriptProblem(
    `Specified permissions are not sufficient to call ${call}. Required permissions: ${anyOf.join(' || ')}`,
  )
}

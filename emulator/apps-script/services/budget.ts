import { ScriptProblem } from '../script-problem.ts'

/** The time one execution may take: what really passed plus what the script slept through without waiting. */
export interface Budget {
  sleep(ms: number): void
  /** Throws once the time is up; from then on every service refuses. */
  check(): void
  isSpent(): boolean
}

export const outOfTime = 'Exceeded maximum execution time'

export function createBudget(limitMs: number, clock: () => number = Date.now): Budget {
  const start = clock()
  let slept = 0
  const isSpent = () => clock() - start + slept > limitMs

  return {
    sleep: (ms) => {
      slept += ms
    },
    check: () => {
      if (isSpent()) throw new ScriptProblem(outOfTime)
    },
    isSpent,
  }
}

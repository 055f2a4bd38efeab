/** The one clock of a workspace: tokens, keys and arrivals read it, so a test can move time instead of waiting. */
export interface Clock {
  now(): Date
  /** Moves the clock by `ms` (backwards when negative). */
  advance(ms: number): void
}

export function createClock(source: () => Date = () => new Date()): Clock {
  let skew = 0

  return {
    now: () => new Date(source().getTime() + skew),
    advance: (ms) => {
      skew += ms
    },
  }
}

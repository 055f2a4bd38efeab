/** A clock that stands still until a test moves it. */
export function testClock(start = '2026-11-16T09:00:00.000Z') {
  let instant = Date.parse(start)
  return {
    now: () => new Date(instant),
    advance(ms: number) {
      instant += ms
    },
  }
}

export const minutes = (n: number) => n * 60_000
export const days = (n: number) => n * 24 * 60 * 60_000

/** Chance that repeats itself: the same seed gives the same story on every machine. */
export type Random = ReturnType<typeof randomFrom>

export function randomFrom(seed: string) {
  let state = fnv1a(seed)

  /** A fraction in [0, 1): mulberry32, public domain, by Tommy Ettinger. */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))

  function pick<T>(items: readonly T[]): T {
    const item = items[int(0, items.length - 1)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  /** Some of the items, each at most once, in their own order. */
  function some<T>(items: readonly T[], count: number): T[] {
    const chosen = new Set<number>()
    while (chosen.size < Math.min(count, items.length)) chosen.add(int(0, items.length - 1))
    return items.filter((_, index) => chosen.has(index))
  }

  /** `[['Pension', 3], ['Individual', 1]]`: pensions three times as often. */
  function weighted<T>(choices: readonly (readonly [T, number])[]): T {
    let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [choice, weight] of choices) {
      left -= weight
      if (left < 0) return choice
    }
    return pick(choices)[0]
  }

  /** Chance of its own for one part of the story, so that a change elsewhere does not reshuffle it. */
  const fork = (part: string) => randomFrom(`${seed}/${part}`)

  return { next, int, pick, some, weighted, fork, chance: (likelihood: number) => next() < likelihood }
}

/** http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

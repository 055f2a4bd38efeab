/**
 * Lets so much through at once; the rest waits in line. The weight is what is expected: work that turns out to be of another
 * says so by `weigh`, and nobody else enters until there is room again.
 */
export type Gate = <T>(expected: number, work: (weigh: (actual: number) => void) => Promise<T>) => Promise<T>

/** What weighs more than there is room goes through alone. Weights are in the unit of `room`. */
export function openGate(room: number): Gate {
  const line: { weight: number; enter: () => void }[] = []
  let taken = 0

  const admit = () => {
    for (let next = line[0]; next && taken + next.weight <= room; next = line[0]) {
      line.shift()
      taken += next.weight
      next.enter()
    }
  }
  return async (asked, work) => {
    let weight = Math.min(asked, room)
    await new Promise<void>((enter) => {
      line.push({ weight, enter })
      admit()
    })
    const weigh = (actual: number) => {
      taken += actual - weight
      weight = actual
      admit()
    }
    try {
      return await work(weigh)
    } finally {
      taken -= weight
      admit()
    }
  }
}

/**
 * Works on all items in their order, at most `atOnce` together; when one fails, those under way are waited for, and no other
 * begins. Nor does one once there `isEnough`: then the answers are those of the first items.
 */
export async function each<T, R>(
  items: T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
  isEnough: () => boolean = () => false,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  let failed = false

  const worker = async () => {
    while (next < items.length && !failed && !isEnough()) {
      const index = next++
      try {
        results[index] = await work(items[index] as T)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  const failure = workers.find((outcome) => outcome.status === 'rejected')
  if (failure) throw failure.reason
  return results
}

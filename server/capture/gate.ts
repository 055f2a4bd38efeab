/** Lets so much through at once; the rest waits in line. */
export type Gate = <T>(weight: number, work: () => Promise<T>) => Promise<T>

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
    const weight = Math.min(asked, room)
    await new Promise<void>((enter) => {
      line.push({ weight, enter })
      admit()
    })
    try {
      return await work()
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

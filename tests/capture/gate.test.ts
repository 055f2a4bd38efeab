import { expect, test } from 'vitest'
import { each, openGate } from '../../server/capture/gate.ts'

/** Work that ends when it is told to. */
function held() {
  const ends: (() => void)[] = []
  let most = 0
  let now = 0
  const work = async () => {
    most = Math.max(most, ++now)
    await new Promise<void>((end) => ends.push(end))
    now -= 1
  }
  const endAll = async (all: Promise<unknown>) => {
    let isDone = false
    const done = all.finally(() => (isDone = true))
    while (!isDone) {
      ends.shift()?.()
      await Promise.resolve()
    }
    return done
  }
  return { work, endAll, most: () => most }
}

test('small things go through together, as many as there is room for', async () => {
  const { work, endAll, most } = held()
  const gate = openGate(10)

  await endAll(Promise.all(Array.from({ length: 9 }, () => gate(3, work))))

  expect(most()).toBe(3)
})

test('what is larger than the room goes through alone', async () => {
  const { work, endAll, most } = held()
  const gate = openGate(10)

  await endAll(Promise.all([gate(25, work), gate(25, work), gate(1, work)]))

  expect(most()).toBe(1)
})

test('what turns out to be heavier than expected lets nobody else in until it is done', async () => {
  const { work, endAll, most } = held()
  const gate = openGate(10)
  const heavier = gate(3, (weigh) => {
    weigh(12)
    return work()
  })
  await Promise.resolve()

  await endAll(Promise.all([heavier, gate(3, work), gate(7, work)]))

  expect(most()).toBe(2)
})

test('what turns out to be lighter lets others in at once', async () => {
  const { work, endAll, most } = held()
  const gate = openGate(10)
  const lighter = (weigh: (actual: number) => void) => {
    weigh(1)
    return work()
  }

  await endAll(Promise.all([gate(8, lighter), gate(8, lighter)]))

  expect(most()).toBe(2)
})

test('a failure gives its room back', async () => {
  const gate = openGate(1)

  await gate(1, () => Promise.reject(new Error('broken'))).catch(() => undefined)

  await expect(gate(1, async () => 'through')).resolves.toBe('through')
})

test('items are worked on so many at once, and answered in their order', async () => {
  const { work, endAll, most } = held()

  const all = endAll(each([1, 2, 3, 4, 5], 2, async (n) => work().then(() => n * 10)))

  await expect(all).resolves.toEqual([10, 20, 30, 40, 50])
  expect(most()).toBe(2)
})

test('after a failure no further item is begun', async () => {
  const begun: number[] = []
  const failing = each([1, 2, 3, 4], 1, async (n) => {
    begun.push(n)
    if (n === 2) throw new Error('broken')
  })

  await expect(failing).rejects.toThrow('broken')
  expect(begun).toEqual([1, 2])
})

test('once there is enough no further item is begun, and the first are answered', async () => {
  let sum = 0
  const work = async (n: number) => {
    sum += n
    return n
  }

  await expect(each([1, 2, 3, 4], 1, work, () => sum >= 3)).resolves.toEqual([1, 2])
})

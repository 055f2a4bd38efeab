import { afterEach, expect, test, vi } from 'vitest'
import { Unreachable } from '../../views/assets/grid/model/api.ts'
import { createOnce } from '../../views/assets/grid/model/once.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** A server that is reached so many times too few; `sent` holds the keys and bodies that were. */
function openServer(lost: number, status = 200) {
  const sent: [key: string | undefined, body: string][] = []
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (_path: string, given: { headers: Record<string, string>; body: string }) => {
    sent.push([given.headers['idempotency-key'], given.body])
    if (sent.length <= lost) throw new TypeError('Failed to fetch')
    return new Response('{"cells": 1}', { status })
  })
  const once = createOnce()
  const paste = async (body: object, act?: unknown) => {
    const answer = once('/fundraising/paste', body, act).catch((problem: unknown) => problem)
    await vi.advanceTimersByTimeAsync(10_000)
    return answer
  }
  return { sent, paste }
}

const keys = (sent: [string | undefined, string][]) => new Set(sent.map(([key]) => key))

test('a paste whose answer was lost is tried again under the same key', async () => {
  const { sent, paste } = openServer(1)

  const answer = await paste({ cells: [['Lisbon']] })

  expect(answer).toEqual({ cells: 1 })
  expect(sent).toHaveLength(2)
  expect(keys(sent).size).toBe(1)
})

test('pasting the same once more after no answer came sends what was sent, under its key', async () => {
  const { sent, paste } = openServer(3)

  const first = await paste({ cells: [['Lisbon']], version: 1 }, 'Lisbon')
  const second = await paste({ cells: [['Lisbon']], version: 2 }, 'Lisbon')

  expect(first).toBeInstanceOf(Unreachable)
  expect(second).toEqual({ cells: 1 })
  expect(new Set(sent.map(String)).size).toBe(1)
})

test('pasting the same twice with an answer in between is two pastes', async () => {
  const { sent, paste } = openServer(0)

  await paste({ cells: [['Lisbon']] })
  await paste({ cells: [['Lisbon']] })

  expect(keys(sent).size).toBe(2)
})

test('a paste that was refused is another one when it is tried again', async () => {
  const { sent, paste } = openServer(0, 422)

  await paste({ cells: [['Lisbon']] })
  await paste({ cells: [['Lisbon']] })

  expect(keys(sent).size).toBe(2)
})

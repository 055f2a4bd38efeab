import { afterEach, expect, test, vi } from 'vitest'
import { createNames } from '../../views/assets/grid/model/names.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('names that could not be read are asked for again', async () => {
  vi.useFakeTimers()
  const answers = [new Response('', { status: 503 }), new Response('{"data": [{"id": "maya", "name": "Maya Chen"}]}')]
  vi.stubGlobal('fetch', async () => answers.shift())
  const names = createNames()
  names.onKnown(() => names.of('maya'))

  const atFirst = names.of('maya')
  await vi.advanceTimersByTimeAsync(10_000)

  expect([atFirst, names.of('maya')]).toEqual([undefined, 'Maya Chen'])
})

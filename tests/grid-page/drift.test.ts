import { afterEach, expect, test, vi } from 'vitest'
import type { GridData } from '../../shared/grid-page.ts'
import { plainView } from '../../shared/views.ts'
import { createDrift } from '../../views/assets/grid/drift.ts'
import { createState } from '../../views/assets/grid/state.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

type Sent = { height: string; keepalive: boolean }

/** A page with one view, before a server that answers when it is told to. */
function openPage() {
  const sent: Sent[] = []
  const answers: (() => void)[] = []
  let leave = () => {}
  vi.useFakeTimers()
  vi.stubGlobal('addEventListener', (_event: 'pagehide', fn: () => void) => {
    leave = fn
  })
  vi.stubGlobal('fetch', async (_path: string, { body, keepalive }: { body: string; keepalive: boolean }) => {
    sent.push({ height: JSON.parse(body).definition.row_height, keepalive })
    await new Promise<void>((resolve) => answers.push(resolve))
    return new Response('{}')
  })
  const view = { id: 'all', name: 'All', definition: plainView, drift: null }
  const state = createState({ fields: [], views: [view], view: 'all' } as unknown as GridData, '')
  return { drift: createDrift(state), sent, answers, leave: () => leave() }
}

test('a change made just before the page is left is stored', () => {
  const { drift, sent, leave } = openPage()

  drift.change({ row_height: 'tall' })
  leave()

  expect(sent).toEqual([{ height: 'tall', keepalive: true }])
})

test('a change waits for the one before it, so that the later one stands', async () => {
  const { drift, sent, answers } = openPage()

  drift.change({ row_height: 'tall' })
  await vi.advanceTimersByTimeAsync(1000)
  drift.change({ row_height: 'medium' })
  await vi.advanceTimersByTimeAsync(1000)
  const before = sent.map(({ height }) => height)
  answers[0]?.()
  await vi.advanceTimersByTimeAsync(0)

  expect(before).toEqual(['tall'])
  expect(sent.map(({ height }) => height)).toEqual(['tall', 'medium'])
})

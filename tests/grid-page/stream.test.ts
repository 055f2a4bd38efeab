import { afterEach, expect, test, vi } from 'vitest'
import { listen } from '../../views/assets/grid/live/stream.ts'
import type { GridState } from '../../views/assets/grid/state.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** The browser's end of the stream, to be told of what arrives. */
class Source extends EventTarget {
  static readonly CLOSED = 2
  static opened: Source[] = []
  readyState = 1
  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
    Source.opened.push(this)
  }
}

function openStream() {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Source)
  Source.opened = []
  const calm = () => Promise.resolve()
  const acts = { rows: vi.fn(calm), reload: vi.fn(calm), fields: vi.fn(calm), views: vi.fn(calm), repaint: vi.fn() }
  const state = { data: { me: { id: 'ines' } }, events: { emit: vi.fn() } }
  listen(state as unknown as GridState, 40, acts)
  const tell = (seq: number, change: object) => {
    const data = JSON.stringify({ seq, actor: { id: 'ines', name: 'Ines' }, investor_id: null, ...change })
    Source.opened.at(-1)?.dispatchEvent(new MessageEvent('message', { data, lastEventId: String(seq) }))
  }
  return { acts, tell }
}

test('a stream that was refused is asked for again, from where it had come to', async () => {
  const { tell } = openStream()
  tell(43, { entity: 'investors' })

  const [first] = Source.opened
  Object.assign(first ?? {}, { readyState: Source.CLOSED })
  first?.dispatchEvent(new Event('error'))
  await vi.advanceTimersByTimeAsync(10_000)

  expect(Source.opened.map(({ url }) => new URL(url, 'http://crm.test').searchParams.get('since'))).toEqual([
    '40',
    '43',
  ])
})

test('a stream that was only cut off is left to the browser', async () => {
  openStream()

  Source.opened[0]?.dispatchEvent(new Event('error'))
  await vi.advanceTimersByTimeAsync(10_000)

  expect(Source.opened).toHaveLength(1)
})

test('thirty columns added in one act are read once', async () => {
  const { acts, tell } = openStream()

  for (let seq = 41; seq <= 70; seq += 1) tell(seq, { entity: 'fields' })
  await vi.advanceTimersByTimeAsync(10_000)

  expect(acts.fields).toHaveBeenCalledOnce()
})

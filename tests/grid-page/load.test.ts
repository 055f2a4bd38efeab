import { afterEach, expect, test, vi } from 'vitest'
import type { GridData } from '../../shared/grid-page.ts'
import { plainView } from '../../shared/views.ts'
import { createLoading } from '../../views/assets/grid/model/load.ts'
import { createState } from '../../views/assets/grid/state.ts'

afterEach(() => void vi.unstubAllGlobals())

/** A page of 3,000 investors, and how many of them it shows each time it draws. */
async function openLoading() {
  const all = Array.from({ length: 3000 }, (_, n) => [`i${n}`, 1, null, `Investor ${n}`])
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
    const { offset, limit } = JSON.parse(body)
    const rows = all.slice(offset, offset + limit)
    return new Response(JSON.stringify({ columns: ['name'], rows, total: all.length, limit, offset, version: 1 }))
  })
  const view = { id: 'all', name: 'All', definition: plainView, drift: null }
  const state = createState({ fields: [], views: [view], view: 'all' } as unknown as GridData, '')
  const shown: number[] = []
  const loading = createLoading(
    state,
    () => undefined,
    () => void shown.push(state.rows.size()),
  )
  await loading.load()
  const shownSince = async (work: () => Promise<unknown>) => {
    shown.length = 0
    await work()
    return shown
  }
  return { state, loading, shownSince }
}

test('what is asked for once more stands there until all of it has come', async () => {
  const { loading, shownSince } = await openLoading()

  expect(await shownSince(loading.load)).toEqual([3000])
})

test('another question shows its first rows at once', async () => {
  const { state, loading, shownSince } = await openLoading()

  state.search = 'Investor'

  expect((await shownSince(loading.load))[0]).toBe(200)
})

test('a new row that is only typed yet stays through it', async () => {
  const { state, loading } = await openLoading()
  state.rows.put({ kind: 'row', id: 'draft:1', version: 0, color: null, values: { name: 'Birch' } })

  await loading.load()

  expect(state.rows.get('draft:1')?.values).toEqual({ name: 'Birch' })
})

import { afterEach, expect, test, vi } from 'vitest'
import type { FieldInfo, GridData } from '../../shared/grid-page.ts'
import { plainView } from '../../shared/views.ts'
import { createState } from '../../views/assets/grid/state.ts'

const toasts = vi.hoisted(() => [] as string[])
vi.mock('../../views/assets/behaviours/toast.ts', () => ({
  showToast: ({ message }: { message: string }) => void toasts.push(message),
}))
const { dropLost, nextTrouble } = await import('../../views/assets/grid/troubles.ts')

afterEach(() => void toasts.splice(0))

/** A page with two refused cells, in City and in Pension type. */
function openPage() {
  const field = (key: string) => ({ key, label: key, type: 'text', result_type: 'text', options: {} }) as FieldInfo
  const view = { id: 'all', name: 'All', definition: plainView, drift: null }
  const fields = [field('city'), field('pension_type')]
  const state = createState({ fields, views: [view], view: 'all' } as unknown as GridData, '')
  state.marks.mark('harbor', 'city', { problem: { kind: 'problem', text: 'far too long', sentence: 'No.' } })
  state.marks.mark('alder', 'pension_type', { problem: { kind: 'problem', text: 'Defined', sentence: 'No.' } })
  return state
}

test('the refused cells are gone through one after the other', () => {
  const state = openPage()

  const first = nextTrouble(state, undefined)
  const second = nextTrouble(state, first)
  const third = nextTrouble(state, second)

  expect([first, second, third].map((cell) => cell?.row)).toEqual(['harbor', 'alder', 'harbor'])
})

test('what was typed into a column that is gone is said, and is no cell to look at any more', () => {
  const state = openPage()

  state.data.fields = state.data.fields.filter(({ key }) => key === 'city')
  dropLost(state)

  expect(toasts).toEqual(['Its column is gone. You had typed “Defined”.'])
  expect(state.marks.having('problem').map(([row]) => row)).toEqual(['harbor'])
})

import { expect, test } from 'vitest'
import type { Card, NavigationStep } from '../../emulator/panel/browser/card-types.ts'
import { navigate } from '../../emulator/panel/browser/navigation.ts'

const card = (name: string): Card => ({ name, sections: [] })

test.each<[string, string[], NavigationStep[], string[]]>([
  ['push', ['a'], [{ pushCard: card('b') }], ['a', 'b']],
  ['update', ['a', 'b'], [{ updateCard: card('c') }], ['a', 'c']],
  ['update of nothing', [], [{ updateCard: card('a') }], ['a']],
  ['pop', ['a', 'b'], [{ pop: true }], ['a']],
  ['pop of the root', ['a'], [{ pop: true }], ['a']],
  ['pop to the root', ['a', 'b', 'c'], [{ popToRoot: true }], ['a']],
  ['pop to a named card', ['a', 'b', 'c'], [{ popToCard: 'b' }], ['a', 'b']],
  ['pop to a card that is not there', ['a', 'b'], [{ popToCard: 'x' }], ['a', 'b']],
  ['replace everything', ['a', 'b', 'c'], [{ popToRoot: true }, { updateCard: card('d') }], ['d']],
  ['return and refresh', ['a', 'b'], [{ pop: true }, { updateCard: card('c') }], ['c']],
])('%s', (_case, before, steps, after) => {
  expect(navigate(before.map(card), steps).map(({ name }) => name)).toEqual(after)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderFormulas, renameInFormula } from '../../shared/formula/formula.ts'

const graph = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([key, uses]) => [key, { uses }] as const))

test('each formula comes after those it names', () => {
  const answer = orderFormulas(graph({ total: ['fee', 'ticket'], fee: ['rate'], rate: ['ticket'] }))

  expect(answer).toEqual({ order: ['rate', 'fee', 'total'] })
})

test('a circle is reported as it runs', () => {
  const answer = orderFormulas(graph({ start: ['a'], a: ['ticket', 'b'], b: ['c'], c: ['a'] }))

  expect(answer).toEqual({ cycle: ['a', 'b', 'c'] })
})

test('a formula that names itself is a circle of one', () => {
  expect(orderFormulas(graph({ a: ['a'] }))).toEqual({ cycle: ['a'] })
})

test('a chain of 20,000 formulas is ordered', () => {
  const chain = new Map(Array.from({ length: 20_000 }, (_, at) => [`f${at}`, { uses: [`f${at + 1}`] }] as const))
  const answer = orderFormulas(chain)

  expect('order' in answer && answer.order.length).toBe(20_000)
  expect('order' in answer && answer.order[0]).toBe('f19999')
})

test('either every formula follows what it uses, or the circle closes', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f']
  const uses = fc.uniqueArray(fc.constantFrom(...keys, 'cell'))
  fc.assert(
    fc.property(fc.array(uses, { minLength: 1, maxLength: 6 }), (lists) => {
      const formulas = new Map(lists.map((list, at) => [keys[at] ?? '', { uses: list }] as const))
      const answer = orderFormulas(formulas)
      const usesOf = (key?: string) => formulas.get(key ?? '')?.uses ?? []

      if ('cycle' in answer) {
        return answer.cycle.every((key, at, cycle) => usesOf(key).includes(cycle[(at + 1) % cycle.length] ?? ''))
      }
      const place = new Map(answer.order.map((key, at) => [key, at]))
      return (
        place.size === formulas.size &&
        [...place].every(([key, at]) => usesOf(key).every((used) => (place.get(used) ?? -1) < at))
      )
    }),
  )
})

test.each([
  ['{Ticket} * 2', '{Check size} * 2'],
  ['{ ticket }*{TICKET}', '{Check size}*{Check size}'],
  ['Ticket+1', '{Check size}+1'],
  ['"{Ticket}" & {Ticket}', '"{Ticket}" & {Check size}'],
  ['{amount_2} + {Tickets}', '{amount_2} + {Tickets}'],
  ['ticket(1) + "Ticket', 'ticket(1) + "Ticket'],
  ["'Ticket' & Ticket", "'Ticket' & {Check size}"],
])('renaming Ticket turns %s into %s', (before, after) => {
  expect(renameInFormula(before, { label: 'Ticket', key: 'amount_2' }, 'Check size')).toBe(after)
})

test('a new name with brackets is written so that it reads back', () => {
  expect(renameInFormula('{Odd}', { label: 'Odd', key: 'odd' }, 'a } and \\ b')).toBe('{a \\} and \\\\ b}')
})

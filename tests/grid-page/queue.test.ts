import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  done,
  type Entry,
  enqueue,
  enqueueCreate,
  enqueueMany,
  markSent,
  pendingValues,
  renameRow,
  split,
  waiting,
  withoutCells,
} from '../../views/assets/grid/save/queue.ts'

const edit = (id: string, values: Record<string, unknown>, version?: number) =>
  version === undefined ? { id, values } : { id, values, expected_version: version }

test('edits of one row typed one after the other are one request', () => {
  const first = enqueue([], edit('harbor', { city: 'Lisbon' }, 3), 'a')

  const entries = enqueue(first, edit('harbor', { country: 'Portugal' }, 3), 'b')

  expect(entries).toEqual([
    { key: 'b', kind: 'edit', sent: false, edits: [edit('harbor', { city: 'Lisbon', country: 'Portugal' }, 3)] },
  ])
})

test('what is being sent is not changed any more', () => {
  const sent = markSent(enqueue([], edit('harbor', { city: 'Lisbon' }, 3), 'a'), 'a')

  const entries = enqueue(sent, edit('harbor', { city: 'Porto' }, 3), 'b')

  expect(entries.map(({ key, edits }) => [key, edits[0]?.values])).toEqual([
    ['a', { city: 'Lisbon' }],
    ['b', { city: 'Porto' }],
  ])
})

test('a cell typed on top of a newer version of the row is a request of its own', () => {
  const first = enqueue([], edit('harbor', { city: 'Lisbon' }, 3), 'a')

  expect(enqueue(first, edit('harbor', { country: 'Portugal' }, 7), 'b')).toHaveLength(2)
})

test('what is typed into a new row before it is sent goes with it', () => {
  const entries = enqueue(enqueueCreate([], 'draft:1', { name: 'Birch' }, 'a'), edit('draft:1', { city: 'Oslo' }), 'b')

  expect(entries).toEqual([
    { key: 'b', kind: 'create', sent: false, edits: [edit('draft:1', { name: 'Birch', city: 'Oslo' })] },
  ])
})

test('later edits of a new row go to the id it was given', () => {
  const sent = markSent(enqueueCreate([], 'draft:1', { name: 'Birch' }, 'a'), 'a')
  const entries = enqueue(sent, edit('draft:1', { city: 'Oslo' }), 'b')

  expect(renameRow(done(entries, 'a'), 'draft:1', 'birch')[0]?.edits[0]?.id).toBe('birch')
})

test('cells the server refused are left out, and the others of that request are tried again under a new key', () => {
  const entries = enqueue([], edit('harbor', { city: 'Lisbon', phone: '1' }), 'a')

  const left = withoutCells(markSent(entries, 'a'), 'a', [{ id: 'harbor', field: 'city' }], 'b')

  expect(left).toEqual([{ key: 'b', kind: 'edit', sent: false, edits: [edit('harbor', { phone: '1' })] }])
  expect(withoutCells(left, 'b', [{ id: 'harbor', field: 'phone' }], 'c')).toEqual([])
})

test('a request of many rows can be taken apart in its order', () => {
  const entries = enqueueMany([], [edit('a', { city: '1' }), edit('b', { city: '2' })], 'k')
  const keys = ['k1', 'k2']

  const parts = split(entries, 'k', () => keys.shift() ?? '')

  expect(parts.map(({ key, edits }) => [key, edits.map(({ id }) => id)])).toEqual([
    ['k1', ['a']],
    ['k2', ['b']],
  ])
})

test('cells that wait are counted once, and the newest value of each is known', () => {
  const sent = markSent(enqueue([], edit('harbor', { city: 'Lisbon' }), 'a'), 'a')
  const entries = enqueue(sent, edit('harbor', { city: 'Porto', phone: '1' }), 'b')

  expect(waiting(entries)).toBe(2)
  expect(pendingValues(entries, 'harbor')).toEqual({ city: 'Porto', phone: '1' })
  expect(pendingValues(entries, 'alder')).toBeUndefined()
})

type Step =
  | { kind: 'type'; id: string; field: string; value: number }
  | { kind: 'answer'; how: 'done' | 'lost' | 'repeated' | 'refused' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      id: fc.constantFrom('a', 'b', 'c'),
      field: fc.constantFrom('x', 'y'),
      value: fc.nat(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      how: fc.constantFrom('done', 'lost', 'repeated', 'refused'),
    }),
  },
)

/** A server that carries out what reaches it, once per key, and sometimes is not heard. `refused` refuses the field y. */
function play(steps: Step[]) {
  let entries: Entry[] = []
  let keys = 0
  const key = () => {
    keys += 1
    return `k${keys}`
  }
  const stored: Record<string, number> = {}
  const typed: Record<string, number> = {}
  const refused = new Set<string>()
  const bodies = new Map<string, string>()

  const carryOut = (entry: Entry) => {
    const body = JSON.stringify(entry.edits)
    if (bodies.has(entry.key)) expect(bodies.get(entry.key)).toBe(body)
    else
      for (const { id, values } of entry.edits)
        for (const [f, v] of Object.entries(values)) stored[`${id}.${f}`] = v as number
    bodies.set(entry.key, body)
  }
  const answer = (how: 'done' | 'lost' | 'repeated' | 'refused') => {
    const head = entries[0]
    if (!head) return
    entries = markSent(entries, head.key)
    if (how === 'lost') return
    const hasY = head.edits.some(({ values }) => 'y' in values)
    if (how === 'refused' && hasY && !bodies.has(head.key)) {
      const cells = head.edits.filter(({ values }) => 'y' in values).map(({ id }) => ({ id, field: 'y' }))
      for (const { id } of cells) refused.add(`${id}.y`)
      entries = withoutCells(entries, head.key, cells, key())
      return
    }
    carryOut(head)
    if (how !== 'repeated') entries = done(entries, head.key)
  }
  for (const one of steps) {
    if (one.kind === 'answer') answer(one.how)
    else {
      typed[`${one.id}.${one.field}`] = one.value
      refused.delete(`${one.id}.${one.field}`)
      entries = enqueue(entries, edit(one.id, { [one.field]: one.value }), key())
    }
  }
  while (entries.length > 0) answer('done')
  return { stored, typed, refused }
}

test('whatever is lost, repeated or refused on the way, the last thing typed into every other cell is what is stored', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { stored, typed, refused } = play(steps)
      for (const [cell, value] of Object.entries(typed)) if (!refused.has(cell)) expect(stored[cell]).toBe(value)
    }),
    { numRuns: 400 },
  )
})

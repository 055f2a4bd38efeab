import fc from 'fast-check'
import { expect, test } from 'vitest'
import { work } from '../../server/automations/engine.ts'
import { openRules } from './support.ts'

const columns = ['city', 'country', 'source', 'next_step'] as const
const value = fc.constantFrom('Oslo', 'Rome', 'Lima', null)
const column = fc.constantFrom(...columns)

const someRule = fc.record({
  watched: column,
  to: fc.option(value, { nil: undefined }),
  written: column,
  value,
})
const someStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ edit: fc.nat(2), values: fc.dictionary(column, value, { minKeys: 1 }) }) },
  { weight: 3, arbitrary: fc.record({ turns: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ undo: fc.nat(5) }) },
)

test('whatever people edit and whenever the engine is stopped, each rule fires at most once per investor and change, and comes to rest', () => {
  fc.assert(
    fc.property(fc.array(someRule, { maxLength: 4 }), fc.array(someStep, { maxLength: 12 }), (given, steps) => {
      const { world, rule, edit, undo, settle, harbor, alder, quill, runs, values } = openRules()
      const investors = [harbor.id, alder.id, quill.id]
      for (const [n, { watched, to, written, value }] of given.entries()) {
        const trigger = { kind: 'field_changes' as const, field: watched, ...(to !== undefined && { to }) }
        rule({ name: `Rule ${n}`, trigger, actions: [{ kind: 'set_field', field: written, value }] })
      }
      const batches: string[] = []
      for (const step of steps) {
        if ('edit' in step) batches.push(edit(String(investors[step.edit]), step.values))
        else if ('undo' in step) undoQuietly(() => undo(String(batches[step.undo])))
        else {
          // A new start each time: what the one before had in hand is forgotten, as after a crash.
          const turns = work(world)
          for (let n = 0; n < step.turns; n += 1) turns.next()
        }
      }
      settle()
      const rested = JSON.stringify([runs(), investors.map(values)])
      settle()

      expect(JSON.stringify([runs(), investors.map(values)])).toBe(rested)
      const fired = runs().map((run) => `${run.automationId} ${run.investorId} ${run.occasion}`)
      expect(new Set(fired).size).toBe(fired.length)
      expect(runs().every(({ depth }) => depth <= 5)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

function undoQuietly(work: () => void) {
  try {
    work()
  } catch {
    // There was no such act, or it was taken back already.
  }
}

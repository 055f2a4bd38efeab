import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileFormula, evaluateFormula, renameInFormula } from '../../shared/formula/formula.ts'
import { parse } from '../../shared/formula/parse.ts'
import type { Tree } from '../../shared/formula/tree.ts'
import { printTree } from './print-tree.ts'
import { evening, fields, harbor, workOut } from './support.ts'

/** Pieces of formulas put together anyhow: nearly right, and so further into the parser than plain noise. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        ',',
        '+',
        '-',
        '*',
        '/',
        '&',
        '=',
        '!=',
        '<',
        '>=',
        '"',
        "'",
        '{',
        '}',
        '\\',
        ' ',
        '\n',
        'e',
        '.',
      ),
      fc.constantFrom(
        '{Name}',
        '{Ticket}',
        '{Closing}',
        '"days"',
        'IF(',
        'SUM(',
        'DATEADD(',
        'REPT(',
        'ARRAYSLICE(',
        'TODAY()',
        '1e9',
        '0.1',
        'TRUE',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

test('any text is either a formula or refused with a place inside it', () => {
  fc.assert(
    fc.property(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 200 })), (source) => {
      const compiled = compileFormula(source, fields)
      if ('problem' in compiled) {
        const { start, end } = compiled.problem
        return start >= 0 && start <= end && end <= source.length
      }
      evaluateFormula(compiled.formula, (key) => harbor[key] ?? null, evening)
      return true
    }),
    { numRuns: 2000 },
  )
})

test('a formula without a mention of a column is not changed by renaming it', () => {
  fc.assert(
    fc.property(pieces, (source) => {
      expect(renameInFormula(source, { label: 'No such label', key: 'none' }, 'Other')).toBe(source)
    }),
  )
})

/** Arithmetic and logic over small numbers, as a tree and as plain functions. */
type Sample = { formula: string; answer: () => number | boolean }

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((value) => ({ formula: String(value), answer: () => value })),
  fc.constantFrom<Sample>(
    { formula: '{Meetings}', answer: () => 3 },
    { formula: '{Share}', answer: () => 0 },
    { formula: 'TRUE', answer: () => true },
    { formula: 'FALSE()', answer: () => false },
  ),
)

class Zero extends Error {}

const divided = (one: number, other: number): number => {
  if (other === 0) throw new Zero()
  return one / other
}

/** Rounded like the formula's own values, so that both meet the same comparisons. */
const shown = (value: number): number => Number(value.toPrecision(15))

const binary: Record<string, (one: number, other: number) => number | boolean> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': divided,
  '=': (one, other) => shown(one) === shown(other),
  '!=': (one, other) => shown(one) !== shown(other),
  '<': (one, other) => shown(one) < shown(other),
  '<=': (one, other) => shown(one) <= shown(other),
  '>': (one, other) => shown(one) > shown(other),
  '>=': (one, other) => shown(one) >= shown(other),
}

const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.tuple(fc.constantFrom(...Object.keys(binary)), tie('sample'), tie('sample')).map(([operator, one, other]) => ({
      formula: `(${one.formula} ${operator} ${other.formula})`,
      answer: () => binary[operator]?.(Number(one.answer()), Number(other.answer())) ?? 0,
    })),
    tie('sample').map((one) => ({ formula: `-${one.formula}`, answer: () => -Number(one.answer()) })),
    tie('sample').map((one) => ({ formula: `NOT(${one.formula})`, answer: () => !one.answer() })),
    fc.tuple(tie('sample'), tie('sample')).map(([one, other]) => ({
      formula: `AND(${one.formula}, ${other.formula})`,
      answer: () => Boolean(one.answer()) && Boolean(other.answer()),
    })),
    fc.tuple(tie('sample'), tie('sample'), tie('sample')).map(([test, one, other]) => ({
      formula: `IF(${test.formula}, ${one.formula}, ${other.formula})`,
      answer: () => (test.answer() ? one.answer() : other.answer()),
    })),
    fc.tuple(tie('sample'), tie('sample')).map(([one, other]) => ({
      formula: `IFERROR(${one.formula}, ${other.formula})`,
      answer: () => {
        try {
          return one.answer()
        } catch {
          return other.answer()
        }
      },
    })),
  ),
}))

function expected({ answer }: Sample): unknown {
  try {
    return answer()
  } catch (error) {
    if (error instanceof Zero) return 'division_by_zero'
    throw error
  }
}

test('arithmetic and logic agree with plain JavaScript', () => {
  fc.assert(
    fc.property(sample, (one) => {
      const value = workOut(one.formula)
      const answer = expected(one)

      if (answer === 'division_by_zero') expect(value).toMatchObject({ error: { code: answer } })
      else expect(Number(value)).toBeCloseTo(Number(answer), 6)
    }),
    { numRuns: 500 },
  )
})

/** A tree without its places, to be compared. */
function bare(tree: Tree): unknown {
  if (tree.kind === 'negate') return ['-', bare(tree.operand)]
  if (tree.kind === 'binary') return [tree.operator, bare(tree.left), bare(tree.right)]
  if (tree.kind === 'call') return [tree.name, ...tree.args.map(bare)]
  return tree.kind === 'field' ? ['field', tree.name] : tree.value
}

test('a formula that is printed and read again is the same', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 10 }).map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`)
  const formula = fc.oneof(
    sample.map(({ formula }) => formula),
    fc
      .array(fc.oneof(text, fc.constant('{Odd {name\\}}')), { minLength: 1, maxLength: 4 })
      .map((all) => all.join(' & ')),
  )
  fc.assert(
    fc.property(formula, (source) => {
      const tree = parse(source)
      expect(bare(parse(printTree(tree)))).toEqual(bare(tree))
    }),
  )
})

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString())
const unit = fc.constantFrom('seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'quarters', 'years')

test('a difference the other way round is the same below zero', () => {
  fc.assert(
    fc.property(day, day, unit, (one, other, unit) => {
      const there = workOut(`DATETIME_DIFF("${one}", "${other}", "${unit}")`)
      const back = workOut(`DATETIME_DIFF("${other}", "${one}", "${unit}")`)
      expect(Number(there) + Number(back)).toBe(0)
    }),
  )
})

test('adding units and counting them agree, for days in any zone', () => {
  const zones = fc.constantFrom('America/New_York', 'Europe/London', 'Asia/Kolkata', 'Pacific/Apia', 'UTC')
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: -500, max: 500 }),
      fc.constantFrom('days', 'weeks'),
      zones,
      (date, count, unit, zone) => {
        const source = `DATETIME_DIFF(DATEADD("${date.slice(0, 10)}", ${count}, "${unit}"), "${date.slice(0, 10)}", "${unit}")`
        expect(workOut(source, harbor, { ...evening, zone })).toBe(count)
      },
    ),
  )
})

test('a date written and read by one format is the same', () => {
  const formats = fc.constantFrom('YYYY-MM-DD', 'D MMMM YYYY', 'MMM Do, YYYY', 'DD.MM.YYYY', 'dddd, M/D/YYYY')
  fc.assert(
    fc.property(day, formats, (date, format) => {
      const written = `DATETIME_FORMAT("${date.slice(0, 10)}", "${format}")`
      expect(workOut(`DATETIME_PARSE(${written}, "${format}")`)).toBe(date.slice(0, 10))
    }),
  )
})

test('working days counted to the day so many working days later are one more', () => {
  const holidays = fc.uniqueArray(
    day.map((date) => `2031-${date.slice(5, 10)}`).filter((date) => !date.endsWith('02-29')),
  )
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), holidays, (count, free) => {
      const list = free.join(',')
      const later = workOut(`WORKDAY("2031-03-01", ${count}, "${list}")`)
      expect(workOut(`WORKDAY_DIFF("2031-03-02", "${later}", "${list}")`)).toBe(count)
      expect(workOut(`WORKDAY_DIFF("${later}", "${later}", "${list}")`)).toBe(1)
    }),
  )
})

test('sums and extremes do not depend on the order of their numbers', () => {
  const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(numbers, fc.constantFrom('SUM', 'MIN', 'MAX', 'AVERAGE', 'COUNT'), (values, name) => {
      expect(workOut(`${name}(${values.join(',')})`)).toBe(workOut(`${name}(${values.toReversed().join(',')})`))
    }),
  )
})

import { expect, test } from 'vitest'
import { compileFormula, evaluateFormula } from '../../shared/formula/formula.ts'
import { failure, fields, harbor, problemOf, workOut } from './support.ts'

test.each([
  ['brackets', `${'('.repeat(4000)}1${')'.repeat(4000)}`],
  ['calls', `${'ABS('.repeat(1900)}1${')'.repeat(1900)}`],
  ['signs', `${'-'.repeat(9000)}1`],
  ['unclosed brackets', '('.repeat(9999)],
  ['choices', `${'IF(TRUE,1,'.repeat(900)}1${')'.repeat(900)}`],
])('%s nested without end are refused', (_what, source) => {
  expect(problemOf(source).code).toBe('too_deep')
})

test('nesting 10,000 deep is refused for its length before anything is read', () => {
  expect(problemOf(`${'('.repeat(10_000)}1${')'.repeat(10_000)}`).code).toBe('too_long')
})

test('a formula with thousands of parts is refused', () => {
  expect(problemOf(`SUM(1${',1'.repeat(4000)})`).code).toBe('too_large')
})

test.each([
  ['+', `1${'+1'.repeat(1499)}`, 1500],
  ['-', `1${'-1'.repeat(1499)}`, -1498],
  ['*', `1${'*1'.repeat(1499)}`, 1],
  ['&', `1${'&1'.repeat(1499)}`, '1'.repeat(1500)],
  ['=', `1${'=1'.repeat(1499)}`, true],
  ['mixed operators', `1${'+1*2-1/1'.repeat(300)}`, 301],
  ['& between sums', `1${'&1+1'.repeat(700)}`, `1${'2'.repeat(700)}`],
  ['brackets to the left', `${'('.repeat(190)}1${'+1+1+1+1)'.repeat(190)}`, 761],
  ['rows inside calls', `${'ABS('.repeat(99)}1${'+1+1+1+1)'.repeat(99)}`, 397],
  ['rows at the right', `${'1+1+1+1-('.repeat(190)}4${')'.repeat(190)}`, 4],
])('a row of %s is as long as a formula may be', (_what, source, result) => {
  expect(workOut(source)).toBe(result)
})

test('a row of operators is bounded by its parts, not by nesting', () => {
  expect(problemOf(`1${'+1'.repeat(1500)}`).code).toBe('too_large')
})

test('a long row is worked out anew for each row of the grid', () => {
  const compiled = compileFormula(`{Meetings}${'+1'.repeat(20)}`, fields)
  const at = (meetings: number) =>
    'formula' in compiled && evaluateFormula(compiled.formula, () => meetings, { now: new Date(0), zone: 'UTC' })

  expect([at(1), at(5)]).toEqual([21, 25])
})

test('a row of & stops at the limit of one text', () => {
  expect(failure(`{Notes}${'&{Notes}'.repeat(9)}`, { ...harbor, notes: 'a'.repeat(10_001) })).toBe('too_large')
})

test('what people write fits', () => {
  expect(workOut(`${'IF({Meetings}=9,1,'.repeat(90)}2${')'.repeat(90)}`)).toBe(2)
  expect(workOut(`1${'+1'.repeat(150)}`)).toBe(151)
})

test('texts that grow and grow stop at the limit of one text', () => {
  expect(failure('REPT(REPT(REPT("x", 1000), 1000), 1000)')).toBe('too_large')
  expect(failure('SUBSTITUTE({Notes}, "a", {Notes})', { ...harbor, notes: 'a'.repeat(50_000) })).toBe('too_large')
})

test('a formula that reads long texts over and over runs out of work', () => {
  const notes = 'a'.repeat(90_000)
  const source = `COUNTA(${Array.from({ length: 100 }, () => 'UPPER({Notes})').join(',')})`

  expect(failure(source, { ...harbor, notes })).toBe('too_much_work')
  expect(failure(`IFERROR(${source}, 0)`, { ...harbor, notes })).toBe('too_much_work')
})

test('two hundred levels of anything are worked out without a stack overflow', () => {
  const source = `${'IFERROR(ABS('.repeat(99)}1${'),0)'.repeat(99)}`
  const compiled = compileFormula(source, fields)

  expect('formula' in compiled).toBe(true)
  expect(workOut(source)).toBe(1)
})

test('whatever goes wrong in a cell stays in that cell', () => {
  const compiled = compileFormula('{Name} & "!"', [{ key: 'name', label: 'Name', type: 'text' }])
  const broken = () => {
    throw new RangeError('too much')
  }

  const cell = 'formula' in compiled && evaluateFormula(compiled.formula, broken, { now: new Date(0), zone: 'UTC' })

  expect(cell).toEqual({ error: { code: 'failed', message: 'This could not be worked out: too much.' } })
})

import { expect, test } from 'vitest'
import { compileFormula } from '../../shared/formula/formula.ts'
import { evening, failure, fields, harbor, problemOf, workOut } from './support.ts'

test.each<[string, unknown]>([
  ['{Name}', 'Harbor Family Office'],
  ['{ name }', 'Harbor Family Office'],
  ['{NAME}', 'Harbor Family Office'],
  ['Name', 'Harbor Family Office'],
  ['{next_step}', null],
  ['{seen_at}', '2031-03-04T23:30:15.250Z'],
  ['{Odd {name\\}}', 7],
  ['{Fund II · Soft} / 1000', 500],
])('%s names a column', (formula, answer) => {
  expect(workOut(formula)).toBe(answer)
})

test.each<[string, unknown]>([
  ['{Ticket}', 1250.5],
  ['{Yen}', 1250],
  ['{Sectors}', 'Energy, Health, Energy'],
  ['{Decks}', 'Deck 2031.pdf'],
  ['{Docs signed}', true],
])('%s is read in the units people use', (formula, answer) => {
  expect(workOut(formula)).toBe(answer)
})

test('a key is found before another column’s label in other letter case', () => {
  const [name] = fields
  const twins = [
    { ...name, key: 'other', label: 'STAGE' },
    { ...name, key: 'stage', label: 'Phase' },
  ] as typeof fields
  const compiled = compileFormula('{stage}', twins)

  expect('formula' in compiled && compiled.formula.uses).toEqual(['stage'])
})

test('says which columns it uses, each once, in order', () => {
  const compiled = compileFormula('IF({Ticket} > 0, {Name}, {Ticket} & {closing})', fields)

  expect('formula' in compiled && compiled.formula.uses).toEqual(['ticket', 'name', 'closing'])
})

test.each([
  ['{Name}', 'never'],
  ['TODAY()', 'daily'],
  ['NOW()', 'hourly'],
  ['IF(NOW() > TODAY(), TODAY())', 'hourly'],
])('%s changes %s by itself', (source, volatile) => {
  const compiled = compileFormula(source, fields)

  expect('formula' in compiled && compiled.formula.volatile).toBe(volatile)
})

test('a column nobody has is named, with the one that was probably meant', () => {
  expect(problemOf('1 + {Tickte}')).toMatchObject({
    code: 'unknown_field',
    message: 'There is no column called “Tickte”. Did you mean {Ticket}?',
    start: 4,
    end: 12,
  })
})

test('a word without brackets or quotes is taken for a column', () => {
  expect(problemOf('IF({Docs signed}, Closng)').message).toBe(
    'There is no column called “Closng”. Did you mean {Closing}?',
  )
  expect(problemOf('yesterday').message).toBe('There is no column called “yesterday”. Write text in quotes: "text".')
})

test('a formula that names a failed one fails for the same reason', () => {
  expect(failure('{Score} & "!"')).toBe('division_by_zero')
})

test('a cell that is not what its column holds counts as blank', () => {
  expect(workOut('{Closing}', { ...harbor, closing: 'someday' }, evening)).toBe(null)
  expect(workOut('{Meetings} + 1', { ...harbor, meetings: 'three' }, evening)).toBe(1)
})

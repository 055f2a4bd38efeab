import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { functionList } from '../../shared/formula/formula.ts'
import { limits } from '../../shared/formula/limits.ts'
import { workOut } from './support.ts'

const page = readFileSync('docs/formulas.md', 'utf8')
const examples = [...page.matchAll(/`([^`]+)` → `([^`]+)`/g)].map(([, formula = '', answer = '']) => [formula, answer])

test.each(functionList)('$name is explained, as it is called and with what it gives', ({ signature, summary }) => {
  expect(page).toContain(`| \`${signature}\` | ${summary} |`)
})

test('every function has an example', () => {
  expect(examples.length).toBe(functionList.length)
})

test.each(examples)('the example %s gives %s', (formula, answer) => {
  const value = workOut(formula)

  expect(typeof value === 'boolean' ? String(value).toUpperCase() : String(value)).toBe(answer)
})

test('the limits are those that hold', () => {
  for (const limit of [limits.source, limits.nodes, limits.depth, limits.text, limits.list]) {
    expect(page).toContain(limit.toLocaleString('en'))
  }
})

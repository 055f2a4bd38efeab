import { describe, expect, test } from 'vitest'
import { functionList } from '../../shared/formula/formula.ts'
import { functionRows } from './function-rows.ts'
import { failure, workOut } from './support.ts'

describe.each(Object.entries(functionRows))('%s', (_name, rows) => {
  test.each(rows)('%s is %s', (formula, answer) => {
    const fails = typeof answer === 'string' && answer.startsWith('error: ')

    if (fails) expect(`error: ${failure(formula)}`).toBe(answer)
    else expect(workOut(formula)).toBe(answer)
  })
})

test('every function has rows', () => {
  expect(Object.keys(functionRows).sort()).toEqual(functionList.map(({ name }) => name).sort())
})

import { expect, test } from 'vitest'
import { compileFormula, type FormulaField } from '../../shared/formula/formula.ts'

const fields: FormulaField[] = [
  { key: 'list', label: 'List', type: 'single_select', choices: ['main', 'follow_up', 'longshot', 'graveyard'] },
  { key: 'city', label: 'City', type: 'text' },
]

function warningsOf(source: string) {
  const compiled = compileFormula(source, fields)
  if ('problem' in compiled) throw new Error(compiled.problem.message)
  return compiled.formula.warnings
}

test('a comparison with what is no option is warned of, at its place', () => {
  expect(warningsOf('IF({List} = "Follow-up", 1, 2)')).toEqual([
    {
      message: '“Follow-up” is not an option of List; its options are main, follow_up, longshot, graveyard.',
      start: 12,
      end: 23,
    },
  ])
})

test.each([
  ['"Main" != {list}', 1],
  ['SWITCH({List}, "Main", 1, "main", 2, "Attic", 3)', 2],
  ['{List} = "Main" & ""', 0],
  ['{List} = "follow_up"', 0],
  ['{List} = ""', 0],
  ['SWITCH({List}, "main", "Everybody", "Attic")', 0],
  ['{City} = "Main"', 0],
  ['{List} & "Main"', 0],
])('%s has %i warnings', (source, count) => {
  expect(warningsOf(source)).toHaveLength(count)
})

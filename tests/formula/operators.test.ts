import { expect, test } from 'vitest'
import { failure, resultOf, workOut } from './support.ts'

test.each<[string, unknown]>([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['8 / 4 / 2', 1],
  ['8 - 4 - 2', 2],
  ['-2 * -3', 6],
  ['--2', 2],
  ['+3', 3],
  ['1 + 2 & "x"', '3x'],
  ['"a" & 1 + 1', 'a2'],
  ['"a" & "b" = "ab"', true],
  ['1 < 2 = TRUE', true],
  ['.5 + 1.', 1.5],
  ['1e3 + 1E-1', 1000.1],
  ['0.1 + 0.2', 0.3],
  ['0.1 + 0.2 = 0.3', true],
  ['0.1 + 0.2 - 0.3', 0],
  ['0.1 + 0.2 > 0.3', false],
  ['9007199254740992 - 9007199254740991', 1],
  ['(0.1 + 0.2) & ""', '0.3'],
  ['1/3', 0.333333333333333],
])('%s is %s', (formula, answer) => {
  expect(workOut(formula)).toBe(answer)
})

test.each<[string, unknown]>([
  ['{Share} + 1', 1],
  ['{Share} * {Ticket}', 0],
  ['{Share} = 0', true],
  ['{Share} < 1', true],
  ['{Share} >= 0', true],
  ['{Notes} = ""', true],
  ['{Notes} & "x"', 'x'],
  ['{Notes} < "a"', true],
  ['{Next step} > TODAY()', false],
  ['{Next step} <= TODAY()', false],
  ['{Next step} = TODAY()', false],
  ['{Next step} = {Next step}', true],
  ['{Share} = ""', true],
  ['0 = ""', false],
  ['FALSE = BLANK()', true],
])('where a cell is blank, %s is %s', (formula, answer) => {
  expect(workOut(formula)).toBe(answer)
})

test.each<[string, unknown]>([
  ['"harbor" = "Harbor"', false],
  ['"a" < "B"', false],
  ['"a" != "A"', true],
  ['{Sectors} = "Energy, Health, Energy"', true],
  ['{Meetings} = "3"', false],
  ['TRUE = 1', true],
  ['{Docs signed} & ""', 'TRUE'],
  ['TRUE + TRUE', 2],
  ['{Closing} = "2031-03-04"', true],
  ['{Closing} < {Seen at}', true],
  ['{Closing} = "soon"', false],
  ['{Closing} & ""', '2031-03-04'],
  ['{Seen at} & ""', '2031-03-04T23:30:15.250Z'],
])('%s is %s', (formula, answer) => {
  expect(workOut(formula)).toBe(answer)
})

test.each([
  ['1 / 0', 'division_by_zero'],
  ['{Ticket} / {Share}', 'division_by_zero'],
  ['1e308 * 10', 'too_large'],
  ['IF({Meetings} > 1, "x", 1) + 1', 'wrong_type'],
  ['IF({Meetings} > 1, "x", 1) > 1', 'wrong_type'],
  ['{Score} + 1', 'division_by_zero'],
])('%s fails in the cell: %s', (formula, code) => {
  expect(failure(formula)).toBe(code)
})

test.each([
  ['{Ticket} * 2', 'number'],
  ['{Share}', 'number'],
  ['{Name}', 'text'],
  ['{Sectors}', 'text'],
  ['{Meetings} > 2', 'checkbox'],
  ['{Closing}', 'date'],
  ['{Seen at}', 'datetime'],
  ['IF({Docs signed}, {Closing}, "")', 'date'],
  ['IF({Docs signed}, {Closing}, {Seen at})', 'datetime'],
  ['IF({Docs signed}, 1, "no")', 'text'],
  ['IF({Docs signed}, 1)', 'number'],
  ['SWITCH({Name}, "a", 1, "b", 2)', 'number'],
  ['SWITCH({Name}, "a", 1, "b", 2, "none")', 'text'],
  ['IFS({Docs signed}, TODAY(), TRUE, BLANK())', 'date'],
  ['DATEADD({Closing}, 1, "hours")', 'datetime'],
  ['DATEADD("2031-03-04", 1, "days")', 'date'],
  ['DATETIME_PARSE({Name}, "D.M.YYYY")', 'date'],
  ['DATETIME_PARSE({Name}, "D.M.YYYY H:mm")', 'datetime'],
  ['BLANK()', 'text'],
])('%s makes a column of %s', (formula, result) => {
  expect(resultOf(formula)).toBe(result)
})

test('a day in a column of instants is its midnight in the fund’s zone', () => {
  expect(workOut('IF({Docs signed}, {Closing}, {Seen at})')).toBe('2031-03-04T05:00:00.000Z')
})

test('a number in a column of texts reads to 15 digits', () => {
  expect(workOut('IF({Docs signed}, 0.1 + 0.2, "none")')).toBe('0.3')
})

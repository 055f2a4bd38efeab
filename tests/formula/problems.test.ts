import { expect, test } from 'vitest'
import { problemOf } from './support.ts'

type Case = [source: string, marked: string, code: string, message: string]

test.each<Case>([
  ['', '', 'empty', 'Write a formula, for example {Amount} * 2.'],
  ['   ', '   ', 'empty', 'Write a formula, for example {Amount} * 2.'],
  ['(1 + 2', '(', 'unclosed', 'This bracket is never closed.'],
  ['SUM(1, 2', '(', 'unclosed', 'This bracket is never closed.'],
  ['1 + "abc', '"abc', 'unclosed', 'The text that starts here is not closed with ".'],
  ["'it\\'s", "'it\\'s", 'unclosed', "The text that starts here is not closed with '."],
  ['2 * {Ticket', '{Ticket', 'unclosed', 'The field name that starts here is not closed with }.'],
  ['1 +', '', 'unexpected', 'The formula stops here, but a value should follow.'],
  ['1 + * 2', '*', 'unexpected', 'A value should stand here.'],
  ['SUM(1,)', ')', 'unexpected', 'A value should stand here.'],
  ['SUM(,1)', ',', 'unexpected', 'A value should stand here.'],
  ['(1 2)', '2', 'unexpected', 'An operator, a comma or a closing bracket is missing before this.'],
  ['1 2', '2', 'unexpected', 'An operator is missing before this, for example + or &.'],
  ['1)', ')', 'unexpected', 'This bracket closes nothing.'],
  ['1, 2', ',', 'unexpected', 'A comma only stands between the arguments of a function.'],
  ['1.2.3', '1.2.', 'unexpected', 'This is not a number. Write it like 1250000 or 0.25.'],
  ['12a', '12a', 'unexpected', 'This is not a number. Write it like 1250000 or 0.25.'],
  ['{Meetings} <> 3', '<>', 'unexpected', '“<>” has no meaning in a formula. Write != for “is not”.'],
  ['{Meetings} == 3', '==', 'unexpected', '“==” has no meaning in a formula. Write one = to compare.'],
  ['1 # 2', '#', 'unexpected', '“#” has no meaning in a formula.'],
  ['“text”', '“', 'unexpected', 'This is no straight quote. Use straight quotes: "text".'],
  [
    'SUBSTITUE("a", "b", "c")',
    'SUBSTITUE',
    'unknown_function',
    'There is no function called SUBSTITUE. Did you mean SUBSTITUTE?',
  ],
  ['frobnicate(1)', 'frobnicate', 'unknown_function', 'There is no function called FROBNICATE.'],
  [
    'REGEX_MATCH({Name}, "a")',
    'REGEX_MATCH',
    'unknown_function',
    'Patterns are not offered, because some of them never come to an end. Use FIND, SUBSTITUTE, LEFT, MID.',
  ],
  ['1 + ROUND()', 'ROUND()', 'wrong_count', 'ROUND takes 1 to 2 arguments; 0 given.'],
  ['TODAY(1)', 'TODAY(1)', 'wrong_count', 'TODAY takes no arguments; 1 given.'],
  ['SUM()', 'SUM()', 'wrong_count', 'SUM takes 1 or more arguments; 0 given.'],
  ['MOD(1)', 'MOD(1)', 'wrong_count', 'MOD takes 2 arguments; 1 given.'],
  ['ABS(1, 2)', 'ABS(1, 2)', 'wrong_count', 'ABS takes 1 argument; 2 given.'],
  ['IFS(TRUE, 1, FALSE)', 'IFS(TRUE, 1, FALSE)', 'wrong_count', 'IFS takes pairs of condition and value; 3 given.'],
  ['{Name} + 1', '{Name}', 'wrong_type', '+ needs a number; {Name} is text. Join texts with &.'],
  ['2 * "3"', '"3"', 'wrong_type', '* needs a number; "3" is text.'],
  ['-{Name}', '{Name}', 'wrong_type', '- needs a number; {Name} is text.'],
  [
    '{Seen at} - {Closing}',
    '{Seen at}',
    'wrong_type',
    '- needs a number; {Seen at} is a date and time. Use DATETIME_DIFF or DATEADD with dates.',
  ],
  ['{Closing} + 1', '{Closing}', 'wrong_type', '+ needs a number; {Closing} is a date. Use DATEADD to move a date.'],
  ['{Name} > 5', '{Name} > 5', 'wrong_type', '> compares like with like; {Name} is text, 5 is a number.'],
  [
    'DATEADD({Closing}, {Name}, "days")',
    '{Name}',
    'wrong_type',
    'DATEADD: its 2nd argument should be a number; {Name} is text.',
  ],
  ['YEAR({Meetings})', '{Meetings}', 'wrong_type', 'YEAR: its 1st argument should be a date; {Meetings} is a number.'],
  ['SUM(1, 2, {Name})', '{Name}', 'wrong_type', 'SUM: its 3rd argument should be a number; {Name} is text.'],
  ['MAX({Name})', '{Name}', 'wrong_type', 'MAX: its 1st argument should be a number or a date; {Name} is text.'],
  ['ROUND({Sectors})', '{Sectors}', 'wrong_type', 'ROUND: its 1st argument should be a number; {Sectors} is a list.'],
  [
    'YEAR("soon")',
    '"soon"',
    'wrong_value',
    'YEAR: its 1st argument: “soon” is not a date. Write it like "2031-03-04", or read it with DATETIME_PARSE.',
  ],
  [
    'WEEKDAY({Closing}, "Friday")',
    '"Friday"',
    'wrong_value',
    'WEEKDAY: its 2nd argument: Weeks start on "Sunday" or "Monday".',
  ],
])('%s is refused at “%s” as %s', (source, marked, code, message) => {
  const problem = problemOf(source)

  expect(problem).toMatchObject({ code, message })
  expect(source.slice(problem.start, problem.end)).toBe(marked)
})

test('a unit nobody knows is refused with those there are', () => {
  const problem = problemOf('DATEADD({Closing}, 1, "fortnights")')

  expect(problem.code).toBe('wrong_value')
  expect(problem.message).toContain('“fortnights” is no unit. Write "milliseconds"')
})

test('says what was expected, for an editor to offer', () => {
  expect(problemOf('(1').expected).toBe(')')
  expect(problemOf('DATEADD({Closing}, {Name}, "days")').expected).toBe('a number')
  expect(problemOf('SUMM(1)').expected).toBe('SUM')
})

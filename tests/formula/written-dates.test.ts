import { expect, test } from 'vitest'
import { failure, problemOf, resultOf, workOut } from './support.ts'

/** Examples of Airtable's reference: https://support.airtable.com/docs/formula-field-reference */
test.each([
  ['DATEADD("07/10/19", 10, "days")', '2019-07-20'],
  ['DATESTR("7/10/19")', '2019-07-10'],
  ['DATETIME_DIFF("04/25/2019", "04/11/2019", "days")', 14],
  ['DATETIME_DIFF("2015-11-06 00:00", "2015-11-05 09:30", "hours")', 14],
  ['DATETIME_FORMAT("07/10/19", "YYYY")', '2019'],
  ['DAY("02/17/2013")', 17],
  ['HOUR("4 Mar 2017 7:00")', 7],
  ['IS_AFTER("1/1/1979", "1/1/2000")', false],
  ['IS_BEFORE("1/1/1979", "1/1/2000")', true],
  ['IS_SAME("1/1/1979", "1979-01-01")', true],
  ['MINUTE("02/17/2013 7:31")', 31],
  ['MONTH("02/17/2013 7:31")', 2],
  ['SECOND("02/17/2013 7:31:25")', 25],
  ['TIMESTR("02/17/2013 7:31:25")', '07:31:25'],
  ['WORKDAY("10/16/2020", 10)', '2020-10-30'],
  ['YEAR("12/31/69")', 1969],
])('%s is %s', (formula, answer) => {
  expect(workOut(formula)).toBe(answer)
})

test('a column of text is read the same way, row by row', () => {
  expect(workOut('DAY({Name})', { name: '3/4/2031' })).toBe(4)
  expect(failure('DAY({Name})', { name: '13/13/2031' })).toBe('bad_date')
})

test.each([
  ['19/3/2031', 'D/M/YYYY'],
  ['19/3/31', 'D/M/YY'],
  ['19-03-2031', 'D-M-YYYY'],
  ['19/3/2031 14:30', 'D/M/YYYY H:mm'],
])('%s is never read day first in silence: the format to give is said, and works', (name, format) => {
  for (const formula of ['DAY({Name})', 'DATETIME_PARSE({Name})']) {
    expect(workOut(formula, { name })).toMatchObject({
      error: {
        code: 'bad_date',
        message: expect.stringContaining(`Give DATETIME_PARSE a format, such as '${format}'.`),
      },
    })
  }
  expect(workOut(`DAY(DATETIME_PARSE({Name}, '${format}'))`, { name })).toBe(19)
  expect(problemOf(`DAY("${name}")`).message).toContain(`such as '${format}'.`)
})

test('what is known before any row is read: a day stays a day, a time is one in the fund’s zone', () => {
  expect(resultOf('DATEADD("3/4/31", 1, "month")')).toBe('date')
  expect(resultOf('DATEADD("3/4/31 9:30", 1, "month")')).toBe('datetime')
  expect(workOut('DATEADD("3/4/31 9:30", 1, "day")')).toBe('2031-03-05T14:30:00.000Z')
  expect(problemOf('DAY("31/31/2031")').message).toContain('is not a date')
})

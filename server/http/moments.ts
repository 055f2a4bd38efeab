import { z } from 'zod'
import { isDate } from '../../shared/dates.ts'
import { spanOf } from '../grid/sql/filter-dates.ts'

const sentence = 'Give a date such as 2026-03-31, or an instant such as 2026-03-31T09:30:00Z.'

/** A day in the fund's zone or an instant, as `since` and `until` take it. */
export const moment = z
  .union([z.string().refine(isDate, sentence), z.iso.datetime({ offset: true, error: sentence })], sentence)
  .describe('A date, meant in the fund’s zone, or an instant.')

/** The instants a query means: `since` from the first of its day, `until` to the end of its day or up to its instant. */
export function spanBetween(since: string | undefined, until: string | undefined, zone: string) {
  const instant = (text: string) => (isDate(text) ? text : new Date(text).toISOString())
  return {
    since: since === undefined ? undefined : spanOf(instant(since), zone).from,
    until: until === undefined ? undefined : isDate(until) ? spanOf(until, zone).until : instant(until),
  }
}

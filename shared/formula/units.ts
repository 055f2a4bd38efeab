/** Units of time as Airtable names them: https://support.airtable.com/docs/supported-unit-specifiers-for-datetime-diff */
export type Unit = 'milliseconds' | 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'quarters' | 'years'

const short = new Map<string, Unit>(
  Object.entries({
    ms: 'milliseconds',
    s: 'seconds',
    m: 'minutes',
    h: 'hours',
    d: 'days',
    w: 'weeks',
    M: 'months',
    Q: 'quarters',
    y: 'years',
  }),
)
const units = [...short.values()]

/** `days`, `day` or `d`; only of the short forms does letter case count (m is minutes, M months). Null for anything else. */
export function unitOf(text: string): Unit | null {
  const written = text.trim()
  const known = short.get(written)
  if (known) return known

  const long = written.toLowerCase()
  return units.find((unit) => unit === long || unit.slice(0, -1) === long) ?? null
}

/** What is wrong with a unit, or null. */
export const wrongUnit = (text: string): string | null =>
  unitOf(text) ? null : `“${text.slice(0, 40)}” is no unit. Write ${units.map((unit) => `"${unit}"`).join(', ')}.`

/** Units shorter than a day move the clock, not the calendar. */
export const clockMs: Partial<Record<Unit, number>> = {
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
}

/** Units made of whole days or of whole months. */
export const unitDays: Partial<Record<Unit, number>> = { days: 1, weeks: 7 }
export const unitMonths: Partial<Record<Unit, number>> = { months: 1, quarters: 3, years: 12 }

import { addDays, dayIn } from '../../shared/dates.ts'
import type { FieldType } from '../../shared/fields.ts'
import type { FundTime } from '../grid/sql/filter.ts'
import { instantOf } from '../grid/typed-cells.ts'

/** `$today`, `$today+7` and `$today-30` in a date column as the day they mean; everything else as it is. */
export function resolveToday(type: FieldType, value: unknown, { now, zone }: FundTime): unknown {
  if ((type !== 'date' && type !== 'datetime') || typeof value !== 'string') return value
  const named = /^\$today(?:([+-]\d{1,5}))?$/.exec(value.replaceAll(' ', ''))
  if (!named) return value

  const day = addDays(dayIn(zone, now), Number(named[1] ?? 0))
  return type === 'date' ? day : instantOf(day, zone)
}

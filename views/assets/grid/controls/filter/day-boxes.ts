import { dayIn } from '../../../../../shared/dates.ts'
import type { GridPage } from '../../page.ts'
import { selectBox } from '../parts.ts'
import { countBox, dateBox, type Editing, type Part } from './boxes.ts'
import { type Day, readDay, writeDay } from './days.ts'

const dayWords: { value: Day['kind']; label: string }[] = [
  { value: 'today', label: 'today' },
  { value: 'yesterday', label: 'yesterday' },
  { value: 'tomorrow', label: 'tomorrow' },
  { value: 'ago', label: 'days ago' },
  { value: 'ahead', label: 'days from now' },
  { value: 'exact', label: 'on a date' },
]

export function dayBoxes({ page }: Editing, { label, key, value, set, choose }: Part): HTMLElement[] {
  const day = readDay(value, page.zone) ?? { kind: 'today' }
  const kind = selectBox(`${label}: which day`, dayWords, day.kind, `${key}-kind`, (picked) =>
    choose(writeDay(firstDay(picked, page))),
  )
  if (day.kind === 'ago' || day.kind === 'ahead') {
    const days = (count: unknown) => set(typeof count === 'number' ? writeDay({ kind: day.kind, days: count }) : null)
    return [countBox({ label, key: `${key}-days`, value: day.days, set: days, choose: days }), kind]
  }
  return day.kind === 'exact' ? [kind, dateBox(label, `${key}-date`, day.date, set)] : [kind]
}

function firstDay(kind: string, page: GridPage): Day {
  if (kind === 'ago' || kind === 'ahead') return { kind, days: 30 }
  if (kind === 'exact') return { kind, date: dayIn(page.zone, new Date()) }
  return { kind: kind === 'yesterday' || kind === 'tomorrow' ? kind : 'today' }
}

/** Whether the values of a column are what its header says. */

import type { Column } from './infer.ts'
import { type Fit, type Noun, strays } from './misfits.ts'
import { listNamed, userNamed } from './names.ts'
import type { Ground } from './targets.ts'

/** A target for one column on its own, and why somebody should look at it. */
export type Guess = { target: string | null; doubt?: string }

/** The field a header names, when half of the values at least can go there; the others are counted in the doubt. */
export function fieldGuess(key: string, column: Column, ground: Ground): Guess | null {
  const { filled, ids } = column
  const asked = asks.get(key)
  if (filled === 0) return { target: key }
  if (!asked) return ids && key !== 'name' ? null : { target: key }

  const fit = asked.fit(column, ground)
  if (!isHalf(fit, filled)) return null
  return fit.count < filled ? { target: key, doubt: strays(filled, fit, asked.noun) } : { target: key }
}

/** The fields that do not take every text, and how many values of a column each takes. */
const asks = new Map<string, { noun: Noun; fit: (column: Column, ground: Ground) => Fit }>([
  ['list', { noun: ['list', 'lists'], fit: (column) => taken(column, (value) => listNamed(value) !== null) }],
  [
    'owner',
    {
      noun: ['colleague', 'colleagues'],
      fit: (column, ground) => taken(column, (value) => userNamed(value, ground) !== null),
    },
  ],
  [
    'type',
    { noun: ['option', 'options'], fit: (column) => ({ count: isOneOption(column) ? column.filled : 0, miss: '' }) },
  ],
  ['next_step_at', { noun: ['date', 'dates'], fit: ({ fits }) => fits.date }],
  ['website', { noun: ['web address', 'web addresses'], fit: ({ fits }) => fits.url }],
])

/** Options of one's own are texts; a comma in one or two of them makes no column of lists. */
function isOneOption(column: Column): boolean {
  if (column.type === 'multi_select' && !column.ids)
    return taken(column, (value) => !value.includes(',')).count >= column.filled * 0.9

  return ['single_select', 'text', 'long_text'].includes(column.type) && !column.ids
}

function taken({ values = [] }: Column, takes: (value: string) => boolean): Fit {
  const fit = { count: 0, miss: '' }
  for (const [value, count] of values) {
    if (takes(value)) fit.count += count
    else fit.miss ||= value
  }
  return fit
}

/** Half of the values are enough for what the header says; the others are shown. */
export const isHalf = ({ count }: Fit, filled: number): boolean => count > 0 && count * 2 >= filled

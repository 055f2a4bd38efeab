import { formatDate } from '../../../../shared/dates.ts'
import type { FieldInfo } from '../../../../shared/grid-page.ts'
import { compactMoney } from '../../../../shared/money.ts'
import type { Figure } from '../../../../shared/views.ts'
import { count } from '../../../../shared/words.ts'
import { definitionOf, fieldOf, type GridState } from '../state.ts'
import { currencyOf, numberText, textOf } from './formats/text.ts'

export const figureNames: Record<Figure, string> = {
  none: 'Nothing',
  sum: 'Sum',
  average: 'Average',
  median: 'Median',
  min: 'Least',
  max: 'Most',
  filled: 'Filled',
  empty: 'Blank',
  unique: 'Different',
  checked: 'Ticked',
}

/** The figures a column of this type has. */
export function figuresFor(field: FieldInfo): Figure[] {
  const always: Figure[] = ['filled', 'empty', 'unique']
  if (['number', 'currency', 'percent'].includes(field.result_type))
    return ['sum', 'average', 'median', 'min', 'max', ...always]
  if (['date', 'datetime', 'created_at', 'updated_at'].includes(field.result_type)) return ['min', 'max', ...always]
  return field.result_type === 'checkbox' ? ['checked', ...always] : always
}

/** Money columns are added up without being asked. */
export function chosenFigure(state: GridState, field: FieldInfo): Figure {
  const { figures } = definitionOf(state)
  return figures[field.key] ?? (field.result_type === 'currency' ? 'sum' : 'none')
}

/** What to work out of each column that is shown. */
export const chosenFigures = (state: GridState, fields: FieldInfo[]): Record<string, Figure> =>
  Object.fromEntries(
    fields.map((field) => [field.key, chosenFigure(state, field)]).filter(([, figure]) => figure !== 'none'),
  )

/** `{kind: 'Sum', label: 'Total committed', value: '$412M'}`; null when there is nothing to say. */
export function figureText(state: GridState, key: string, figure: number | string | null) {
  const field = fieldOf(state, key)
  if (!field || figure === null) return null
  const kind = chosenFigure(state, field)
  return { kind: figureNames[kind], label: field.label, value: figureValue(state, field, kind, figure) }
}

export function figureValue(state: GridState, field: FieldInfo, kind: Figure, figure: number | string): string {
  if (['filled', 'empty', 'unique', 'checked'].includes(kind)) return count(Number(figure))
  if (typeof figure === 'string')
    return figure.length === 10 ? formatDate(figure, 'en-GB') : textOf(state, field, figure)
  if (field.result_type === 'currency') return compactMoney(Math.round(figure), currencyOf(state.data, field))
  if (field.result_type === 'percent') return `${numberText(Number((figure * 100).toFixed(1)))}%`
  return numberText(Number(figure.toFixed(2)))
}

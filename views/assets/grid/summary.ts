import type { FieldInfo } from '../../../shared/grid-page.ts'
import { compactMoney } from '../../../shared/money.ts'
import type { Figure } from '../../../shared/views.ts'
import { count, plural } from '../../../shared/words.ts'
import { h } from './dom.ts'
import { markedCells } from './edits.ts'
import { openMenuAt } from './menu-at.ts'
import { mostRows } from './model/load.ts'
import { definitionOf, fieldOf, type GridState } from './state.ts'
import { chosenFigure, figureNames, figuresFor, figureValue } from './table/figure-text.ts'
import { currencyOf, numberText } from './table/formats/text.ts'
import type { Sheet } from './table/sheet.ts'

type Change = (figures: Record<string, Figure>) => void

/** The line under the table: how many rows, the figure of each column, and what the marked cells add up to. */
export function createSummary(state: GridState, sheet: Sheet, place: HTMLElement, change: Change) {
  return (): void => {
    const total = sheet.figures().total
    const figures = total?.figures ?? {}
    const marked = markedFigures(state, sheet)
    place.replaceChildren(
      rowsText(state, total?.count ?? state.rows.total),
      h(
        'div.grid-summary__figures',
        {},
        ...(marked ?? sheet.columns().map(({ field }) => columnFigure(field, figures[field.key] ?? null))),
      ),
      addFigure(),
    )
  }

  function columnFigure(field: FieldInfo, figure: number | string | null): Node {
    const kind = chosenFigure(state, field)
    if (kind === 'none' || figure === null) return document.createTextNode('')
    const button = h(
      'button.grid-figure',
      { type: 'button', title: definition(field, kind) },
      kind === 'sum' ? `${field.label} ` : `${figureNames[kind]} of ${field.label} `,
      h('b', {}, figureValue(state, field, kind, figure)),
    )
    button.addEventListener('click', () => choose(field, button))
    return button
  }

  /** Every figure says what it is made of: all rows of the view, those below the screen too. */
  function definition(field: FieldInfo, kind: Figure): string {
    const what = field.description ? ` ${field.description}` : ''
    return `${figureNames[kind]} of “${field.label}” over all ${plural(state.rows.total, 'row')} of this view${state.search ? ' that match the search' : ''}.${what} Press to choose another figure.`
  }

  function choose(field: FieldInfo, at: HTMLElement): void {
    const kinds: Figure[] = [...figuresFor(field), 'none']
    const items = kinds.map((kind) => ({
      label: kind === 'none' ? 'No figure' : figureNames[kind],
      run: () => change({ ...definitionOf(state).figures, [field.key]: kind }),
    }))
    openMenuAt(`Figure of ${field.label}`, items, field.key, at.getBoundingClientRect())
  }

  function addFigure(): HTMLElement {
    const button = h('button.grid-figure.grid-figure--add', { type: 'button', 'aria-haspopup': 'menu' }, 'Figures')
    button.addEventListener('click', () => {
      const items = sheet.columns().map(({ field }) => ({ label: field.label, run: () => choose(field, button) }))
      openMenuAt('Figure of which column', items, '', button.getBoundingClientRect())
    })
    return button
  }
}

function rowsText(state: GridState, total: number): HTMLElement {
  const some =
    total > mostRows
      ? `The first ${count(mostRows)} of ${plural(total, 'investor')}: filter to see the others`
      : plural(total, 'investor')
  const ticked = state.ticked.size > 0 ? `, ${count(state.ticked.size)} ticked` : ''
  return h('span.grid-summary__rows', {}, some + ticked)
}

/** Sum, average and count of what is marked, as a spreadsheet says them; nothing for a single cell. */
function markedFigures(state: GridState, sheet: Sheet): Node[] | null {
  const cells = markedCells(state, sheet).flatMap(({ id, fields }) =>
    fields.map((key) => ({ key, value: state.rows.get(id)?.values[key] })),
  )
  if (cells.length < 2) return null
  const numbers = cells.filter((cell): cell is { key: string; value: number } => typeof cell.value === 'number')
  const filled = cells.filter(({ value }) => value !== null && value !== undefined && value !== '').length
  const say = (label: string, text: string) => h('span.grid-figure', {}, `${label} `, h('b', {}, text))
  const sum = numbers.reduce((total, { value }) => total + value, 0)
  const text = sameKind(
    state,
    numbers.map(({ key }) => key),
  )
  const amounts = numbers.length > 0 && text ? [say('Sum', text(sum)), say('Average', text(sum / numbers.length))] : []
  return [say('Marked', plural(cells.length, 'cell')), ...amounts, say('Filled', count(filled))]
}

/** How to write a sum over these columns; null where it would add different things. */
function sameKind(state: GridState, keys: string[]): ((value: number) => string) | null {
  const fields = [...new Set(keys)].map((key) => fieldOf(state, key)).filter((field) => field !== undefined)
  const [first] = fields
  if (!first || fields.some((field) => field.result_type !== first.result_type)) return null
  if (first.result_type !== 'currency')
    return (value) =>
      first.result_type === 'percent'
        ? `${numberText(Number((value * 100).toFixed(1)))}%`
        : numberText(Number(value.toFixed(2)))

  const currency = currencyOf(state.data, first)
  return fields.every((field) => currencyOf(state.data, field) === currency)
    ? (value) => compactMoney(Math.round(value), currency)
    : null
}

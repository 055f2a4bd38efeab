import { count as counted } from '../../../../shared/words.ts'
import { h, icon, setAttributes } from '../dom.ts'
import type { GroupLine, Line } from '../model/arrange.ts'
import type { ShownColumn } from '../model/layout.ts'
import { columnsOf, fieldOf, type GridState } from '../state.ts'
import { tickWidth } from './columns.ts'
import { figureText } from './figure-text.ts'
import { contentOf } from './formats/content.ts'
import { isBlank } from './formats/text.ts'

/** Dresses a whole line: its place for a screen reader, its colour, whether it is ticked, and what it is when no row. */
export function drawLine(state: GridState, element: HTMLElement, line: Line, index: number): void {
  element.dataset['row'] = line.id
  element.dataset['kind'] = line.kind
  const mark = state.marks.row(line.id)
  element.classList.toggle('is-left', Boolean(mark?.left || mark?.gone))
  element.classList.toggle('is-ticked', state.ticked.has(line.id))
  setAttributes(element, {
    'aria-rowindex': index + 2,
    'data-color': line.kind === 'row' ? line.color : null,
  })
  if (line.kind === 'group') element.replaceChildren(groupCell(state, line))
  if (line.kind === 'new') element.replaceChildren(newCell())
}

/** One cell over the whole line: what the group is on the left, and each figure under the heading of its column. */
function groupCell(state: GridState, line: GroupLine): HTMLElement {
  const columns = columnsOf(state)
  const frozen = columns.filter((column) => column.frozen)
  const label = h('span.grid-group__label', {}, icon('chevron'), ...groupWords(state, line))
  label.append(...frozen.flatMap(({ field }) => figureOf(state, line, field.key) ?? []))
  label.style.width = `${frozen.reduce((sum, { width }) => sum + width, tickWidth)}px`
  return h(
    'div.grid-group',
    { role: 'gridcell', 'aria-expanded': String(line.open), 'data-level': line.path.length, 'data-fold': line.id },
    label,
    ...columns.filter((column) => !column.frozen).map((column) => underHeading(state, line, column)),
  )
}

function groupWords(state: GridState, { fields, path, count }: GroupLine): (Node | string | undefined)[] {
  const key = fields.at(-1) ?? ''
  const field = fieldOf(state, key)
  const value = path.at(-1)
  const label =
    !field || isBlank(value)
      ? h('span.grid-group__blank', {}, `No ${(field?.label ?? key).toLowerCase()}`)
      : contentOf(state, field, value)
  return [
    h('span.grid-group__of', {}, field?.label ?? key),
    label ?? undefined,
    h('span.grid-group__count', {}, count === null ? '' : counted(count)),
  ]
}

function underHeading(state: GridState, line: GroupLine, { field, width }: ShownColumn): HTMLElement {
  const cell = h('span.grid-group__column', {}, figureOf(state, line, field.key))
  cell.style.width = `${width}px`
  return cell
}

function figureOf(state: GridState, line: GroupLine, key: string): HTMLElement | null {
  const said = figureText(state, key, line.figures[key] ?? null)
  if (!said) return null
  const of = h('span.visually-hidden', {}, `${said.label} `)
  return h('span.grid-group__figure', { title: `${said.kind} of ${said.label}` }, of, h('b', {}, said.value))
}

const newCell = (): HTMLElement => h('div.grid-new', { role: 'gridcell', 'data-new': '' }, icon('plus'), 'New investor')

/** The first column: the row's number, and a box to tick it in its place when it is pointed at, ticked or active. */
export function drawTick(state: GridState, line: Line, number: number): Node | string {
  if (line.kind !== 'row') return ''
  const name = String(line.values['name'] ?? '')
  const box = h('input', { type: 'checkbox', tabindex: -1, 'aria-label': `Tick ${name}`, 'data-tick': line.id })
  box.checked = state.ticked.has(line.id)
  return h('label.grid-row-tick', {}, h('span', { 'aria-hidden': 'true' }, String(number)), box)
}

/** Ticks all rows that are loaded, or none. */
export function drawTickHeading(state: GridState): Node {
  const box = h('input', { type: 'checkbox', tabindex: -1, 'aria-label': 'Tick all rows', 'data-tick-all': '' })
  box.checked = state.ticked.size > 0 && state.ticked.size === state.rows.size()
  box.indeterminate = state.ticked.size > 0 && !box.checked
  return h('label.grid-row-tick.is-heading', {}, box)
}

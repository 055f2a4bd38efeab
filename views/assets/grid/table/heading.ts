import type { FieldInfo } from '../../../../shared/grid-page.ts'
import { h, type IconName, icon, setAttributes } from '../dom.ts'
import type { ShownColumn } from '../model/layout.ts'
import { definitionOf, type GridState } from '../state.ts'
import { isRight } from './formats/content.ts'

const icons: Partial<Record<FieldInfo['type'], IconName>> = {
  text: 'text',
  long_text: 'lines',
  number: 'number',
  percent: 'number',
  currency: 'money',
  commitment: 'money',
  date: 'date',
  datetime: 'clock',
  checkbox: 'checkbox',
  single_select: 'select',
  multi_select: 'list',
  url: 'link',
  email: 'email',
  phone: 'phone',
  user: 'user',
  contacts: 'contacts',
  rollup: 'rollup',
  formula: 'formula',
  created_at: 'clock',
  updated_at: 'clock',
  created_by: 'user',
  updated_by: 'user',
}

const typeIcon = (field: FieldInfo): IconName => icons[field.type] ?? 'text'

/** A column's heading: what kind of column it is, its name, how it sorts, and its menu. */
export function drawHeading(state: GridState, { field }: ShownColumn): Node {
  const sort = sortOf(state, field)
  return h(
    `div.grid-heading${isRight(field) ? '.grid-heading--right' : ''}` as 'div',
    {},
    icon(typeIcon(field)),
    h('span.grid-clip', {}, field.label),
    sort && icon(sort.descending ? 'down' : 'up'),
    h(
      'button.grid-heading__menu',
      {
        type: 'button',
        tabindex: -1,
        'aria-haspopup': 'menu',
        'aria-label': `Menu of ${field.label}`,
        'data-column-menu': field.key,
      },
      icon('chevron'),
    ),
  )
}

/** Behind the last heading: a column more. */
export const newColumnHeading = (): HTMLElement =>
  h(
    'div.grid-new-column',
    { role: 'columnheader' },
    h('button', { type: 'button', tabindex: -1, 'aria-label': 'New column', 'data-new-column': '' }, icon('plus')),
  )

/** The heading's own element, made by the table: what it is called, how it is sorted and what it means. */
export function dressHeading(state: GridState, element: HTMLElement, { field }: ShownColumn): void {
  const sort = sortOf(state, field)
  element.dataset['field'] = field.key
  setAttributes(element, {
    'aria-sort': sort ? (sort.descending ? 'descending' : 'ascending') : null,
    title: field.description ?? null,
  })
}

const sortOf = (state: GridState, field: FieldInfo) => definitionOf(state).sort.find((term) => term.key === field.key)

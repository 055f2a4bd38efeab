/** Which columns the view shows, in which order, and which stay in place while it scrolls sideways. */
import Sortable from 'sortablejs'
import { h } from '../../dom.ts'
import { icon } from '../../icons.ts'
import { orderedColumns } from '../../model/layout.ts'
import type { GridPage } from '../../page.ts'
import { openPanel } from '../panel.ts'
import { iconButton, textButton } from '../parts.ts'
import { focusOn, type Popover, redraw } from '../popover.ts'
import { allHidden, allShown, type Columns, found, isFixed, movedBy, movedTo, partOf, toggled } from './columns.ts'

type List = { page: GridPage; box: HTMLElement; typed: string; voice: HTMLElement }

export const columnsOf = (page: GridPage): Columns => orderedColumns(page.definition(), page.fields)

export function openFields(page: GridPage, anchor: HTMLElement): void {
  const list: List = {
    page,
    box: h('ul.field-lines', { role: 'list', 'aria-label': 'Columns' }),
    typed: '',
    voice: h('p.visually-hidden', { role: 'status' }),
  }
  const search = h('input.input', {
    type: 'search',
    placeholder: 'Find a column',
    'aria-label': 'Find a column',
    'data-first': true,
  })
  search.addEventListener('input', () => {
    list.typed = search.value
    drawList(list)
  })
  openPanel(page, anchor, { label: 'Fields', title: 'Fields' }, (popover) => {
    if (!list.box.isConnected) fill(list, search, popover)
    drawList(list)
  })
  sortable(list)
}

function fill(list: List, search: HTMLElement, { body }: Popover): void {
  const { page } = list
  const all = textButton('eye', 'Show all', () => page.change(partOf(allShown(columnsOf(page)), 'shown')))
  const none = textButton('hidden', 'Hide all', () => page.change(partOf(allHidden(columnsOf(page)), 'hidden')))
  body.append(search, list.box, list.voice, h('div.pop__foot', {}, all, none, page.me.role !== 'viewer' && newField()))
}

/** The form of a new column is a dialog of the panel: htmx fetches it. */
function newField(): HTMLElement {
  const link = h(
    'a.btn.btn--quiet.push',
    { href: '/fields/new', 'hx-get': '/fields/new', 'hx-target': '#dialog' },
    icon('plus'),
    'Add field',
  )
  queueMicrotask(() => window.htmx?.process(link))
  return link
}

function drawList(list: List): void {
  const columns = found(columnsOf(list.page), list.typed)
  const lines = columns.map((column) => line(list, column))
  const none = h('li.filter__none', {}, 'No column is called that.')
  redraw(list.box, ...(lines.length > 0 ? lines : [none]))
}

function line(list: List, { field, hidden, frozen }: Columns[number]): HTMLElement {
  const { page } = list
  const { key, label } = field
  const change = (part: 'hidden' | 'frozen') =>
    page.change(partOf(toggled(columnsOf(page), key, part), page.definition().others))
  if (isFixed(field)) {
    return h(
      'li.field-line.is-fixed',
      {},
      h('span.field-line__grip'),
      h('span.field-line__name', {}, label),
      h('small', {}, 'always first'),
    )
  }
  const grip = h(
    'button.field-line__grip',
    {
      type: 'button',
      'aria-label': `Move ${label}; arrow keys up and down`,
      title: 'Drag, or press arrow keys',
      'data-focus': `${key}-grip`,
    },
    icon('grip'),
  )
  grip.addEventListener('keydown', (event) => step(event, list, key))
  const eye = h(
    'button.field-line__eye',
    {
      type: 'button',
      role: 'switch',
      'aria-checked': String(!hidden),
      'aria-label': `Show ${label}`,
      'data-focus': `${key}-eye`,
      onclick: () => change('hidden'),
    },
    icon(hidden ? 'hidden' : 'eye'),
    h('span.field-line__name', {}, label),
  )
  const pin = iconButton('pin', `Freeze ${label}`, () => change('frozen'), {
    'aria-pressed': String(frozen),
    'data-focus': `${key}-pin`,
    class: 'btn btn--quiet btn--icon field-line__pin',
  })
  return h('li', { class: `field-line${hidden ? ' field-line--hidden' : ''}`, 'data-key': key }, grip, eye, pin)
}

function step(event: KeyboardEvent, list: List, key: string): void {
  const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
  if (by === 0) return
  event.preventDefault()
  const columns = movedBy(columnsOf(list.page), key, by)
  list.page.change(partOf(columns, list.page.definition().others))
  focusOn(list.box, `${key}-grip`)
  const at = columns.findIndex((column) => column.field.key === key)
  list.voice.textContent = `${columns[at]?.field.label} is column ${at + 1} of ${columns.length}.`
}

/** While a search narrows the list, the places in it are not those of the view: nothing is dragged then. */
function sortable(list: List): void {
  Sortable.create(list.box, {
    handle: '.field-line__grip',
    filter: '.is-fixed',
    animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 120,
    onMove: ({ related }) => list.typed.trim() === '' && !related.classList.contains('is-fixed'),
    onEnd: ({ oldIndex, newIndex }) => {
      if (oldIndex === undefined || newIndex === undefined || oldIndex === newIndex) return
      list.page.change(partOf(movedTo(columnsOf(list.page), oldIndex, newIndex), list.page.definition().others))
    },
  })
}

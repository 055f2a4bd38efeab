/** Sorting and grouping are both a list of columns in order, each with a direction. */
import type { ViewTerm } from '../../../../../shared/views.ts'
import { h } from '../../dom.ts'
import type { GridPage } from '../../page.ts'
import { orderWords } from '../filter/words.ts'
import { openPanel } from '../panel.ts'
import { fieldChooser, iconButton, pickField, selectBox, textButton } from '../parts.ts'
import { focusOn, type Popover, redraw } from '../popover.ts'
import { moved, replaced, unnamed, without } from './terms.ts'

export type TermKind = {
  part: 'sort' | 'group'
  title: string
  most: number
  add: string
  none: string
  full: string
}

export const sorting: TermKind = {
  part: 'sort',
  title: 'Sort',
  most: 20,
  add: 'Add a column to sort by',
  none: 'Sorted by name.',
  full: 'This is as many columns as a view sorts by.',
}

export const grouping: TermKind = {
  part: 'group',
  title: 'Group',
  most: 3,
  add: 'Add a column to group by',
  none: 'Not grouped. Rows with the same value can stand together, with their own sums.',
  full: 'A view groups by at most three columns.',
}

export function openTerms(page: GridPage, anchor: HTMLElement, kind: TermKind): void {
  openPanel(page, anchor, { label: kind.title, title: kind.title }, (popover) => draw(page, kind, popover))
}

const orderable = (page: GridPage) => page.fields.filter((field) => field.result_type !== 'attachments')

function draw(page: GridPage, kind: TermKind, { body }: Popover): void {
  const terms = page.definition()[kind.part]
  const change = (next: ViewTerm[]) => page.change({ [kind.part]: next })
  const lines = terms.map((term, n) => termLine(page, kind, terms, term, n, change))
  const list = h('ol.terms', { role: 'list', 'aria-label': kind.title }, lines)
  const offered = unnamed(orderable(page), terms)
  redraw(
    body,
    lines.length > 0 ? list : h('p.filter__none', {}, kind.none),
    h('div.pop__foot', {}, adder(page, kind, terms, change, body), clearer(kind, terms, change)),
    ...(terms.length >= kind.most && offered.length > 0 ? [h('p.filter__none', {}, kind.full)] : []),
  )
}

function termLine(
  page: GridPage,
  kind: TermKind,
  terms: ViewTerm[],
  term: ViewTerm,
  n: number,
  change: (next: ViewTerm[]) => void,
) {
  const field = page.field(term.key)
  const name = field?.label ?? 'a column that is gone'
  const offered = [...(field ? [field] : []), ...unnamed(orderable(page), terms)]
  const [rising, falling] = field ? orderWords(field) : ['A → Z', 'Z → A']
  const options = [
    { value: 'rising', label: rising },
    { value: 'falling', label: falling },
  ]
  const key = `${kind.part}-${term.key}`
  const go = (to: number) => change(moved(terms, n, to))
  return h(
    'li.term',
    {},
    h('span.term__rank', {}, n === 0 ? 'First by' : 'then by'),
    fieldChooser(`${kind.title} by`, field, offered, `${key}-field`, (picked) =>
      change(replaced(terms, n, { ...term, key: picked.key })),
    ),
    selectBox(`Order of ${name}`, options, term.descending ? 'falling' : 'rising', `${key}-way`, (way) =>
      change(replaced(terms, n, { ...term, descending: way === 'falling' })),
    ),
    h(
      'span.term__acts',
      {},
      iconButton('up', `Move ${name} up`, () => go(n - 1), { 'data-focus': `${key}-up`, disabled: n === 0 }),
      iconButton('down', `Move ${name} down`, () => go(n + 1), {
        'data-focus': `${key}-down`,
        disabled: n === terms.length - 1,
      }),
      iconButton('close', `Remove ${name}`, () => change(without(terms, n)), { 'data-focus': `${key}-off` }),
    ),
  )
}

function adder(
  page: GridPage,
  kind: TermKind,
  terms: ViewTerm[],
  change: (next: ViewTerm[]) => void,
  body: HTMLElement,
) {
  const offered = unnamed(orderable(page), terms)
  const add = textButton('plus', kind.add, () => undefined, {
    'data-focus': 'add',
    'aria-haspopup': 'dialog',
    disabled: terms.length >= kind.most || offered.length === 0,
  })
  add.addEventListener('click', () =>
    pickField(add, kind.add, offered, (field) => {
      change([...terms, { key: field.key, descending: false }])
      focusOn(body, `${kind.part}-${field.key}-way`)
    }),
  )
  return add
}

const clearer = (kind: TermKind, terms: ViewTerm[], change: (next: ViewTerm[]) => void) =>
  terms.length > 0 &&
  textButton(null, kind.part === 'sort' ? 'Sort by name' : 'Ungroup', () => change([]), { 'data-focus': 'clear' })

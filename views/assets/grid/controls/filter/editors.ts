/** The box in which a condition's value is given, by the kind of column and operator. */

import { h } from '../../dom.ts'
import type { FieldInfo, GridPage } from '../../page.ts'
import { amountText, readAmount } from '../amounts.ts'
import { choicesOf, findContacts, isSearched, pillOf } from '../choices.ts'
import { chooser, selectBox } from '../parts.ts'
import { openPicker } from '../picker.ts'
import { type Day, readDay, writeDay } from './days.ts'
import type { DraftCondition } from './draft.ts'
import { type EditorKind, editorOf } from './values.ts'

export type Editing = {
  page: GridPage
  field: FieldInfo
  condition: DraftCondition
  /** Takes a value while it is typed. */
  set: (value: unknown) => void
  /** Takes a value whose editor looks different from now on. */
  choose: (value: unknown) => void
}

type Part = {
  label: string
  key: string
  value: unknown
  set: (value: unknown) => void
  choose: (value: unknown) => void
}

export function valueEditor(editing: Editing): HTMLElement {
  const { field, condition, set, choose } = editing
  const part: Part = {
    label: `Value for ${field.label}`,
    key: `${condition.id}-value`,
    value: condition.value,
    set,
    choose,
  }
  return h('div.filter-condition__value', {}, editors[editorOf(field, condition.op)](editing, part))
}

const editors: Record<EditorKind, (editing: Editing, part: Part) => (Node | string)[]> = {
  none: () => [],
  text: (_, part) => [textBox(part)],
  number: (editing, part) => [numberBox(editing, part)],
  numbers: (editing, part) => pair(part, (half) => [numberBox(editing, half)]),
  day: (editing, part) => dayBoxes(editing, part),
  days: (editing, part) => pair(part, (half) => dayBoxes(editing, half)),
  count: (_, part) => [countBox(part), unit('days')],
  one: (editing, part) => [choiceBox(editing, part, false)],
  many: (editing, part) => [choiceBox(editing, part, true)],
  ticked: (_, part) => [tickedBox(part)],
}

const unit = (text: string) => h('span.filter-condition__unit', {}, text)

function textBox({ label, key, value, set }: Part): HTMLElement {
  const box = h('input.input', {
    type: 'text',
    'aria-label': label,
    'data-focus': key,
    maxlength: 2000,
    autocomplete: 'off',
  })
  box.value = typeof value === 'string' ? value : ''
  box.addEventListener('input', () => set(box.value))
  return box
}

const hints: Record<string, string> = { currency: '5m or 250,000', percent: '40%' }

function numberBox({ page, field }: Editing, { label, key, value, set }: Part): HTMLElement {
  const hint = hints[field.result_type] ?? '0'
  const box = h('input.input.filter-condition__number', {
    type: 'text',
    'aria-label': label,
    placeholder: hint,
    'data-focus': key,
    autocomplete: 'off',
  })
  const problem = h('span.field__error', { hidden: true })
  box.value = amountText(page, field, value)
  box.addEventListener('input', () => {
    const read = readAmount(page, field, box.value)
    set('value' in read ? read.value : null)
    // Half an amount is no mistake yet: the sentence waits until the box is left.
    if ('value' in read) say(box, problem, null)
  })
  box.addEventListener('change', () => {
    const read = readAmount(page, field, box.value)
    if ('value' in read) box.value = amountText(page, field, read.value)
    say(box, problem, 'problem' in read ? read.problem : null)
  })
  return h('span.filter-condition__checked', {}, box, problem)
}

function say(box: HTMLInputElement, place: HTMLElement, sentence: string | null): void {
  place.textContent = sentence
  place.hidden = sentence === null
  if (sentence === null) box.removeAttribute('aria-invalid')
  else box.setAttribute('aria-invalid', 'true')
}

function countBox({ label, key, value, set }: Part): HTMLElement {
  const box = h('input.input.filter-condition__count', {
    type: 'number',
    min: 0,
    max: 36500,
    step: 1,
    'aria-label': `${label}, in days`,
    'data-focus': key,
  })
  box.value = typeof value === 'number' ? String(value) : ''
  box.addEventListener('input', () => set(box.value !== '' && box.validity.valid ? box.valueAsNumber : null))
  return box
}

const dayWords: { value: Day['kind']; label: string }[] = [
  { value: 'today', label: 'today' },
  { value: 'yesterday', label: 'yesterday' },
  { value: 'tomorrow', label: 'tomorrow' },
  { value: 'ago', label: 'days ago' },
  { value: 'ahead', label: 'days from now' },
  { value: 'exact', label: 'on a date' },
]

function dayBoxes({ page }: Editing, { label, key, value, set, choose }: Part): HTMLElement[] {
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
  if (kind === 'exact') return { kind, date: readToday(page) }
  return { kind: kind === 'yesterday' || kind === 'tomorrow' ? kind : 'today' }
}

/** The day it is where the fund is: `en-CA` writes it as ISO does. */
const readToday = (page: GridPage): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: page.zone }).format(new Date())

function dateBox(label: string, key: string, value: string, set: (value: unknown) => void): HTMLElement {
  const box = h('input.input', { type: 'date', 'aria-label': label, 'data-focus': key })
  box.value = value
  box.addEventListener('input', () => set(box.value || null))
  return box
}

function pair(part: Part, boxes: (half: Part) => (Node | string)[]): (Node | string)[] {
  const both = Array.isArray(part.value) ? [...part.value] : [null, null]
  const half = (n: 0 | 1, label: string): Part => ({
    label: `${part.label}, ${label}`,
    key: `${part.key}-${n}`,
    value: both[n] ?? null,
    set: (value) => {
      both[n] = value
      part.set([both[0] ?? null, both[1] ?? null])
    },
    choose: (value) => part.choose(n === 0 ? [value, both[1] ?? null] : [both[0] ?? null, value]),
  })
  return [...boxes(half(0, 'from')), unit('and'), ...boxes(half(1, 'to'))]
}

function tickedBox({ label, key, value, choose }: Part): HTMLElement {
  const options = [
    { value: 'yes', label: 'ticked' },
    { value: 'no', label: 'not ticked' },
  ]
  return selectBox(label, options, value === false ? 'no' : 'yes', key, (picked) => choose(picked === 'yes'))
}

function choiceBox({ page, field }: Editing, { label, key, value, choose }: Part, many: boolean): HTMLElement {
  const chosen = [value].flat().filter((one): one is string => typeof one === 'string')
  const pills = chosen.map((one) => pillOf(field, one, page))
  const shown = pills.length > 0 ? pills : [h('span.chooser__none', {}, many ? 'Choose some' : 'Choose one')]
  return chooser(label, shown, key, (anchor) =>
    openPicker(anchor, {
      label,
      many,
      chosen,
      choices: isSearched(field) ? [] : choicesOf(field, page),
      ...(isSearched(field) ? { search: (words: string) => findContacts(page, words) } : {}),
      onChange: (values) => choose(many ? values : (values[0] ?? null)),
    }),
  )
}

/** The boxes the value of a condition is typed into. */
import { h } from '../../dom.ts'
import type { FieldInfo, GridPage } from '../../page.ts'
import { amountText, readAmount } from '../amounts.ts'
import type { DraftCondition } from './draft.ts'

export type Editing = {
  page: GridPage
  field: FieldInfo
  condition: DraftCondition
  /** Takes a value while it is typed. */
  set: (value: unknown) => void
  /** Takes a value whose editor looks different from now on. */
  choose: (value: unknown) => void
}

export type Part = {
  label: string
  key: string
  value: unknown
  set: (value: unknown) => void
  choose: (value: unknown) => void
}

export function textBox({ label, key, value, set }: Part): HTMLElement {
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

export function numberBox({ page, field }: Editing, { label, key, value, set }: Part): HTMLElement {
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

export function countBox({ label, key, value, set }: Part): HTMLElement {
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

export function dateBox(label: string, key: string, value: string, set: (value: unknown) => void): HTMLElement {
  const box = h('input.input', { type: 'date', 'aria-label': label, 'data-focus': key })
  box.value = value
  box.addEventListener('input', () => set(box.value || null))
  return box
}

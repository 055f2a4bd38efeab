import type { Action, DateTimePicker, SelectionInput, SwitchControl, TextInput } from './card-types.ts'
import type { CardHands } from './clicks.ts'
import { element } from './dom.ts'

let serial = 0
const newId = () => `field-${++serial}`

export function textField(input: TextInput, hands: CardHands): HTMLElement {
  const id = newId()
  const isLong = input.type === 'MULTIPLE_LINE'
  const shared = { id, name: input.name, 'data-kind': 'text', maxlength: input.validation?.characterLimit?.toString() }
  const control = isLong ? element('textarea', { ...shared, rows: '3' }) : element('input', { ...shared, type: 'text' })
  control.value = input.value ?? ''
  const hintId = `${id}-hint`
  // A field without a title is named by its hint.
  const hasBoth = Boolean(input.label && input.hintText)
  if (hasBoth) control.setAttribute('aria-describedby', hintId)
  whenChanged(control, input.onChangeAction, hands)
  return element(
    'div',
    { class: 'field' },
    element('label', { for: id }, input.label || input.hintText),
    control,
    hasBoth && element('small', { id: hintId }, input.hintText),
    suggestions(input, control, hands),
  )
}

function suggestions(input: TextInput, control: HTMLElement, hands: CardHands): HTMLElement | null {
  const { initialSuggestions, autoCompleteAction } = input
  if (!initialSuggestions && !autoCompleteAction) return null
  const list = element('datalist', { id: newId() })
  const fill = (items: { text: string }[]) =>
    list.replaceChildren(...items.map(({ text }) => element('option', { value: text })))
  fill(initialSuggestions?.items ?? [])
  control.setAttribute('list', list.id)
  control.setAttribute('autocomplete', 'off')
  if (autoCompleteAction) {
    let timer = 0
    control.addEventListener('input', () => {
      clearTimeout(timer)
      timer = window.setTimeout(async () => fill(await hands.suggest(autoCompleteAction)), 250)
    })
  }
  return list
}

export function selectionField(input: SelectionInput, hands: CardHands): HTMLElement {
  return input.type === 'DROPDOWN' || input.type === 'MULTI_SELECT' ? dropdown(input, hands) : choices(input, hands)
}

function dropdown(input: SelectionInput, hands: CardHands): HTMLElement {
  const id = newId()
  const options = input.items.map(({ text, value, selected }) => element('option', { value, selected }, text))
  const multiple = input.type === 'MULTI_SELECT'
  const control = element('select', { id, name: input.name, 'data-kind': 'text', multiple }, ...options)
  whenChanged(control, input.onChangeAction, hands)
  const name = input.label || input.name
  return element('div', { class: 'field' }, element('label', { for: id }, name), control)
}

function choices(input: SelectionInput, hands: CardHands): HTMLElement {
  const type = input.type === 'RADIO_BUTTON' ? 'radio' : 'checkbox'
  const role = input.type === 'SWITCH' ? 'switch' : undefined
  const lines = input.items.map(({ text, value, selected }) => {
    const control = element('input', { type, role, name: input.name, value, checked: selected, 'data-kind': 'choice' })
    whenChanged(control, input.onChangeAction, hands)
    return element('label', { class: 'choice' }, control, element('span', {}, text))
  })
  return element('fieldset', { class: 'field' }, input.label ? element('legend', {}, input.label) : null, ...lines)
}

export function switchField(input: SwitchControl, label: string, hands: CardHands): HTMLElement {
  const control = element('input', {
    type: 'checkbox',
    role: input.controlType === 'CHECK_BOX' ? undefined : 'switch',
    name: input.name,
    value: input.value,
    checked: input.selected,
    'aria-label': label,
    'data-kind': 'choice',
  })
  whenChanged(control, input.onChangeAction, hands)
  return control
}

const pickers = {
  DATE_ONLY: { type: 'date', kind: 'date' },
  TIME_ONLY: { type: 'time', kind: 'time' },
  DATE_AND_TIME: { type: 'datetime-local', kind: 'datetime' },
}

export function dateField(input: DateTimePicker, hands: CardHands): HTMLElement {
  const id = newId()
  const { type, kind } = pickers[input.type]
  const offset = input.timezoneOffsetDate ?? -new Date().getTimezoneOffset()
  const control = element('input', { id, type, name: input.name, 'data-kind': kind, 'data-offset': `${offset}` })
  control.value = pickerValue(input, offset)
  whenChanged(control, input.onChangeAction, hands)
  return element('div', { class: 'field' }, element('label', { for: id }, input.label || input.name), control)
}

/** Days and times are calendar values, kept in UTC; a moment is shown in its own offset. */
function pickerValue({ type, valueMsEpoch }: DateTimePicker, offset: number): string {
  if (valueMsEpoch === undefined) return ''
  const shift = type === 'DATE_AND_TIME' ? offset * 60_000 : 0
  const text = new Date(Number(valueMsEpoch) + shift).toISOString()
  if (type === 'DATE_ONLY') return text.slice(0, 10)
  return type === 'TIME_ONLY' ? text.slice(11, 16) : text.slice(0, 16)
}

function whenChanged(control: HTMLElement, action: Action | undefined, hands: CardHands) {
  control.addEventListener('input', () => (control as HTMLInputElement).setCustomValidity(''))
  if (action) control.addEventListener('change', () => hands.act(action))
}

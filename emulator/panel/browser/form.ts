import type { FormInputs } from '../../apps-script/events.ts'
import type { Action } from './card-types.ts'

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** What the person filled in, in the shape of `commonEventObject.formInputs`; empty fields are left out. */
export function readForm(root: HTMLElement): FormInputs {
  const inputs: FormInputs = {}
  for (const control of controls(root)) {
    const kind = control.dataset['kind']
    if (kind === 'choice') addChoice(inputs, control as HTMLInputElement)
    else if (control.value !== '') inputs[control.name] = readControl(control, kind)
  }
  return inputs
}

/** Marks required fields that are empty; the action may go on when there are none. */
export function findMissing(root: HTMLElement, action: Action): boolean {
  const filled = readForm(root)
  const all = [...new Set(controls(root).map((control) => control.name))]
  const required = action.allWidgetsAreRequired ? all : (action.requiredWidgets ?? [])
  const missing = required.filter((name) => all.includes(name) && !(name in filled))
  for (const control of controls(root)) {
    control.setCustomValidity(missing.includes(control.name) ? 'This field is required.' : '')
  }
  controls(root).find((control) => !control.reportValidity())
  return missing.length > 0
}

function controls(root: HTMLElement): Control[] {
  return [...root.querySelectorAll<Control>('[data-kind]')]
}

function addChoice(inputs: FormInputs, control: HTMLInputElement) {
  if (!control.checked) return
  const known = inputs[control.name]
  const value = known && 'stringInputs' in known ? known.stringInputs.value : []
  inputs[control.name] = { stringInputs: { value: [...value, control.value] } }
}

function readControl(control: Control, kind: string | undefined): FormInputs[string] {
  if (kind === 'date') return { dateInput: { msSinceEpoch: `${Date.parse(`${control.value}T00:00Z`)}` } }
  if (kind === 'datetime') {
    const offset = Number(control.dataset['offset']) * 60_000
    const epoch = Date.parse(`${control.value}Z`) - offset
    return { dateTimeInput: { hasDate: true, hasTime: true, msSinceEpoch: `${epoch}` } }
  }
  if (kind === 'time') {
    const [hours = 0, minutes = 0] = control.value.split(':').map(Number)
    return { timeInput: { hours, minutes } }
  }
  if (control instanceof HTMLSelectElement && control.multiple) {
    return { stringInputs: { value: [...control.selectedOptions].map((option) => option.value) } }
  }
  return { stringInputs: { value: [control.value] } }
}

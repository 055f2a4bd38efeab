/** Small pieces the controls are made of. */

import { h } from '../dom.ts'
import { type IconName, icon } from '../icons.ts'
import type { FieldInfo } from '../page.ts'
import { openPicker } from './picker.ts'

type Press = () => void

/** A button that is an icon; `label` is read aloud and shown on hover. */
export function iconButton(name: IconName, label: string, onclick: Press, more: Record<string, string | boolean> = {}) {
  const attributes = { type: 'button', class: 'btn btn--quiet btn--icon', 'aria-label': label, title: label }
  return h('button', { ...attributes, ...more, onclick }, icon(name))
}

export const textButton = (
  name: IconName | null,
  label: string,
  onclick: Press,
  more: Record<string, string | boolean> = {},
) => h('button.btn.btn--quiet', { type: 'button', ...more, onclick }, name && icon(name), label)

/** A button that opens a list and shows what is chosen. */
export function chooser(label: string, shown: (Node | string)[], key: string, open: (anchor: HTMLElement) => void) {
  const button = h(
    'button.input.chooser',
    { type: 'button', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'data-focus': key },
    h('span.visually-hidden', {}, `${label}: `),
    h('span.chooser__shown', {}, shown.map(inSpan)),
    icon('chevron'),
  )
  button.addEventListener('click', () => open(button))
  return button
}

/** Text by itself cannot be cut short with an ellipsis in a row of pills. */
const inSpan = (part: Node | string) => (typeof part === 'string' ? h('span.chooser__text', {}, part) : part)

/** The same for one of the columns. */
export function fieldChooser(
  label: string,
  field: FieldInfo | undefined,
  offered: FieldInfo[],
  key: string,
  take: (field: FieldInfo) => void,
) {
  return chooser(label, [field?.label ?? 'A column that is gone'], key, (anchor) =>
    pickField(anchor, label, offered, take, field?.key),
  )
}

export function pickField(
  anchor: HTMLElement,
  label: string,
  offered: FieldInfo[],
  take: (field: FieldInfo) => void,
  chosen?: string,
): void {
  const choices = offered.map(({ key, label: name }) => ({ value: key, label: name }))
  openPicker(anchor, {
    label,
    choices,
    chosen: chosen ? [chosen] : [],
    empty: 'No column is called that.',
    onChange: ([key]) => {
      const field = offered.find((one) => one.key === key)
      if (field) take(field)
    },
  })
}

type Option = { value: string; label: string }

export function selectBox(
  label: string,
  options: Option[],
  chosen: string,
  key: string,
  take: (value: string) => void,
) {
  const select = h('select.input', { 'aria-label': label, 'data-focus': key })
  select.append(...options.map(({ value, label: name }) => h('option', { value, selected: value === chosen }, name)))
  select.addEventListener('change', () => take(select.value))
  return select
}

/** How a condition's value is given, by the kind of column and operator. */
import { h } from '../../dom.ts'
import { choicesOf, findContacts, isSearched, pillOf } from '../choices.ts'
import { chooser, selectBox } from '../parts.ts'
import { openPicker } from '../picker.ts'
import { countBox, type Editing, numberBox, type Part, textBox } from './boxes.ts'
import { dayBoxes } from './day-boxes.ts'
import { type EditorKind, editorOf } from './values.ts'

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

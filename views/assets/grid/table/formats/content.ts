import { dayIn } from '../../../../../shared/dates.ts'
import type { FieldInfo } from '../../../../../shared/grid-page.ts'
import { compactMoney } from '../../../../../shared/money.ts'
import { ago, day, due, exactly } from '../../../../../shared/words.ts'
import { h, icon } from '../../dom.ts'
import type { GridState } from '../../state.ts'
import { colorClass, linked, person, pill } from './parts.ts'
import { choiceLabel, currencyOf, errorOf, isBlank, numberText, personOf, textOf } from './text.ts'

type Content = Node | string | null
type Writer = (state: GridState, field: FieldInfo, value: unknown) => Content

/** What stands in a cell: text or elements made of it, never HTML. Blank cells are blank. */
export function contentOf(state: GridState, field: FieldInfo, value: unknown): Content {
  const failed = errorOf(value)
  if (failed) return failure(failed.message)
  if (isBlank(value) || value === false) return field.result_type === 'checkbox' ? tick(value === true) : null

  return (writers[field.result_type] ?? plain)(state, field, value)
}

/** Numbers stand to the right, so that digits of one place stand below each other. */
export const isRight = (field: FieldInfo): boolean =>
  ['number', 'currency', 'percent', 'commitment'].includes(field.result_type)

const plain: Writer = (_state, _field, value) => String(value)

const failure = (message: string): Node =>
  h(
    'span.grid-failure',
    { title: message },
    h('span', { 'aria-hidden': 'true' }, '!'),
    h('span.visually-hidden', {}, message),
  )

const tick = (on: boolean): Node =>
  h(
    'span.grid-tick',
    { 'data-on': on ? '' : null },
    on ? icon('check') : null,
    h('span.visually-hidden', {}, on ? 'Yes' : 'No'),
  )

const writers: Partial<Record<FieldInfo['result_type'], Writer>> = {
  currency: (state, field, value) =>
    typeof value === 'number'
      ? amount(compactMoney(value, currencyOf(state.data, field)), textOf(state, field, value), value)
      : String(value),
  number: (_state, field, value) =>
    typeof value === 'number' ? numberText(value, field.options.precision) : String(value),
  percent: (state, field, value) =>
    typeof value === 'number'
      ? titled(
          `${numberText(round(value * 100, field.options.precision ?? 1), field.options.precision)}%`,
          textOf(state, field, value),
        )
      : String(value),
  checkbox: (_state, _field, value) => tick(value === true || value === 1),
  date: (state, field, value) => date(state, field, String(value)),
  datetime: (state, _field, value) => instant(state, String(value)),
  created_at: (state, _field, value) => instant(state, String(value)),
  updated_at: (state, _field, value) => instant(state, String(value)),
  single_select: (state, field, value) =>
    pill(choiceLabel(state, field, String(value)), choiceColor(state, field, String(value))),
  multi_select: (state, field, value) =>
    pills((value as string[]).map((name) => pill(name, choiceColor(state, field, name)))),
  user: (state, _field, value) => person(personOf(state, value) || 'Somebody'),
  created_by: (state, _field, value) => person(personOf(state, value) || 'The system'),
  updated_by: (state, _field, value) => person(personOf(state, value) || 'The system'),
  contacts: (state, _field, value) =>
    pills((value as string[]).map((id) => h('span.chip.grid-contact', {}, state.names.of(id) ?? '…'))),
  url: (_state, field, value) => linked(field.result_type, String(value)),
  email: (_state, field, value) => linked(field.result_type, String(value)),
  phone: (_state, field, value) => linked(field.result_type, String(value)),
  attachments: (_state, _field, value) =>
    pills((value as { name: string }[]).map(({ name }) => h('span.chip', {}, name))),
}

/** Nothing is said quietly, so that the amounts stand out. */
const amount = (text: string, title: string, value: number): Node =>
  h(value === 0 ? 'span.grid-nought' : 'span', { title: title === text ? null : title }, text)

const titled = (text: string, title: string): Node => h('span', { title: title === text ? null : title }, text)

const pills = (items: Node[]): Node => {
  const holder = h('span.grid-pills')
  holder.append(...items)
  return holder
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))

function date(state: GridState, field: FieldInfo, value: string): Node {
  const today = dayIn(state.data.zone, new Date())
  const pressing = field.key === 'next_step_at' ? due(value, today) : { tone: '', text: '' }
  return h(
    'span',
    { class: pressing.tone ? `is-${pressing.tone}` : null, title: pressing.text || value },
    day(value, today),
  )
}

const instant = (state: GridState, value: string): Node =>
  h('time', { datetime: value, title: exactly(value, state.data.zone) }, ago(value, state.data.zone, new Date()))

export function choiceColor(state: GridState, field: FieldInfo, name: string): string {
  if (field.key === 'stage' && field.builtin)
    return state.data.stages.find((stage) => stage.key === name)?.color ?? 'is-gray'
  if (field.key === 'tags' && field.builtin) return colorClass(state.data.tags.find((tag) => tag.name === name)?.color)
  return colorClass(field.options.choices?.find((choice) => choice.name === name)?.color)
}

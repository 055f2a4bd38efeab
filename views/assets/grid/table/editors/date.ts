import { dayIn, readDate } from '../../../../../shared/dates.ts'
import type { Parsed } from '../../../../../shared/parsed.ts'
import { readTypedDay, withoutWeekday } from '../../../../../shared/typed-dates.ts'
import { h } from '../../dom.ts'
import { instantIn, wallClock } from '../../model/zone.ts'
import type { Editor, Opening } from './editor.ts'
import { place, startText } from './text.ts'

/** A day: typed as it is usually written, or picked from the browser's calendar. */
export const dateEditor = (opening: Opening): Editor =>
  momentEditor(opening, 'date', String(opening.value ?? ''), (text) =>
    readTypedDay(text, dayIn(opening.state.data.zone, new Date())),
  )

/** An instant, written and picked on the clock of the fund's zone. */
export const datetimeEditor = (opening: Opening): Editor => {
  const { zone } = opening.state.data
  const shown = opening.value ? wallClock(zone, String(opening.value)).replace('T', ' ') : ''
  return momentEditor(opening, 'datetime-local', shown, (text) => readInstant(text, zone))
}

function momentEditor(
  opening: Opening,
  type: 'date' | 'datetime-local',
  shown: string,
  parse: (text: string) => Parsed<unknown>,
): Editor {
  const input = h('input.grid-input', {
    'aria-label': opening.field.label,
    autocomplete: 'off',
    placeholder: type === 'date' ? 'YYYY-MM-DD' : 'YYYY-MM-DD HH:MM',
  })
  input.value = startText(opening, shown)
  const picker = h('input.grid-picker', { type, tabindex: -1, 'aria-label': `Pick ${opening.field.label}` })
  picker.value = shown.replace(' ', 'T')
  picker.addEventListener('change', () => {
    input.value = picker.value.replace('T', ' ')
    input.focus()
  })
  const element = h('div.grid-moment', {}, input, picker)
  return {
    element,
    focus: () => place(input, opening),
    text: () => input.value,
    read: () => (input.value.trim() === '' ? { value: null } : parse(input.value)),
    key: (event) => {
      if (event.key !== 'ArrowDown' || !event.altKey) return false
      picker.showPicker()
      return true
    },
  }
}

function readInstant(text: string, zone: string): Parsed<string> {
  const day = readTypedDay(text, dayIn(zone, new Date()))
  if ('problem' in day) return day
  const time = readDate(withoutWeekday(text))?.time ?? '00:00:00'
  return { value: instantIn(zone, `${day.value}T${time}`) }
}

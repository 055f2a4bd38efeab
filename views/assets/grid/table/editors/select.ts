import { h } from '../../dom.ts'
import { mayBeBlank } from '../editable.ts'
import { choiceColor } from '../formats/content.ts'
import { person, pill } from '../formats/parts.ts'
import { choiceLabel, personOf } from '../formats/text.ts'
import type { Editor, Opening } from './editor.ts'
import { type Option, optionList } from './options.ts'

/** One of a column's options, or nothing. */
export const selectEditor = (opening: Opening): Editor => {
  const { state, field } = opening
  const names = (field.options.choices ?? []).map((choice) => choice.name)
  const options = names.map((name) => ({
    value: name,
    label: choiceLabel(state, field, name),
    draw: () => pill(choiceLabel(state, field, name), choiceColor(state, field, name)),
  }))
  return oneOf(opening, options, mayBeBlank(field))
}

/** A colleague; those who left are offered only where they stand already. */
export const userEditor = (opening: Opening): Editor => {
  const { users, me } = opening.state.data
  const offered = users.filter((user) => user.active || user.id === opening.value)
  const first = [...offered.filter((user) => user.id === me.id), ...offered.filter((user) => user.id !== me.id)]
  return oneOf(
    opening,
    first.map(({ id, name }) => ({ value: id, label: name, draw: () => person(name) })),
    true,
  )
}

function oneOf(opening: Opening, options: Option[], mayBeBlank: boolean): Editor {
  const blank: Option = { value: '', label: 'Nothing', draw: () => h('span.grid-options__blank', {}, 'Nothing') }
  let value = opening.value === null || opening.value === undefined ? '' : String(opening.value)
  const all = mayBeBlank && value ? [...options, blank] : options
  const list = optionList(opening.field.label, () => all, {
    isOn: (option) => option === value && value !== '',
    take: (option) => {
      value = option.value
      opening.commit()
    },
  })
  list.input.value = opening.typed ?? ''
  list.show()
  return {
    element: h('div.grid-list', {}, list.input, list.list),
    focus: () => list.input.focus({ preventScroll: true }),
    text: () => list.words() || personOf(opening.state, value) || value,
    read: () => ({ value: value || null }),
    key: (event) => {
      // Tab takes what the words point at, as Enter does, and goes on.
      if (event.key === 'Tab' && list.words()) value = list.pointed()?.value ?? value
      return list.key(event)
    },
  }
}

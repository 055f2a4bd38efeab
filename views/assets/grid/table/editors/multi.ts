import { h } from '../../dom.ts'
import { choiceColor } from '../formats/content.ts'
import { pill } from '../formats/parts.ts'
import type { Editor, Opening } from './editor.ts'
import { optionList } from './options.ts'

/** Several options of a column, or tags: Enter ticks one or takes it off, a new tag is made by its name. */
export function multiEditor(opening: Opening): Editor {
  const { state, field } = opening
  const isTags = field.key === 'tags' && field.builtin
  let chosen = Array.isArray(opening.value) ? opening.value.map(String) : []
  const fresh: string[] = []
  const known = isTags
    ? state.data.tags.map((tag) => tag.name)
    : (field.options.choices ?? []).map((choice) => choice.name)
  const options = () =>
    [...new Set([...chosen, ...known, ...fresh])].map((name) => ({
      value: name,
      label: name,
      draw: () => pill(name, choiceColor(state, field, name)),
    }))
  const toggle = (name: string) => {
    chosen = chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]
    opening.take(chosen.length > 0 ? chosen : null)
    list.clear()
    opening.resized()
  }
  const list = optionList(field.label, options, {
    isOn: (name) => chosen.includes(name),
    take: ({ value }) => toggle(value),
    ...(isTags
      ? {
          create: (text: string) => {
            fresh.push(text)
            toggle(text)
          },
          createLabel: (text: string) => `New tag “${text}”`,
        }
      : {}),
  })
  list.list.setAttribute('aria-multiselectable', 'true')
  list.input.value = opening.typed ?? ''
  list.show()
  return {
    element: h('div.grid-list', {}, list.input, list.list),
    focus: () => list.input.focus({ preventScroll: true }),
    text: () => chosen.join(', '),
    read: () => ({ value: chosen.length > 0 ? chosen : null }),
    key: (event) => {
      // Enter with nothing typed and nothing pointed at by hand is done; Ctrl+Enter always is.
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return false
      if (event.key === 'Backspace' && list.words() === '' && chosen.length > 0) {
        toggle(chosen.at(-1) ?? '')
        return true
      }
      return list.key(event)
    },
  }
}

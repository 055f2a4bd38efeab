import { h } from '../../dom.ts'
import { currencyOf } from '../formats/text.ts'
import { readNumber, typedNumber } from '../formats/typed-number.ts'
import type { Editor, Opening } from './editor.ts'
import { place, startText } from './text.ts'

/** Numbers, amounts and percentages, as people write them: `12.5m`, `1,250,000`, `8 %`. */
export function numberEditor(opening: Opening): Editor {
  const { state, field, value } = opening
  const currency = currencyOf(state.data, field)
  const input = h('input.grid-input.is-number', {
    'aria-label': field.label,
    inputmode: 'decimal',
    autocomplete: 'off',
  })
  input.value = startText(opening, typedNumber(field, currency, value))
  return {
    element: input,
    focus: () => place(input, opening),
    text: () => input.value,
    read: () => readNumber(field, currency, input.value),
  }
}

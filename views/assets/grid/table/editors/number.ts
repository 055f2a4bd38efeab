import { parseAmount, writtenOut } from '../../../../../shared/amounts.ts'
import { decimalNumber, minorDigits, parseDecimal, percentText, plainMoney } from '../../../../../shared/money.ts'
import type { Parsed } from '../../../../../shared/parsed.ts'
import { h } from '../../dom.ts'
import { currencyOf } from '../formats/text.ts'
import type { Editor, Opening } from './editor.ts'
import { place, startText } from './text.ts'

/** Numbers, amounts and percentages, as people write them: `12.5m`, `1,250,000`, `8 %`. */
export function numberEditor(opening: Opening): Editor {
  const input = h('input.grid-input.is-number', {
    'aria-label': opening.field.label,
    inputmode: 'decimal',
    autocomplete: 'off',
  })
  input.value = startText(opening, numberAsTyped(opening))
  return {
    element: input,
    focus: () => place(input, opening),
    text: () => input.value,
    read: () => readNumber(opening, input.value),
  }
}

function numberAsTyped({ state, field, value }: Opening): string {
  if (typeof value !== 'number') return ''
  if (field.result_type === 'percent') return percentText(value)
  if (field.result_type === 'number') return String(value)

  const currency = currencyOf(state, field)
  return plainMoney(value, currency).replace(new RegExp(`\\.0{${minorDigits(currency)}}$`), '')
}

function readNumber({ state, field }: Opening, text: string): Parsed<unknown> {
  if (text.trim() === '') return { value: null }
  if (field.result_type === 'currency') return parseAmount(text, currencyOf(state, field), `“${field.label}”`)

  const decimal = parseDecimal(writtenOut(text.trim().replace(/\s*%$/, '')))
  if (!decimal) return { problem: `“${text.trim()}” is not a number.` }
  // A percentage is kept as its fraction, moved by its digits: 7 is 0.07.
  return { value: decimalNumber(decimal, field.result_type === 'percent' ? -2 : 0) }
}

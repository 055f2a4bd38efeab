import { h } from '../../dom.ts'
import type { Editor, Opening } from './editor.ts'

const modes: Record<string, string> = { url: 'url', email: 'email', phone: 'tel' }

/** One line of text, an address or a number to call. */
export function textEditor(opening: Opening): Editor {
  const { field, value } = opening
  const mode = modes[field.result_type]
  const input = h('input.grid-input', {
    'aria-label': field.label,
    inputmode: mode,
    autocomplete: 'off',
    spellcheck: mode ? 'false' : 'true',
  })
  input.value = startText(opening, String(value ?? ''))
  return {
    element: input,
    focus: () => place(input, opening),
    text: () => input.value,
    read: () => ({ value: input.value.trim() === '' ? null : input.value }),
  }
}

/** Text of several lines: it grows, Shift+Enter begins a new one. */
export function longTextEditor(opening: Opening): Editor {
  const area = h('textarea.grid-input.grid-input--long', { 'aria-label': opening.field.label, rows: 3 })
  area.value = startText(opening, String(opening.value ?? ''))
  const grow = () => {
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight + 2, 320)}px`
    opening.resized()
  }
  area.addEventListener('input', grow)
  return {
    element: area,
    focus: () => {
      place(area, opening)
      grow()
    },
    text: () => area.value,
    read: () => ({ value: area.value.trim() === '' ? null : area.value }),
    key: (event) => event.key === 'Enter' && event.shiftKey,
  }
}

/** What the input starts with: the key that opened it, what did not fit before, else the value. */
export const startText = ({ typed, kept }: Opening, text: string): string => typed ?? kept ?? text

/** A typed key stands already: the caret goes behind it. Otherwise all is marked, so that typing replaces it. */
export function place(input: HTMLInputElement | HTMLTextAreaElement, { typed, atEnd }: Opening): void {
  input.focus({ preventScroll: true })
  if (typed !== null || atEnd) input.setSelectionRange(input.value.length, input.value.length)
  else input.select()
}

/** What is picked from, and how it is searched. */
import { h } from '../dom.ts'

/** `tone` is the class of a pill (`is-teal`); `note` stands grey behind the label. */
export type Choice = { value: string; label: string; tone?: string; note?: string }

export const searchBox = (listId: string, label: string): HTMLInputElement =>
  h('input.picker__box', {
    type: 'text',
    role: 'combobox',
    placeholder: 'Search',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': label,
    'aria-controls': listId,
    'aria-expanded': 'true',
    'aria-autocomplete': 'list',
    'data-first': true,
  })

export function matching(choices: Choice[], typed: string): Choice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const all = choices.filter(({ label, note }) =>
    words.every((word) => `${label} ${note ?? ''}`.toLowerCase().includes(word)),
  )
  const first = words[0] ?? ''
  return first ? [...all].sort((a, b) => Number(begins(b, first)) - Number(begins(a, first))) : all
}

const begins = (choice: Choice, word: string) => choice.label.toLowerCase().startsWith(word)

import { fold } from '../../../../../shared/fold.ts'
import { h, icon, setAttributes } from '../../dom.ts'

export type Option = { value: string; label: string; draw(): Node; more?: string }
type Chosen = {
  isOn(value: string): boolean
  take(option: Option): void
  create?: (text: string) => void
  createLabel?: (text: string) => string
}

/** A list to search and choose from with the keyboard: a box to type in, with the options that match below it. */
export function optionList(label: string, options: () => Option[], { isOn, take, create, createLabel }: Chosen) {
  const listId = `grid-options-${Math.random().toString(36).slice(2)}`
  const input = h('input.grid-input', {
    role: 'combobox',
    'aria-label': label,
    'aria-expanded': 'true',
    'aria-controls': listId,
    'aria-autocomplete': 'list',
    autocomplete: 'off',
  })
  const list = h('div.grid-options', { role: 'listbox', id: listId, 'aria-label': label })
  let shown: Option[] = []
  let at = 0

  function show(): void {
    const words = fold(input.value.trim())
    shown = options().filter((option) => fold(`${option.label} ${option.more ?? ''}`).includes(words))
    const text = input.value.trim()
    if (create && text && !options().some((option) => fold(option.label) === words)) shown.push(fresh(text))
    at = Math.max(0, Math.min(at, shown.length - 1))
    list.replaceChildren(...shown.map(draw))
    if (shown.length === 0) list.replaceChildren(h('div.grid-options__none', {}, 'Nothing matches'))
    point()
  }

  const fresh = (text: string): Option => ({
    value: `\0${text}`,
    label: createLabel?.(text) ?? `Add “${text}”`,
    draw: () => h('span.grid-options__new', {}, icon('plus'), createLabel?.(text) ?? `Add “${text}”`),
  })

  function draw(option: Option, n: number): HTMLElement {
    const on = isOn(option.value)
    const element = h(
      'div.grid-option',
      { role: 'option', id: `${listId}-${n}`, 'aria-selected': String(on), 'data-n': n },
      option.draw(),
      on && icon('check'),
    )
    return element
  }

  function point(): void {
    for (const [n, element] of [...list.children].entries()) element.classList.toggle('is-pointed', n === at)
    const pointed = shown.length > 0 ? list.children[at] : undefined
    setAttributes(input, { 'aria-activedescendant': pointed?.id ?? null })
    pointed?.scrollIntoView({ block: 'nearest' })
  }

  function choose(option: Option | undefined): void {
    if (!option) return
    if (option.value.startsWith('\0')) create?.(option.value.slice(1))
    else take(option)
  }

  input.addEventListener('input', () => {
    at = 0
    show()
  })
  list.addEventListener('mousedown', (event) => {
    event.preventDefault()
    const n = (event.target as Element).closest<HTMLElement>('.grid-option')?.dataset['n']
    if (n !== undefined) choose(shown[Number(n)])
  })

  return {
    input,
    list,
    show,
    /** Starts the search over, as after something was chosen. */
    clear() {
      input.value = ''
      show()
    },
    pointed: () => shown[at],
    /** What was typed to search with. */
    words: () => input.value.trim(),
    key(event: KeyboardEvent): boolean {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        at = (at + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % Math.max(shown.length, 1)
        point()
        return true
      }
      if (event.key !== 'Enter' || event.shiftKey) return false
      choose(shown[at])
      return true
    },
  }
}

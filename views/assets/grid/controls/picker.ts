/** A searchable list of choices below a button: one is chosen, or several are ticked. */

import { h } from '../dom.ts'
import { icon } from '../icons.ts'
import { pill } from '../table/formats/parts.ts'
import { type Choice, matching, searchBox } from './picker-search.ts'
import { openPopover, type Popover } from './popover.ts'

export type Picking = {
  label: string
  choices: Choice[]
  /** Ticking keeps the list open; without it the first choice closes it. */
  many?: boolean
  chosen: string[]
  onChange: (values: string[]) => void
  /** Finds choices elsewhere, for what there is too much of to list. */
  search?: (words: string) => Promise<Choice[]>
  /** Offers what was typed as a choice of its own. */
  create?: (typed: string) => Choice
  empty?: string
}

type State = Picking & {
  picked: string[]
  shown: Choice[]
  active: number
  list: HTMLElement
  box: HTMLInputElement
  popover: Popover
}

let count = 0

export function openPicker(anchor: HTMLElement, picking: Picking): void {
  openPopover(anchor, { label: picking.label, className: 'pop--picker' }, (popover) => {
    const id = `picker-${++count}`
    const list = h('div.picker__list', {
      role: 'listbox',
      id,
      'aria-label': picking.label,
      'aria-multiselectable': picking.many ? 'true' : null,
    })
    const box = searchBox(id, picking.label)
    const state: State = {
      ...picking,
      picked: [...picking.chosen],
      shown: picking.choices,
      active: 0,
      list,
      box,
      popover,
    }
    state.active = Math.max(
      0,
      picking.choices.findIndex((choice) => picking.chosen.includes(choice.value)),
    )
    box.addEventListener('input', () => void look(state))
    box.addEventListener('keydown', (event) => press(event, state))
    popover.body.append(h('div.picker__search', {}, icon('search'), box), list)
    draw(state)
    if (picking.search) void look(state)
  })
}

async function look(state: State): Promise<void> {
  const typed = state.box.value.trim()
  const found = state.search ? await state.search(typed) : matching(state.choices, typed)
  // A slower answer to an earlier letter must not replace a newer one.
  if (typed !== state.box.value.trim()) return
  const isNew = typed !== '' && !found.some((choice) => choice.label.toLowerCase() === typed.toLowerCase())
  state.shown = state.create && isNew ? [...found, state.create(typed)] : found
  state.active = 0
  draw(state)
}

function draw(state: State): void {
  const options = state.shown.map((choice, n) => option(choice, n, state))
  const nothing = h('p.picker__empty', {}, state.empty ?? 'Nothing is called that.')
  state.list.replaceChildren(...(options.length > 0 ? options : []))
  state.list.nextElementSibling?.remove()
  if (options.length === 0) state.list.after(nothing)
  mark(state)
}

function option(choice: Choice, n: number, state: State): HTMLElement {
  const isPicked = state.picked.includes(choice.value)
  const element = h(
    'div.picker__option',
    { role: 'option', id: `${state.list.id}-${n}`, 'aria-selected': String(isPicked) },
    state.many ? h('span.picker__tick', { 'aria-hidden': 'true' }, isPicked ? icon('check') : null) : null,
    choice.tone ? pill(choice.label, choice.tone) : h('span.picker__label', {}, choice.label),
    choice.note ? h('small', {}, choice.note) : null,
    !state.many && isPicked ? h('span.picker__mark', { 'aria-hidden': 'true' }, icon('check')) : null,
  )
  element.addEventListener('pointermove', () => {
    if (state.active === n) return
    state.active = n
    mark(state)
  })
  // The box keeps the focus, so that typing goes on after a press.
  element.addEventListener('pointerdown', (event) => event.preventDefault())
  element.addEventListener('click', () => choose(n, state))
  return element
}

function mark(state: State): void {
  for (const [n, element] of [...state.list.children].entries())
    element.classList.toggle('is-active', n === state.active)
  const active = state.list.children[state.active]
  if (active) state.box.setAttribute('aria-activedescendant', active.id)
  else state.box.removeAttribute('aria-activedescendant')
  active?.scrollIntoView({ block: 'nearest' })
}

function choose(n: number, state: State): void {
  const choice = state.shown[n]
  if (!choice) return
  if (!state.many) {
    state.popover.close()
    state.onChange([choice.value])
    return
  }
  const has = state.picked.includes(choice.value)
  state.picked = has ? state.picked.filter((value) => value !== choice.value) : [...state.picked, choice.value]
  state.active = n
  state.onChange(state.picked)
  draw(state)
}

function press(event: KeyboardEvent, state: State): void {
  const last = state.shown.length - 1
  const to: Record<string, number> = {
    ArrowDown: state.active >= last ? 0 : state.active + 1,
    ArrowUp: state.active <= 0 ? last : state.active - 1,
    PageDown: Math.min(last, state.active + 8),
    PageUp: Math.max(0, state.active - 8),
  }
  const next = to[event.key]
  if (next !== undefined) {
    state.active = next
    mark(state)
  } else if (event.key === 'Enter') choose(state.active, state)
  else return
  event.preventDefault()
}

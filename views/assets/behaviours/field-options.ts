import Sortable from 'sortablejs'
import { behaviour } from './behaviour.ts'

/** The options of a select column: added, taken away, moved, and coloured. Without script the rows are plain inputs. */
behaviour<HTMLElement>('[data-options]', (editor) => {
  const list = editor.querySelector<HTMLElement>('[data-option-rows]')
  const blank = editor.querySelector<HTMLTemplateElement>('[data-option-blank]')
  if (!list) return

  Sortable.create(list, {
    handle: '[data-option-grip]',
    animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 120,
  })
  const add = () => {
    const row = blank?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined
    if (!row) return
    paint(row, nextColor(list))
    list.append(row)
    nameOf(row)?.focus()
  }

  editor.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null
    const row = button?.closest<HTMLElement>('[data-option]')
    if (button?.matches('[data-option-add]')) add()
    if (row && button?.matches('[data-option-remove]')) remove(row, editor)
    if (row && button?.dataset['optionMove']) move(row, Number(button.dataset['optionMove']), button)
  })
  editor.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.metaKey || event.ctrlKey || !isName(event.target)) return
    event.preventDefault()
    add()
  })
  editor.addEventListener('change', (event) => {
    const select = event.target
    if (!(select instanceof HTMLSelectElement) || select.name !== 'option_color') return
    const row = select.closest<HTMLElement>('[data-option]')
    if (row) paint(row, select.value)
  })
})

const isName = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && target.name === 'option_name'

const nameOf = (row: Element) => row.querySelector<HTMLInputElement>('[name=option_name]')

/** The focus goes to the row that takes its place. */
function remove(row: HTMLElement, editor: HTMLElement): void {
  const next = row.nextElementSibling ?? row.previousElementSibling
  row.remove()
  const focus = next ? nameOf(next) : editor.querySelector<HTMLElement>('[data-option-add]')
  focus?.focus()
}

function move(row: HTMLElement, by: number, button: HTMLElement): void {
  if (by < 0) row.previousElementSibling?.before(row)
  else row.nextElementSibling?.after(row)
  button.focus()
}

function paint(row: HTMLElement, color: string): void {
  const select = row.querySelector<HTMLSelectElement>('[name=option_color]')
  if (select) select.value = color
  const swatch = row.querySelector('[data-swatch]')
  if (swatch) swatch.className = `option__swatch is-${color}`
}

/** The colour that comes after the last one, so that neighbours differ. */
function nextColor(list: HTMLElement): string {
  const select = [...list.querySelectorAll<HTMLSelectElement>('[name=option_color]')].at(-1)
  if (!select) return 'blue'
  return select.options[(select.selectedIndex + 1) % select.options.length]?.value ?? 'gray'
}

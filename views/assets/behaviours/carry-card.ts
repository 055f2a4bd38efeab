import { closest } from './behaviour.ts'
import { saveMove, speak } from './save-move.ts'

/**
 * The board by keyboard. On a card, arrows walk to the next card; Space or Enter picks it up, arrows then carry it from
 * stage to stage, Enter or Space puts it down and Escape takes it back.
 */
type Carried = { card: HTMLElement; from: HTMLElement; next: Element | null }
let carried: Carried | null = null
let moving = false

document.addEventListener('keydown', (event) => {
  const card =
    event.target instanceof HTMLElement && event.target.matches('[data-board] [data-card]') ? event.target : null
  if (!card || event.metaKey || event.ctrlKey || event.altKey) return
  if (carried ? carry(card, event.key) : walk(card, event.key)) event.preventDefault()
})

document.addEventListener('focusout', (event) => {
  if (carried && !moving && closest(event, '[data-card]') === carried.card) takeBack(carried)
})

function carry(card: HTMLElement, key: string): boolean {
  if (!carried) return false
  if (key === 'ArrowRight' || key === 'ArrowLeft') return moveOn(card, key === 'ArrowRight' ? 1 : -1)
  if (key === 'Enter' || key === ' ') return putDown(carried)
  if (key === 'Escape') return takeBack(carried)

  return key === 'ArrowUp' || key === 'ArrowDown'
}

function walk(card: HTMLElement, key: string): boolean {
  if (key === 'Enter' || key === ' ') return pickUp(card)
  if (key === 'ArrowUp' || key === 'ArrowDown') return focusOn(sibling(card, key === 'ArrowDown' ? 1 : -1))
  if (key === 'ArrowRight' || key === 'ArrowLeft') return focusOn(beside(card, key === 'ArrowRight' ? 1 : -1))

  return false
}

function pickUp(card: HTMLElement): boolean {
  const list = card.closest<HTMLElement>('ol')
  if (!list) return false

  carried = { card, from: list, next: card.nextElementSibling }
  card.classList.add('is-picked')
  speak(
    `Picked up ${card.dataset['name']}, in ${labelOf(card)}. Left and right move it, Enter drops it, Escape cancels.`,
  )
  return true
}

function moveOn(card: HTMLElement, step: 1 | -1): boolean {
  const lists = [...document.querySelectorAll<HTMLElement>('[data-board] [data-cards]')]
  const here = lists.findIndex((list) => list.closest('.column') === card.closest('.column'))
  const list = lists[here + step]
  if (!list) return true

  shift(() => list.prepend(card))
  speak(`${labelOf(card)}.`)
  return true
}

function putDown({ card, from, next }: Carried): boolean {
  const list = card.closest<HTMLElement>('[data-cards]')
  letGo(card)
  if (!list || list.closest('.column') === from.closest('.column'))
    speak(`${card.dataset['name']} stays in ${labelOf(card)}.`)
  else saveMove(card, list, () => shift(() => from.insertBefore(card, next), card))
  return true
}

function takeBack({ card, from, next }: Carried): boolean {
  shift(() => from.insertBefore(card, next), card)
  letGo(card)
  speak(`Cancelled. ${card.dataset['name']} is back in ${labelOf(card)}.`)
  return true
}

function letGo(card: HTMLElement): void {
  card.classList.remove('is-picked')
  carried = null
}

/** Moving an element in the page takes its focus, which is then not somebody leaving it. */
function shift(move: () => void, card = carried?.card): void {
  moving = true
  move()
  card?.focus()
  card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  moving = false
}

function focusOn(card: Element | null | undefined): boolean {
  if (card instanceof HTMLElement) card.focus()
  return true
}

const sibling = (card: Element, step: 1 | -1) => (step === 1 ? card.nextElementSibling : card.previousElementSibling)

/** The first card of the nearest column that has one and shows it. */
function beside(card: Element, step: 1 | -1): Element | null {
  const columns = [...document.querySelectorAll('[data-board] .column')]
  const here = columns.findIndex((column) => column.contains(card))
  const others = step === 1 ? columns.slice(here + 1) : columns.slice(0, here).reverse()
  return others.map((column) => column.querySelector('[data-cards] > [data-card]')).find(Boolean) ?? null
}

const labelOf = (card: HTMLElement) => card.closest<HTMLElement>('[data-label]')?.dataset['label'] ?? ''

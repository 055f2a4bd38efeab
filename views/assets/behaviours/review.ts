/** The keys of the Review page: j and k open the next and previous proposal, with Shift they choose several, x chooses one, u undoes. */
import { closest } from './behaviour.ts'
import { isDeciding, takeBackLast } from './review-past.ts'

document.addEventListener(
  'keydown',
  (event) => {
    const pile = document.querySelector('[data-review]')
    if (!pile || event.metaKey || event.ctrlKey || event.altKey || isTyping(event) || isInDialog()) return

    if (handled(event.key, event.shiftKey)) {
      event.preventDefault()
      event.stopPropagation()
    }
  },
  { capture: true },
)

function handled(key: string, shift: boolean): boolean {
  const step = key.toLowerCase() === 'j' ? 1 : key.toLowerCase() === 'k' ? -1 : 0
  if (step !== 0) return shift ? choose(step) : walk(step)
  if ('aeru'.includes(key) && isDeciding()) return true
  if ('aer'.includes(key) && isOpening()) return true
  if (key === 'u') {
    takeBackLast()
    return true
  }
  if (key === 'x') return tick(document.querySelector<HTMLInputElement>('.review__item:has([aria-current]) input'))
  if ((key === 'a' || key === 'r') && chosen().length > 0) {
    return press(`.review__bulk [value=${key === 'a' ? 'approve' : 'reject'}]`)
  }
  return false
}

const links = () => [...document.querySelectorAll<HTMLAnchorElement>('[data-walk]')]
const boxes = () => [...document.querySelectorAll<HTMLInputElement>('.review__item input')]
const chosen = () => boxes().filter((box) => box.checked)

function walk(step: number): boolean {
  const all = links()
  const at = all.findIndex((link) => link.hasAttribute('aria-current'))
  const next = at >= 0 ? at + step : step > 0 ? gap() : gap() - 1
  all[next]?.click()
  return true
}

/** What a colleague decided has left the pile: before which proposal it stood. */
const gap = () => Number(document.querySelector<HTMLElement>('[data-place]')?.dataset['place'] ?? 0)

/** One is at the proposal one goes to before it stands beside the pile: J goes on from there, and no key decides the one left behind. */
document.addEventListener('click', (event) => {
  const link = closest<HTMLAnchorElement>(event, '[data-walk]')
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) goTo(link)
})
document.addEventListener('htmx:error', () => goTo(document.querySelector('.review__item--open [data-walk]')))

function goTo(link: HTMLAnchorElement | null): void {
  for (const one of links()) {
    if (one === link) one.setAttribute('aria-current', 'true')
    else one.removeAttribute('aria-current')
  }
}

const isOpening = () =>
  document.querySelector('.review__item:not(.review__item--open) [data-walk][aria-current]') !== null

function tick(box: HTMLInputElement | null): boolean {
  if (!box) return false

  box.checked = !box.checked
  reach = null
  tell()
  return true
}

/** The box of a group, and that of the page, choose all of it, and show when all or some are chosen. */
document.addEventListener('change', (event) => {
  const box = event.target
  if (!(box instanceof HTMLInputElement) || !box.closest('[data-review]')) return

  if (box.matches('[data-choose-all]')) for (const one of boxes()) one.checked = box.checked
  if (box.matches('[data-choose-group]')) for (const one of boxesIn(box)) one.checked = box.checked
  tell()
})

const boxesIn = (within: Element) => [
  ...(within.closest('.review__group')?.querySelectorAll<HTMLInputElement>('.review__item input') ?? []),
]

/** Says how many are chosen, beside the buttons and in the boxes of the groups. */
function tell(): void {
  const line = document.querySelector('[data-chosen]')
  const n = chosen().length
  if (line) line.textContent = n > 0 ? `${n} chosen` : ''
  for (const box of document.querySelectorAll<HTMLInputElement>('[data-choose-group]')) show(box, boxesIn(box))
  for (const box of document.querySelectorAll<HTMLInputElement>('[data-choose-all]')) show(box, boxes())
}

function show(box: HTMLInputElement, all: HTMLInputElement[]): void {
  const some = all.filter((one) => one.checked).length
  box.checked = some > 0 && some === all.length
  box.indeterminate = some > 0 && !box.checked
}

/** Where the range has come to, counted from the proposal that is open. */
let reach: { from: number; to: number } | null = null

function choose(step: number): boolean {
  const from = links().findIndex((link) => link.hasAttribute('aria-current'))
  const begun = boxes()[from]?.checked ? from : null
  const last = reach?.from === from && chosen().length > 0 ? reach.to : begun
  const to = last === null ? from : Math.max(0, Math.min(boxes().length - 1, last + step))
  reach = { from, to }
  const [low, high] = from < to ? [from, to] : [to, from]
  for (const [n, box] of boxes().entries()) box.checked = n >= low && n <= high
  boxes()[to]?.scrollIntoView({ block: 'nearest' })
  tell()
  return true
}

function press(selector: string): boolean {
  const button = document.querySelector<HTMLElement>(selector)
  button?.click()
  return button !== null
}

const isInDialog = () => document.querySelector('dialog[open]') !== null

const isTyping = (event: Event) =>
  event.target instanceof HTMLElement &&
  (event.target.isContentEditable ||
    event.target.tagName === 'TEXTAREA' ||
    event.target.tagName === 'SELECT' ||
    (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox'))

/** The keys of the Review page: j and k open the next and previous proposal, with Shift they choose several, u undoes. */
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
  if (key === 'u') return press('#toasts form button')
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
  all[at + step]?.click()
  return true
}

/** Where the range has come to, counted from the proposal that is open. */
let reach: { from: number; to: number } | null = null

function choose(step: number): boolean {
  const from = links().findIndex((link) => link.hasAttribute('aria-current'))
  const last = reach?.from === from && chosen().length > 0 ? reach.to : null
  const to = last === null ? from : Math.max(0, Math.min(boxes().length - 1, last + step))
  reach = { from, to }
  const [low, high] = from < to ? [from, to] : [to, from]
  for (const [n, box] of boxes().entries()) box.checked = n >= low && n <= high
  boxes()[to]?.scrollIntoView({ block: 'nearest' })
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

export {}

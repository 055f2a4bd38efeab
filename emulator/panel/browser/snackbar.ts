import { element } from './dom.ts'

const bar = element('div', { class: 'snackbar', role: 'status', 'aria-live': 'polite' })
let timer = 0

/** The place where notifications appear; put into the page once. */
export function snackbar(): HTMLElement {
  return bar
}

export function notify(text: string) {
  bar.textContent = text
  bar.classList.add('shown')
  clearTimeout(timer)
  timer = window.setTimeout(() => bar.classList.remove('shown'), 6000)
}

import { openDialog } from './dialog.ts'
import { walkRows } from './row-link.ts'

/** The keys of the panel. A page adds its own with `<a data-key="n">` or `<button data-key="e">`: the key presses it. */
let going = 0

document.addEventListener('keydown', (event) => {
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault()
    openDialog('#jump')
    return
  }
  if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event) || document.querySelector('dialog[open]'))
    return
  if (press(event.key)) event.preventDefault()
})

/** The key that goes with K is named as on the machine in use. */
if (!/Mac|iPhone|iPad/.test(navigator.userAgent)) {
  for (const key of document.querySelectorAll('[data-mod]')) key.textContent = 'Ctrl K'
}

function press(key: string): boolean {
  if (wasGoing() && follow(`[data-go="${CSS.escape(key)}"]`)) return true
  if (key === 'g') return startGoing()
  if (key === '/') return focusSearch()
  if (key === '?') return shown('#keys')
  if (key === 'j' || key === 'k') return walked(key === 'j' ? 1 : -1)

  return key.length === 1 && follow(`[data-key="${CSS.escape(key.toLowerCase())}"]`)
}

function startGoing(): true {
  going = Date.now()
  return true
}

function wasGoing(): boolean {
  const was = Date.now() - going < 1200
  going = 0
  return was
}

function follow(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(selector)
  element?.click()
  return element !== null
}

/** The list's own search box where there is one, else the one that searches everything. */
function focusSearch(): boolean {
  const box = document.querySelector<HTMLInputElement>('#page input[type=search]')
  if (box) box.focus()
  else openDialog('#jump')
  return true
}

function shown(selector: string): boolean {
  openDialog(selector)
  return true
}

function walked(step: 1 | -1): boolean {
  walkRows(step)
  return true
}

const isTyping = (event: Event) =>
  event.target instanceof HTMLElement &&
  (event.target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(event.target.tagName))

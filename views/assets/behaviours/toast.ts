import { contextOf } from './behaviour.ts'

type Toast = { message: string; label?: string; undo?: string | null; tone?: 'danger' }

const toasts = document.querySelector<HTMLElement>('#toasts')
const template = document.querySelector<HTMLTemplateElement>('#toast')
const shownFor = 8000

/** Shows what an answer says in its HX-Toast header, and what went wrong when there was no answer at all. */
document.addEventListener('htmx:after:request', (event) => {
  const said = contextOf(event)?.hx?.['toast']
  if (said) showToast(JSON.parse(said))
})

document.addEventListener('htmx:error', (event) => {
  if (contextOf(event)?.response) return
  showToast({ message: 'The server could not be reached. Nothing was saved; try again.', tone: 'danger' })
})

export function showToast({ message, label = 'Undo', undo, tone }: Toast): void {
  const toast = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined
  if (!toast || !toasts) return

  toast.querySelector('[data-message]')?.replaceChildren(message)
  toast.querySelector('[data-label]')?.replaceChildren(label)
  toast.classList.toggle('toast--danger', tone === 'danger')
  const form = toast.querySelector('form')
  const batch = form?.querySelector<HTMLInputElement>('[name=batch_id]')
  if (undo && batch) batch.value = undo
  else form?.remove()
  toasts.replaceChildren(toast)
  window.htmx?.process(toast)
  raise(toasts)
  leaveLater(toast)
}

/** Above an open dialog too: a popover stands in the top layer. */
function raise(element: HTMLElement): void {
  if (element.matches(':popover-open')) element.hidePopover()
  element.showPopover()
}

/** A toast goes by itself, but not while somebody points at it or has its button in focus. */
function leaveLater(toast: HTMLElement): void {
  setTimeout(() => (toast.matches(':hover, :focus-within') ? leaveLater(toast) : toast.remove()), shownFor)
}

for (const toast of toasts?.querySelectorAll<HTMLElement>('.toast') ?? []) {
  if (toasts) raise(toasts)
  leaveLater(toast)
}

document.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('[data-dismiss]'))
    event.target.closest('.toast')?.remove()
})

declare global {
  interface Htmx {
    process(element: Element): void
    ajax(verb: string, path: string, options: { target: string }): Promise<void>
  }
  interface Window {
    htmx?: Htmx
  }
}

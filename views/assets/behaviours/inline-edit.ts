import { closest } from './behaviour.ts'

/** A fact on the page is edited where it stands: a press on its value opens it, Escape puts it back. */
document.addEventListener('click', (event) => {
  const value = closest<HTMLElement>(event, '.fact__value')
  if (!value || closest(event, 'a, button') || String(getSelection()) !== '') return

  value.parentElement?.querySelector<HTMLElement>('.fact__edit')?.click()
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  closest<HTMLElement>(event, '[data-inline-edit]')?.querySelector<HTMLElement>('[data-cancel]')?.click()
})

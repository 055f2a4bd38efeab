import { closest } from './behaviour.ts'

/** `<select data-submit>` sends its form when it changes; the form's own button is for those without script. */
document.addEventListener('change', (event) => {
  closest<HTMLSelectElement>(event, '[data-submit]')?.form?.requestSubmit()
})

/** Refused: the form shows again what is still so. */
document.addEventListener('htmx:response:error', (event) => {
  const form = closest<HTMLFormElement>(event, 'form')
  if (form?.querySelector('[data-submit]')) form.reset()
})

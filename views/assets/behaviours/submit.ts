import { closest } from './behaviour.ts'

/** `<select data-submit>` sends its form when it changes; the form's own button is for those without script. */
document.addEventListener('change', (event) => {
  closest<HTMLSelectElement>(event, '[data-submit]')?.form?.requestSubmit()
})

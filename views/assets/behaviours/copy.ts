import { closest } from './behaviour.ts'

/** `<button data-copy="#field">` copies what the field holds and says so. */
document.addEventListener('click', async (event) => {
  const button = closest<HTMLButtonElement>(event, '[data-copy]')
  const field = button && document.querySelector<HTMLInputElement>(button.dataset['copy'] ?? '')
  if (!button || !field) return

  field.select()
  await navigator.clipboard?.writeText(field.value)
  button.textContent = 'Copied'
})

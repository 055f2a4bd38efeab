import { behaviour } from './behaviour.ts'

/** The first step of an import: a file dropped anywhere on the page, or chosen, is handed in at once. */
behaviour<HTMLFormElement>('[data-import-file]', (form) => {
  const input = form.querySelector<HTMLInputElement>('input[type=file]')
  const lead = form.querySelector<HTMLElement>('[data-drop-lead]')
  const zone = form.querySelector<HTMLElement>('[data-drop]')
  if (!input || !lead || !zone) return

  const invitation = lead.textContent
  input.addEventListener('change', () => {
    if (input.files?.length) form.requestSubmit()
  })
  form.addEventListener('submit', () => {
    const name = input.files?.[0]?.name
    lead.textContent = name ? `Reading “${name}”…` : 'Reading the rows…'
    form.classList.add('is-busy')
  })
  // Coming back by the Back button shows the page as it was left.
  addEventListener('pageshow', () => {
    lead.textContent = invitation
    form.classList.remove('is-busy')
    input.value = ''
  })
  takeDrops(form, zone, input)
})

function takeDrops(form: HTMLFormElement, zone: HTMLElement, input: HTMLInputElement): void {
  document.addEventListener('dragover', (event) => {
    if (!form.isConnected || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    zone.classList.add('is-over')
  })
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) zone.classList.remove('is-over')
  })
  document.addEventListener('drop', (event) => {
    zone.classList.remove('is-over')
    if (!form.isConnected || !event.dataTransfer?.files.length) return
    event.preventDefault()
    input.files = event.dataTransfer.files
    form.requestSubmit()
  })
}

/** `form[data-once]`: a second press while the first is under way does nothing. */
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || !form.matches('[data-once]')) return
  if (form.classList.contains('is-busy')) event.preventDefault()
  form.classList.add('is-busy')
})

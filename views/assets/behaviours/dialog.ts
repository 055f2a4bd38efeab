import { closest, contextOf } from './behaviour.ts'

const dialog = document.querySelector<HTMLDialogElement>('#dialog')

/** What htmx puts into `#dialog` opens it; an act that succeeded (HX-Done) closes it, and so does leaving it. */
document.addEventListener('htmx:after:swap', (event) => {
  const target = contextOf(event)?.target
  // An answer that names the dialog itself (HX-Retarget) leaves its selector there.
  if (!dialog || (target !== dialog && target !== '#dialog') || dialog.childElementCount === 0) return
  if (!dialog.open) dialog.showModal()

  const first =
    dialog.querySelector<HTMLElement>('[aria-invalid="true"]') ?? dialog.querySelector<HTMLElement>('[autofocus]')
  first?.focus()
})

document.addEventListener('htmx:after:request', (event) => {
  if (contextOf(event)?.hx?.['done']) dialog?.close()
})

dialog?.addEventListener('close', () => dialog.replaceChildren())

document.addEventListener('click', (event) => {
  const opener = closest<HTMLElement>(event, '[data-open]')
  if (opener && !event.metaKey && !event.ctrlKey) {
    event.preventDefault()
    openDialog(`#${opener.dataset['open']}`)
  }
  if (!closest(event, '[data-close]')) return
  const left = closest<HTMLDialogElement>(event, 'dialog')
  // The same form may stand on a page of its own.
  if (left) left.close()
  else history.back()
})

/** A press on the backdrop closes; one that began inside (selecting text, say) does not. */
document.addEventListener('pointerdown', (event) => {
  if (!(event.target instanceof HTMLDialogElement) || event.target.querySelector('form[method=post]')) return
  event.target.close()
})

export function openDialog(selector: string): void {
  const element = document.querySelector<HTMLDialogElement>(selector)
  if (element && !element.open) element.showModal()
}

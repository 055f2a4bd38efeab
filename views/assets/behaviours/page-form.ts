import { closest } from './behaviour.ts'

/**
 * A form that was made for the dialog, on a page of its own: it is sent as without script, and answered by that page with
 * the mistakes in it. By htmx the answer would open a dialog with the same form a second time. A form that only asks for a
 * dialog (by GET) is no such form.
 */
document.addEventListener(
  'submit',
  (event) => {
    if (closest(event, '#page form[hx-target="#dialog"]:not([method="get"])')) event.stopImmediatePropagation()
  },
  true,
)

document.querySelector<HTMLElement>('#page [aria-invalid="true"]')?.focus()

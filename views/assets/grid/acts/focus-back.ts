import type { GridPage } from '../page.ts'

/**
 * A dialog or a menu gives the focus back to what opened it. Where that is not there any more, as a heading that was drawn
 * anew or a toast, it would be lost: then it is the table's.
 */
export function giveFocusBack(page: GridPage): void {
  const later = () => setTimeout(() => focusWhenLost(page))
  document.addEventListener('close', later, { capture: true })
  document.addEventListener('htmx:after:request', later)
  document.addEventListener(
    'toggle',
    (event) => {
      const isPopover = event.target instanceof HTMLElement && event.target.popover !== null
      if (isPopover && (event as ToggleEvent).newState === 'closed') later()
    },
    { capture: true },
  )
}

export function focusWhenLost(page: GridPage): void {
  const isLost = document.activeElement === null || document.activeElement === document.body
  if (isLost && !document.querySelector('dialog[open]')) page.place('table').focus({ preventScroll: true })
}

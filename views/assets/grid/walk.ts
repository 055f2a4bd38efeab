const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/** Arrow keys, Home and End go through the items of a list and around its ends. */
export function walk(
  event: KeyboardEvent,
  list: HTMLElement,
  selector = '[role^=menuitem]:not([disabled])',
  key = event.key,
): void {
  const items = [...list.querySelectorAll<HTMLElement>(selector)]
  const at = items.indexOf(document.activeElement as HTMLElement)
  const step = steps[key]
  const to =
    key === 'Home' ? 0 : key === 'End' ? items.length - 1 : step ? (at + step + items.length) % items.length : -1
  if (to < 0 || items.length === 0) return
  event.preventDefault()
  items[to]?.focus()
}

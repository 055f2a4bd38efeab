import { h } from './dom.ts'
import type { MenuItem } from './page.ts'
import { walk } from './walk.ts'

/** Opens a menu at an element or a point: arrows walk it, Enter takes, Escape goes back to where the keyboard was. */
export function openMenuAt(
  label: string,
  items: (MenuItem | null)[],
  of: string,
  at: DOMRect | { x: number; y: number },
): void {
  const back = document.activeElement
  const shown = items.filter((item) => item === null || (item.shown?.(of) ?? true))
  const menu = h('div.grid-menu', { role: 'menu', 'aria-label': label, popover: 'auto' })
  const close = () => menu.remove()
  for (const item of withoutLooseRules(shown))
    menu.append(item ? entry(item, of, menu) : h('hr', { role: 'separator' }))
  ;(document.querySelector('main') ?? document.body).append(menu)
  menu.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState !== 'closed') return
    close()
    if (document.activeElement === document.body && back instanceof HTMLElement) back.focus({ preventScroll: true })
  })
  menu.addEventListener('keydown', (event) => {
    event.stopPropagation()
    if (event.key === 'Tab') menu.hidePopover()
    else walk(event, menu)
  })
  menu.showPopover()
  stand(menu, at)
  menu.querySelector<HTMLElement>('[role=menuitem]')?.focus()
}

function entry(item: MenuItem, of: string, menu: HTMLElement): HTMLElement {
  const button = h(
    'button.menu__item',
    { type: 'button', role: 'menuitem', tabindex: -1 },
    item.label,
    item.key ? h('kbd', {}, item.key) : null,
  )
  button.addEventListener('click', () => {
    menu.hidePopover()
    item.run(of)
  })
  return button
}

/** No rule at either end, and never two in a row. */
function withoutLooseRules(items: (MenuItem | null)[]): (MenuItem | null)[] {
  return items.filter((item, n) => item !== null || (n > 0 && n < items.length - 1 && items[n - 1] !== null))
}

function stand(menu: HTMLElement, at: DOMRect | { x: number; y: number }): void {
  const below = 'bottom' in at ? at.bottom + 2 : at.y
  const { offsetWidth, offsetHeight } = menu
  menu.style.left = `${Math.max(8, Math.min(at.x, innerWidth - offsetWidth - 8))}px`
  menu.style.top = `${Math.max(8, Math.min(below, innerHeight - offsetHeight - 8))}px`
}

import { h } from '../dom.ts'
import { type IconName, icon } from '../icons.ts'
import { walk } from '../walk.ts'
import { openPopover } from './popover.ts'

export type Item =
  | {
      label: string
      icon?: IconName
      run: () => void
      note?: string
      disabled?: boolean
      checked?: boolean
      dot?: string
    }
  | { label: string; icon?: IconName; href: string; download?: boolean }
  | 'line'

/** A list of acts below a button: arrow keys move, Enter and a press act. */
export function openMenu(anchor: HTMLElement, label: string, items: Item[]): void {
  openPopover(anchor, { label, className: 'pop--menu' }, ({ body, close }) => {
    body.setAttribute('role', 'menu')
    body.setAttribute('aria-label', label)
    body.append(...items.map((item) => itemElement(item, close)))
    body.addEventListener('keydown', (event) => walk(event, body))
  })
}

function itemElement(item: Item, close: () => void): HTMLElement {
  if (item === 'line') return h('hr')
  const dot = 'dot' in item && item.dot ? h('span', { class: `dot ${item.dot}` }) : null
  const shown = [item.icon ? icon(item.icon) : null, dot, h('span', {}, item.label)]
  if ('href' in item) {
    const link = h('a.menu__item', { role: 'menuitem', href: item.href, download: item.download ?? false }, shown)
    link.addEventListener('click', close)
    return link
  }
  const act = () => {
    close()
    item.run()
  }
  const note = item.note ? h('small.menu__note', {}, item.note) : null
  const isOneOf = item.checked !== undefined
  const role = { role: isOneOf ? 'menuitemradio' : 'menuitem', 'aria-checked': isOneOf ? String(item.checked) : null }
  const button = { type: 'button', class: 'menu__item', ...role, disabled: item.disabled ?? false, onclick: act }
  return h('button', button, shown, note, 'dot' in item && item.checked ? icon('check') : null)
}

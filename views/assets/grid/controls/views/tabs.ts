/** The views as tabs: shared ones, then one's own; those that do not fit are in a menu at the end. */

import { h } from '../../dom.ts'
import { icon } from '../../icons.ts'
import type { GridPage, ViewInfo } from '../../page.ts'
import { walk } from '../../walk.ts'
import { iconButton } from '../parts.ts'
import { openPicker } from '../picker.ts'
import { addressOf } from './acts.ts'
import { trackBases } from './base.ts'
import { fitting, inOrder, isShared } from './drift.ts'
import { askNewView, openViewMenu } from './menu.ts'
import { paintActs } from './offers.ts'

type Bar = { page: GridPage; tabs: HTMLElement; more: HTMLButtonElement; acts: HTMLElement; menu: HTMLButtonElement }

export function mountViews(page: GridPage): void {
  trackBases(page)
  const bar = createBar(page)
  const add = iconButton('plus', 'New view', () => askNewView(page, add), { 'aria-haspopup': 'dialog' })
  const ends = h('div.view-ends', {}, bar.more, bar.menu, page.me.role !== 'viewer' && add)
  page.place('views').append(bar.tabs, ends)
  // Beside the chips: what was changed with them is kept, or put back, there.
  page.place('controls').append(bar.acts)
  const paint = () => {
    paintTabs(bar)
    paintActs(bar)
    makeRoom(bar)
  }
  page.on('view', paint)
  page.on('definition', paint)
  new ResizeObserver(() => makeRoom(bar)).observe(page.place('views'))
  paint()
}

function createBar(page: GridPage): Bar {
  const tabs = h('div.view-tabs', { role: 'tablist', 'aria-label': 'Views' })
  const more = h('button.btn.btn--quiet.view-more', {
    type: 'button',
    'aria-haspopup': 'dialog',
    'aria-expanded': 'false',
  })
  const menu = iconButton('more', 'Menu of this view', () => openViewMenu(page, menu), {
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    'data-view-menu': true,
  })
  tabs.addEventListener('keydown', (event) => along(event, tabs))
  more.addEventListener('click', () => openMore(page, more))
  return { page, tabs, more, menu, acts: h('div.view-acts') }
}

/** Left and right go along the tabs; Enter shows the view, as a link does. */
function along(event: KeyboardEvent, tabs: HTMLElement): void {
  const turned = { ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp' }[event.key] ?? event.key
  if (turned === event.key && !['Home', 'End', ' '].includes(event.key)) return
  if (event.key === ' ') {
    event.preventDefault()
    ;(document.activeElement as HTMLElement).click()
  } else walk(event, tabs, '[role=tab]:not([hidden])', turned)
}

function paintTabs({ page, tabs }: Bar): void {
  const hadFocus = tabs.contains(document.activeElement)
    ? (document.activeElement as HTMLElement).dataset['view']
    : null
  tabs.replaceChildren(...inOrder(page.views).map((view) => tab(page, view)))
  if (hadFocus) tabs.querySelector<HTMLElement>(`[data-view="${CSS.escape(hadFocus)}"]`)?.focus()
}

function tab(page: GridPage, view: ViewInfo): HTMLElement {
  const isShown = view.id === page.view.id
  const isChanged = isShown ? page.isDrifted() : view.drift !== null
  const attributes = {
    class: 'tab view-tab',
    role: 'tab',
    href: addressOf(view),
    'aria-selected': String(isShown),
    tabindex: isShown ? 0 : -1,
    'data-view': view.id,
  }
  const link = h(
    'a',
    attributes,
    !isShared(view) && [icon('user'), h('span.visually-hidden', {}, 'Mine: ')],
    h('span.view-tab__name', {}, view.name),
    view.locked && [icon('lock'), h('span.visually-hidden', {}, ', locked')],
    isChanged && [
      h('span.view-tab__dot', { title: 'You changed this view without saving it' }),
      h('span.visually-hidden', {}, ', changed by you, not saved'),
    ],
  )
  link.addEventListener('click', (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    if (!isShown) void page.show(view.id)
  })
  return link
}

/** Hides the tabs there is no room for. All are measured first, so nothing jumps twice. */
function makeRoom({ page, tabs, more }: Bar): void {
  const all = [...tabs.querySelectorAll<HTMLElement>('.view-tab')]
  for (const element of all) element.hidden = false
  more.hidden = true
  const chosen = all.findIndex((element) => element.getAttribute('aria-selected') === 'true')
  const gap = 2
  const widths = all.map((element) => element.offsetWidth + gap)
  const total = widths.reduce((sum, width) => sum + width, 0)
  if (total <= tabs.clientWidth + gap) return

  more.hidden = false
  const shown = fitting(widths, chosen, tabs.clientWidth)
  for (const [n, element] of all.entries()) element.hidden = !shown.has(n)
  const count = page.views.length - shown.size
  more.replaceChildren(`${count} more`, icon('chevron'))
}

function openMore(page: GridPage, anchor: HTMLElement): void {
  const choices = inOrder(page.views).map((view) => ({
    value: view.id,
    label: view.name,
    ...(isShared(view) ? {} : { note: 'mine' }),
  }))
  openPicker(anchor, {
    label: 'All views',
    choices,
    chosen: [page.view.id],
    empty: 'No view is called that.',
    onChange: ([id]) => {
      if (id && id !== page.view.id) void page.show(id)
    },
  })
}

/**
 * What floats below a control: a native popover, so Escape and a press beside it close it and it stands above
 * everything. On a phone it is a sheet at the bottom (`grid-controls.css`).
 */

import { h } from '../dom.ts'
import { icon } from '../icons.ts'

export type Popover = { body: HTMLElement; close: () => void; place: () => void }

type Options = {
  label: string
  /** The title shown; without one the label is only spoken. */
  title?: string
  className?: string
  onClose?: () => void
}

let count = 0

/** The controls whose popover is open, and the one whose popover the press under way closes: it must not open it again. */
const open = new Set<HTMLElement>()
let pressed: HTMLElement | undefined

document.addEventListener(
  'pointerdown',
  ({ target }) => {
    pressed = [...open].find((anchor) => anchor.contains(target as Node))
  },
  true,
)

/** Opens a popover below `anchor`, filled by `fill`; the focus goes into it and comes back when it closes. */
export function openPopover(anchor: HTMLElement, options: Options, fill: (popover: Popover) => void): void {
  const isClosing = pressed === anchor
  pressed = undefined
  if (isClosing) return
  open.add(anchor)
  const body = h('div.pop__body')
  const id = `pop-${++count}`
  const element = h('div', { class: `pop ${options.className ?? ''}`, popover: 'auto', role: 'dialog', id })
  element.setAttribute('aria-label', options.label)
  if (options.title) element.append(heading(options.title, () => element.hidePopover()))
  element.append(body)
  // A popover opened from within another one is its child, or opening it would close the other.
  const around = anchor.closest<HTMLElement>('[popover]') ?? anchor.closest('dialog') ?? document.body
  around.append(element)

  const popover = { body, close: () => element.hidePopover(), place: () => putBelow(element, anchor) }
  anchor.setAttribute('aria-expanded', 'true')
  // Before it closes, not after: a key pressed in between would find the focus nowhere.
  element.addEventListener('beforetoggle', (event) => {
    if (event.target !== element || event.newState === 'open') return
    open.delete(anchor)
    if (element.contains(document.activeElement)) giveBack(anchor, around)
  })
  element.addEventListener('toggle', (event) => {
    if (event.target !== element || event.newState === 'open') return
    element.remove()
    standingFor(anchor, around)?.setAttribute('aria-expanded', 'false')
    // Where the person went on by a press elsewhere the focus stays there; a press on nothing loses it.
    if (document.activeElement === document.body) giveBack(anchor, around)
    options.onClose?.()
  })
  fill(popover)
  element.showPopover()
  popover.place()
  firstControl(element)?.focus({ preventScroll: true })
}

function heading(title: string, close: () => void): HTMLElement {
  const shut = h('button.btn.btn--quiet.btn--icon', { type: 'button', 'aria-label': 'Close', onclick: close })
  shut.append(icon('close'))
  return h('div.pop__head', {}, h('h2.pop__title', {}, title), shut)
}

/** The control may have been drawn anew meanwhile: what took its place carries the same key. */
function standingFor(anchor: HTMLElement, around: HTMLElement): HTMLElement | null {
  const key = anchor.dataset['focus']
  return anchor.isConnected || !key ? anchor : around.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]`)
}

const giveBack = (anchor: HTMLElement, around: HTMLElement): void =>
  standingFor(anchor, around)?.focus({ preventScroll: true })

const focusable =
  '[autofocus], input:not([type=hidden]):not([disabled]), select, textarea, [role=option], button:not([disabled]), a[href]'

function firstControl(element: HTMLElement): HTMLElement | null {
  return (
    element.querySelector<HTMLElement>('[data-first]') ??
    element.querySelector<HTMLElement>(`.pop__body :is(${focusable})`) ??
    element.querySelector<HTMLElement>('button')
  )
}

const edge = 8

/** Below the anchor, or above it where there is more room, and never beyond the window. */
function putBelow(element: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect()
  const below = innerHeight - at.bottom - edge * 2
  const above = at.top - edge * 2
  const isBelow = below >= Math.min(element.scrollHeight, 320) || below >= above
  const left = Math.max(edge, Math.min(at.left, innerWidth - element.offsetWidth - edge))
  element.style.setProperty('--pop-left', `${left}px`)
  element.style.setProperty('--pop-room', `${isBelow ? below : above}px`)
  element.style.setProperty('--pop-top', isBelow ? `${at.bottom + 6}px` : 'auto')
  element.style.setProperty('--pop-bottom', isBelow ? 'auto' : `${innerHeight - at.top + 6}px`)
}

/** Draws the content of `box` anew and puts the focus where it was: on what carries the same `data-focus`. */
export function redraw(box: HTMLElement, ...content: (Node | string)[]): void {
  const focused = document.activeElement
  const key = focused instanceof HTMLElement && box.contains(focused) ? focused.dataset['focus'] : undefined
  const scrolled = box.scrollTop
  box.replaceChildren(...content)
  box.scrollTop = scrolled
  if (key === undefined) return
  // What had the focus may be what was just removed: the control that adds another is the nearest thing to it.
  const again = box.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]:not([disabled])`)
  const next = again ?? box.querySelector<HTMLElement>('[data-focus="add"]')
  next?.focus()
}

/** Puts the focus on what carries this `data-focus`, where there is such a control. */
export const focusOn = (box: HTMLElement, key: string): void =>
  box.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]`)?.focus()

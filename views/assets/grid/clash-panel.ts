import { exactly } from '../../../shared/words.ts'
import { h } from './dom.ts'
import { fieldOf, type GridState } from './state.ts'
import { contentOf } from './table/formats/content.ts'
import type { Clash } from './table/marks.ts'
import type { Spot } from './table/selection.ts'

type Ends = {
  element(spot: Spot): HTMLElement | null
  keepMine(spot: Spot, clash: Clash): void
  takeTheirs(spot: Spot, clash: Clash): void
  back(spot: Spot): void
}

/** Two people wrote one cell: both values, who and when, in the cell's place, until one of them is chosen. */
export function createClashPanel(state: GridState, frame: HTMLElement, ends: Ends) {
  let shown: { spot: Spot; panel: HTMLElement } | null = null

  /** Shows the clash of this cell, else any there is in view. */
  function show(at: Spot | null): void {
    const all = state.marks.having('clash')
    const own = all.find(([row, field]) => row === at?.row && field === at?.field)
    const [row, field, clash] = own ?? all.find(([id, key]) => ends.element({ row: id, field: key })) ?? []
    if (!row || !field || !clash) {
      close()
      return
    }
    if (shown?.spot.row !== row || shown.spot.field !== field) open({ row, field }, clash)
    place()
  }

  function open(spot: Spot, clash: Clash): void {
    close()
    const panel = draw(spot, clash)
    frame.append(panel)
    shown = { spot, panel }
  }

  function draw(spot: Spot, clash: Clash): HTMLElement {
    const known = fieldOf(state, spot.field)
    const value = (of: unknown) =>
      h('span.grid-value', {}, (known && contentOf(state, known, of)) ?? h('span.muted', {}, 'blank'))
    const mine = h('button.btn.btn--primary', { type: 'button' }, 'Keep mine')
    const theirs = h('button.btn', { type: 'button' }, 'Take theirs')
    mine.addEventListener('click', () => settle(spot, () => ends.keepMine(spot, clash)))
    theirs.addEventListener('click', () => settle(spot, () => ends.takeTheirs(spot, clash)))
    const panel = h(
      'div.grid-clash',
      { role: 'group', 'aria-label': `Two values of ${known?.label ?? spot.field}` },
      h(
        'dl',
        {},
        h('dt', {}, 'You wrote'),
        h('dd', {}, value(clash.yours)),
        h('dt', {}, `${clash.by}, ${exactly(clash.at, state.data.zone)}`),
        h('dd', {}, value(clash.current)),
      ),
      h('div.form__acts', {}, theirs, mine),
    )
    panel.addEventListener('keydown', (event) => {
      event.stopPropagation()
      if (event.key === 'Escape') ends.back(spot)
    })
    return panel
  }

  function settle(spot: Spot, choose: () => void): void {
    close()
    choose()
    ends.back(spot)
    show(null)
  }

  function place(): void {
    const cell = shown && ends.element(shown.spot)
    if (!shown) return
    shown.panel.hidden = !cell
    if (!cell) return
    const at = cell.getBoundingClientRect()
    const within = frame.getBoundingClientRect()
    const { style, offsetWidth, offsetHeight } = shown.panel
    const below = at.bottom - within.top + 4
    style.left = `${Math.max(4, Math.min(at.left - within.left, within.width - offsetWidth - 8))}px`
    style.top = `${below + offsetHeight > within.height ? Math.max(4, at.top - within.top - offsetHeight - 4) : below}px`
  }

  function close(): void {
    shown?.panel.remove()
    shown = null
  }

  /** Puts the keyboard on the choice of this cell; answers whether there is one. */
  function focus(spot: Spot): boolean {
    if (!state.marks.cell(spot.row, spot.field)?.clash) return false
    show(spot)
    shown?.panel.querySelector<HTMLElement>('.btn--primary')?.focus()
    return true
  }

  return { show, place, focus }
}

import type { GridPage } from '../page.ts'
import { openPopover, type Popover } from './popover.ts'

export type PanelOptions = { label: string; title: string; className?: string; onClose?: () => void }

/** A popover that is drawn anew whenever what is shown of the view, or its columns, changes. */
export function openPanel(
  page: GridPage,
  anchor: HTMLElement,
  options: PanelOptions,
  draw: (popover: Popover) => void,
): void {
  const stops: (() => void)[] = []
  const onClose = () => {
    for (const stop of stops) stop()
    options.onClose?.()
  }
  openPopover(anchor, { ...options, onClose }, (popover) => {
    const again = () => {
      draw(popover)
      popover.place()
    }
    for (const event of ['definition', 'view', 'fields'] as const) stops.push(page.on(event, again))
    draw(popover)
  })
}

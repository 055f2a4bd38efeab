/**
 * The version each view had when its drift began. Others' saves arrive live, so the newest version is no proof of what
 * the person began from; with this one the server can tell that somebody was faster.
 */
import type { GridPage } from '../../page.ts'

const begun = new Map<string, number>()

export function trackBases(page: GridPage): void {
  const look = () => {
    if (!page.isDrifted() || !begun.has(page.view.id)) begun.set(page.view.id, page.view.version)
  }
  for (const event of ['view', 'definition'] as const) page.on(event, look)
  look()
}

export const baseOf = (page: GridPage): number => begun.get(page.view.id) ?? page.view.version

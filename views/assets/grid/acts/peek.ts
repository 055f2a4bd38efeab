import type { GridPage } from '../page.ts'
import type { Side } from './side.ts'

const pause = 90

/** Space shows the top of the investor's page beside the table; it follows the arrow keys until Escape or Space. */
export function mountPeek(page: GridPage, side: Side): void {
  let timer: ReturnType<typeof setTimeout> | undefined

  const show = (row: string) => {
    const past = page.asOf()
    const path = `/investors/${encodeURIComponent(row)}/peek${past ? `?as_of=${encodeURIComponent(past)}` : ''}`
    return side.show({ kind: 'peek', row, path })
  }
  const peeking = () => (side.shown()?.kind === 'peek' ? side.shown() : null)
  const follow = () => {
    const row = rowOf(page)
    if (row && peeking() && peeking()?.row !== row) void show(row)
  }

  page.on('peek', () => {
    const row = rowOf(page)
    if (!row || peeking()?.row === row) side.hide()
    else void show(row)
  })
  page.on('range', () => {
    clearTimeout(timer)
    // Held arrow keys pass over many rows; only where they rest is asked for.
    timer = setTimeout(follow, pause)
  })
  page.on('rows', () => {
    const row = peeking()?.row
    // What somebody is typing there is not drawn over; saving it brings the next look.
    if (row && !side.body.querySelector('[data-inline-edit]')) void show(row)
  })
}

/** A row that is only being typed has nothing to show yet. */
function rowOf(page: GridPage): string | null {
  const row = page.activeCell()?.row
  return row && !row.startsWith('draft:') ? row : null
}

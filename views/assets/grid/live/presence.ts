import { callApi } from '../model/api.ts'
import type { GridState } from '../state.ts'
import type { Sheet } from '../table/sheet.ts'
import { clientId } from './stream.ts'

const pause = 400
/** The server forgets somebody after 45 seconds. */
const again = 30_000

/** Tells the others which cell this person is on: a moment after they moved, and now and then while they stay. */
export function tellPresence(state: GridState, sheet: Sheet): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let told = ''
  let isLeaving = false

  const tell = () => {
    timer = undefined
    if (document.hidden || isLeaving) return
    const spot = sheet.selection()?.focus
    const isRow = spot && state.rows.get(spot.row) && !spot.row.startsWith('draft:')
    const place = isRow ? { row_id: spot.row, field: spot.field } : {}
    const body = { client_id: clientId, ...(state.view.id ? { view_id: state.view.id } : {}), ...place }
    told = JSON.stringify(body)
    // Nobody misses it when it cannot be told.
    callApi('POST', '/presence', body).catch(() => {})
  }
  const soon = () => {
    if (timer === undefined) timer = setTimeout(tell, pause)
  }
  // Whoever signs out is nobody to the server before the page is gone.
  document.addEventListener('submit', ({ target }) => {
    if (target instanceof HTMLFormElement && target.action.endsWith('/sign-out')) isLeaving = true
  })
  state.events.on('range', soon)
  state.events.on('view', soon)
  document.addEventListener('visibilitychange', soon)
  setInterval(() => told && tell(), again)
  soon()
}

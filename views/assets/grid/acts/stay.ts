import { contextOf } from '../../behaviours/behaviour.ts'

/**
 * After an act of a dialog or a toast other pages are drawn anew by the server. The grid hears of it as of everybody's
 * acts, and its table is nothing the server could draw: so it stays as it is.
 */
export function stayOnPage(): void {
  document.addEventListener('htmx:after:request', (event) => {
    const answer = contextOf(event)?.hx
    if (!answer?.['location']) return
    const { path } = JSON.parse(answer['location']) as { path: string }
    if (new URL(path, location.href).pathname === location.pathname) delete answer['location']
  })
}

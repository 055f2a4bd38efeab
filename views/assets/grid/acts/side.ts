import { h, icon } from '../dom.ts'
import type { GridPage } from '../page.ts'

/** What stands beside the table: of which row, and where the server has it. */
export type Beside = { kind: 'peek' | 'history'; row: string; path: string }
export type Side = ReturnType<typeof createSide>

/** The panel beside the table: one thing at a time, drawn by the server. Escape closes it. */
export function createSide(page: GridPage) {
  const place = page.place('side')
  const body = h('div.side__body', { tabindex: -1 })
  const close = h(
    'button.btn.btn--quiet.btn--icon.side__close',
    { type: 'button', 'aria-label': 'Close' },
    icon('close'),
  )
  let shown: Beside | null = null
  let asking: AbortController | null = null

  place.append(close, body)
  close.addEventListener('click', hide)
  document.addEventListener('keydown', closeByKey, true)

  async function show(beside: Beside): Promise<void> {
    shown = beside
    asking?.abort()
    asking = new AbortController()
    try {
      const html = await read(beside.path, asking.signal)
      if (shown !== beside) return
      draw(html, beside)
    } catch (problem) {
      if ((problem as Error).name !== 'AbortError') page.toast('The server could not be reached.')
    }
  }

  /** The server has made text of everything people typed. */
  function draw(html: string, { kind, row }: Beside): void {
    const drawn = new DOMParser().parseFromString(html, 'text/html').body
    const isSame = place.dataset['row'] === row && place.dataset['kind'] === kind
    const keep = isSame ? keepPlace(body) : null
    body.replaceChildren(...drawn.childNodes)
    if (!isSame) body.scrollTop = 0
    Object.assign(place.dataset, { kind, row })
    place.hidden = false
    window.htmx?.process(body)
    keep?.()
    // On a phone, or magnified, it covers the table: the focus may not stay below it.
    if (!isSame && getComputedStyle(place).position === 'fixed') body.focus({ preventScroll: true })
  }

  function hide(): void {
    const hadFocus = place.contains(document.activeElement)
    asking?.abort()
    shown = null
    place.hidden = true
    body.replaceChildren()
    if (hadFocus) page.place('table').focus({ preventScroll: true })
  }

  function closeByKey(event: KeyboardEvent): void {
    const isOurs = document.activeElement === page.place('table') || place.contains(document.activeElement)
    if (event.key !== 'Escape' || !shown || !isOurs || page.isEditing()) return
    event.preventDefault()
    event.stopPropagation()
    hide()
  }

  return {
    body,
    shown: () => shown,
    show,
    hide,
    /** Reads what is shown again. */
    refresh: () => (shown ? show(shown) : Promise.resolve()),
  }
}

/** Drawn again, it is as it was left: unfolded where it was, with the focus on the same control. */
function keepPlace(body: HTMLElement): () => void {
  const isUnfolded = body.querySelector('details[open]') !== null
  const focused = body.contains(document.activeElement) ? document.activeElement?.getAttribute('aria-label') : null
  return () => {
    for (const details of isUnfolded ? body.querySelectorAll('details') : []) details.open = true
    if (focused)
      body.querySelector<HTMLElement>(`[aria-label="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
  }
}

async function read(path: string, signal: AbortSignal): Promise<string> {
  const reply = await fetch(path, { headers: { 'hx-request': 'true' }, signal })
  if (reply.ok) return reply.text()
  const gone = reply.status === 404 ? 'This investor is archived, or was not there yet.' : 'This could not be read.'
  return `<p class="side__none">${gone}</p>`
}

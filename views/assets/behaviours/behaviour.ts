const attached = new WeakMap<Element, Set<string>>()

/**
 * Runs `attach` once for every element that matches, now and whenever htmx brings a new one. Listening on `document`
 * instead is simpler where it does.
 */
export function behaviour<E extends HTMLElement>(selector: string, attach: (element: E) => void): void {
  const look = () => {
    for (const element of document.querySelectorAll<E>(selector)) {
      const done = attached.get(element) ?? new Set()
      if (done.has(selector)) continue
      attached.set(element, done.add(selector))
      attach(element)
    }
  }
  // Not before the script has run to its end: what `attach` uses may stand below this call.
  queueMicrotask(look)
  document.addEventListener('htmx:after:swap', look)
}

/** The answer to an htmx request, as its events carry it; `hx` has the HX-* headers without the prefix. */
export type HtmxContext = {
  hx?: Record<string, string>
  target?: Element | string | null
  response?: { status: number }
  request?: { action: string; method: string; body?: unknown }
}

export const contextOf = (event: Event): HtmxContext | undefined =>
  (event as CustomEvent<{ ctx?: HtmxContext }>).detail?.ctx

/** The element of an event that matches, or stands inside one that does. */
export const closest = <E extends HTMLElement>(event: Event, selector: string): E | null =>
  event.target instanceof Element ? event.target.closest<E>(selector) : null

/**
 * What was decided on the Review page since it was opened, so that U takes back one decision after the other, and whether one
 * is under way: until its answer is on the page, another press would hit the proposal that is just being decided.
 */
import { contextOf, type HtmxContext } from './behaviour.ts'
import { showToast } from './toast.ts'

/** An act that can be taken back; `path` is what was decided: `/review/<id>`, or `/review` for many. */
type Decision = { batch: string; path: string }

let decisions: Decision[] = []
let underWay: HtmxContext | null = null

export const isDeciding = (): boolean => underWay !== null

/** Takes back the newest decision that was not taken back yet; with none left, says so. */
export function takeBackLast(): void {
  const last = decisions.at(-1)
  if (!last) {
    showToast({ message: 'Nothing you decided on this visit is left to undo.' })
    return
  }
  window.htmx?.ajax('POST', '/undo', { target: '#page', swap: 'none', values: { batch_id: last.batch } })
}

document.addEventListener('htmx:before:request', (event) => {
  const ctx = contextOf(event)
  if (!ctx || !isDecision(ctx)) return

  if (underWay) event.preventDefault()
  else underWay = ctx
})

document.addEventListener('htmx:after:request', (event) => {
  const ctx = contextOf(event)
  if (!ctx || ctx !== underWay) return

  const refused = (ctx.response?.status ?? 500) >= 400
  // What Undo cannot take back any more is not tried again: the decision before it is next.
  if (!refused || pathOf(ctx) === '/undo') note(ctx)
  // Else the page is shown anew first.
  if (refused || !ctx.hx?.['location']) underWay = null
})

for (const name of ['htmx:after:swap', 'htmx:error']) {
  document.addEventListener(name, () => {
    underWay = null
  })
}

function note(ctx: HtmxContext): void {
  const { undo, label = 'Undo' } = JSON.parse(ctx.hx?.['toast'] ?? '{}') as { undo?: string | null; label?: string }
  const path = pathOf(ctx)
  const batch = batchIn(ctx)
  decisions = decisions.filter((one) => one.batch !== batch && `${one.path}/undo` !== path)
  if (undo && label === 'Undo')
    decisions.push({ batch: undo, path: path.replace(/\/(?:approve|reject|edit|decide)$/, '') })
}

const isDecision = (ctx: HtmxContext): boolean =>
  document.querySelector('[data-review]') !== null &&
  ctx.request?.method.toUpperCase() === 'POST' &&
  /^\/(?:undo$|review\/)/.test(pathOf(ctx))

const pathOf = ({ request }: HtmxContext): string => new URL(request?.action ?? '', location.href).pathname

function batchIn({ request }: HtmxContext): string | null {
  const body = request?.body
  const sent = body instanceof FormData || body instanceof URLSearchParams ? body.get('batch_id') : null
  return typeof sent === 'string' ? sent : null
}

declare global {
  interface Htmx {
    ajax(verb: string, path: string, options: { target: string; swap: string; values: object }): Promise<void>
  }
}

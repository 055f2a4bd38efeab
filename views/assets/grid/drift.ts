import { type ViewDefinition, viewDefinition } from '../../../shared/views.ts'
import { callApi } from './model/api.ts'
import { definitionOf, type GridState } from './state.ts'

const pause = 600

/**
 * How this person looks at the view just now: theirs alone until they save it. It is stored on the server a moment after
 * the last change, so that it is there on their other machine too.
 */
export function createDrift(state: GridState) {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()
  /** The last request of each view: the next one waits for it, or it might be overtaken. */
  const under = new Map<string, Promise<unknown>>()

  function store(viewId: string): void {
    clearTimeout(waiting.get(viewId))
    waiting.delete(viewId)
    const drift = state.ownDrifts.get(viewId) ?? null
    under.set(
      viewId,
      (under.get(viewId) ?? Promise.resolve()).then(() => send(viewId, drift)),
    )
  }

  /** Leaving the page waits for nobody: what is not stored yet is sent at once, and goes on without the page. */
  addEventListener('pagehide', () => {
    for (const [viewId, timer] of waiting) {
      clearTimeout(timer)
      void send(viewId, state.ownDrifts.get(viewId) ?? null, true)
    }
    waiting.clear()
  })

  function change(part: Partial<ViewDefinition>): { before: ViewDefinition; after: ViewDefinition } {
    const before = definitionOf(state)
    const after = viewDefinition.parse({ ...before, ...part })
    const isSaved = JSON.stringify(after) === JSON.stringify(viewDefinition.parse(state.view.definition))
    state.drift = isSaved ? null : after
    state.view.drift = state.drift
    const { id } = state.view
    state.ownDrifts.set(id, state.drift)
    clearTimeout(waiting.get(id))
    if (id)
      waiting.set(
        id,
        setTimeout(() => store(id), pause),
      )
    return { before, after }
  }

  return { change }
}

function send(viewId: string, drift: ViewDefinition | null, keepalive = false): Promise<unknown> {
  const path = `/fundraising/views/${encodeURIComponent(viewId)}/drift`
  const body = drift ? { definition: drift } : undefined
  // A drift that cannot be stored still holds on this page; the next change tries again.
  return callApi(drift ? 'PUT' : 'DELETE', path, body, { keepalive }).catch(() => {})
}

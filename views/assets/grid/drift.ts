import { type ViewDefinition, viewDefinition } from '../../../shared/views.ts'
import { callApi } from './model/api.ts'
import { definitionOf, type GridState } from './state.ts'

const pause = 600

/**
 * How this person looks at the view just now: theirs alone until they save it. It is stored on the server a moment after
 * the last change, so that it is there on their other machine too.
 */
export function createDrift(state: GridState) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function store(viewId: string, drift: ViewDefinition | null): void {
    if (!viewId) return
    const path = `/fundraising/views/${encodeURIComponent(viewId)}/drift`
    // A drift that cannot be stored still holds on this page; the next change tries again.
    void (drift ? callApi('PUT', path, { definition: drift }) : callApi('DELETE', path)).catch(() => {})
  }

  function change(part: Partial<ViewDefinition>): { before: ViewDefinition; after: ViewDefinition } {
    const before = definitionOf(state)
    const after = viewDefinition.parse({ ...before, ...part })
    const isSaved = JSON.stringify(after) === JSON.stringify(viewDefinition.parse(state.view.definition))
    state.drift = isSaved ? null : after
    state.view.drift = state.drift
    const { id } = state.view
    const drift = state.drift
    state.ownDrifts.set(id, drift)
    clearTimeout(timers.get(id))
    timers.set(
      id,
      setTimeout(() => store(id, drift), pause),
    )
    return { before, after }
  }

  return { change }
}

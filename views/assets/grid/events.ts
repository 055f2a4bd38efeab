import type { PageEvent } from './page.ts'

/** Who is told of what; the same listener may be taken off by what `on` answers. */
export type Events = { on(event: PageEvent, fn: () => void): () => void; emit(event: PageEvent): void }

export function createEvents(): Events {
  const listeners = new Map<PageEvent, Set<() => void>>()
  return {
    on(event, fn) {
      const those = listeners.get(event) ?? new Set()
      listeners.set(event, those.add(fn))
      return () => those.delete(fn)
    },
    emit(event) {
      for (const fn of [...(listeners.get(event) ?? [])]) fn()
    },
  }
}

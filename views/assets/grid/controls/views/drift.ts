/** What may be done with a view, and with what somebody changed of it without saving. */
import type { GridData, ViewInfo } from '../../../../../shared/grid-page.ts'

type Me = GridData['me']

export const isShared = (view: ViewInfo): boolean => view.owner_id === null
const isMine = (view: ViewInfo, me: Me): boolean => view.owner_id === me.id

export type ViewOffers = {
  /** The word on the button that keeps a drift, or null where it may not be kept in this view. */
  save: 'Save for everyone' | 'Save' | null
  saveAsMine: boolean
  putBack: boolean
  edit: boolean
  /** Locks and unlocks: its owner, or for a shared view an admin. */
  lock: boolean
  /** Why saving is not offered, when somebody might expect it. */
  why: string | null
}

/** A viewer changes nothing that others, or they themselves another time, would meet; looking differently is free. */
export function offersOf(view: ViewInfo, me: Me, isDrifted: boolean): ViewOffers {
  const writes = me.role !== 'viewer' && (isShared(view) || isMine(view, me))
  const saves = writes && !view.locked
  return {
    save: isDrifted && saves ? (isShared(view) ? 'Save for everyone' : 'Save') : null,
    saveAsMine: isDrifted && me.role !== 'viewer',
    putBack: isDrifted,
    edit: saves,
    lock: writes && (isMine(view, me) || me.role === 'admin' || !view.locked),
    why:
      isDrifted && writes && view.locked ? 'This view is locked. Keep what you changed as a view of your own.' : null,
  }
}

/** Shared views first, each kind by its place. */
export function inOrder(views: readonly ViewInfo[]): ViewInfo[] {
  const byPlace = (a: ViewInfo, b: ViewInfo) => a.position - b.position || a.name.localeCompare(b.name)
  return [...views.filter(isShared).sort(byPlace), ...views.filter((view) => !isShared(view)).sort(byPlace)]
}

/** The view it would change places with, moved one to the left or right among its own kind. */
export function neighbour(views: readonly ViewInfo[], view: ViewInfo, step: -1 | 1): ViewInfo | undefined {
  const kind = inOrder(views).filter((other) => isShared(other) === isShared(view))
  return kind[kind.findIndex((other) => other.id === view.id) + step]
}

/** Whether one of these tabs is hidden by its neighbours: how many fit into `room`, the chosen one always among them. */
export function fitting(widths: readonly number[], chosen: number, room: number): Set<number> {
  const shown = new Set<number>()
  let left = room - (chosen >= 0 ? (widths[chosen] ?? 0) : 0)
  if (chosen >= 0) shown.add(chosen)
  for (const [n, width] of widths.entries()) {
    if (n === chosen) continue
    if (width > left) break
    left -= width
    shown.add(n)
  }
  return shown
}

/** A name nobody has yet: `Main list`, `Main list 2`. */
export function freeName(wanted: string, views: readonly ViewInfo[]): string {
  const taken = new Set(views.map((view) => view.name.toLowerCase()))
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted} ${n}`
    if (!taken.has(name.toLowerCase())) return name
  }
}

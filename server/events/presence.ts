/** Who is looking at what just now. Kept in memory: it is true for a moment, and nobody's record. */

export type Place = { view_id: string | null; row_id: string | null; field: string | null }
export type Present = Place & { user_id: string; name: string; at: string }

export type Presence = {
  /** Says where the tab `clientId` of this person is; to be said again within 45 seconds. */
  put: (person: { id: string; name: string }, clientId: string, place: Place) => void
  leave: (userId: string, clientId: string) => void
  /** The event that tells everybody. */
  message: () => string
  close: () => void
}

const lasts = 45_000
const sweepEvery = 5_000
/** At most four times a second. */
const pause = 250
const mostEach = 20

/** `tell` is called with the event whenever somebody came, moved or went. */
export function openPresence(now: () => Date, tell: (message: string) => void): Presence {
  const tabs = new Map<string, Present & { seen: number }>()
  let waiting: NodeJS.Timeout | null = null
  let toldAt = 0

  const message = () => `event: presence\ndata: ${JSON.stringify({ people: [...tabs.values()].map(asTold) })}\n\n`
  const announce = () => {
    waiting = null
    toldAt = performance.now()
    tell(message())
  }
  const soon = () => {
    waiting ??= setTimeout(announce, Math.max(0, toldAt + pause - performance.now())).unref()
  }
  /** Goes on while somebody is there. */
  let sweeping: NodeJS.Timeout | null = null
  const sweep = () => {
    const before = tabs.size
    for (const [id, { seen }] of tabs) if (performance.now() - seen > lasts) tabs.delete(id)
    if (tabs.size < before) soon()
    if (tabs.size === 0) rest()
  }
  const rest = () => {
    if (sweeping) clearInterval(sweeping)
    sweeping = null
  }

  return {
    put: (person, clientId, place) => {
      const key = `${person.id} ${clientId}`
      const known = tabs.get(key)
      const moved =
        !known || known.view_id !== place.view_id || known.row_id !== place.row_id || known.field !== place.field
      const at = moved ? now().toISOString() : known.at
      if (!known) makeRoom(tabs, person.id)
      sweeping ??= setInterval(sweep, sweepEvery).unref()
      tabs.set(key, { user_id: person.id, name: person.name, ...place, at, seen: performance.now() })
      if (moved) soon()
    },
    leave: (userId, clientId) => {
      if (tabs.delete(`${userId} ${clientId}`)) soon()
    },
    message,
    close: () => {
      rest()
      if (waiting) clearTimeout(waiting)
    },
  }
}

const asTold = ({ seen: _, ...present }: Present & { seen: number }): Present => present

function makeRoom(tabs: Map<string, Present>, userId: string): void {
  const own = [...tabs].filter(([, tab]) => tab.user_id === userId)
  if (own.length >= mostEach) tabs.delete(String(own[0]?.[0]))
}

/** Tells everybody who listens what is written to the change log, as it is committed. */
import { onCommit } from '../db/committed.ts'
import type { Db } from '../db/db.ts'
import { headOf, newsSince, type Place, placeOf } from './entries.ts'
import { byRole, type Listener, reloadFrom, send } from './listener.ts'

export type Feed = {
  /** Begins to tell this listener, after what it missed since entry `since`: null for nothing, NaN for not knowing. */
  join: (listener: Listener, since: number | null) => void
  /** Sends this to all, besides the log. */
  tell: (text: string) => void
  /** Ends every stream. */
  close: () => void
}

/** Keeps the connection from being taken for dead on its way; and ends it for whoever may not listen any more. */
const heartbeat = 20_000
/** Streams one person may hold; a further one takes the place of the oldest. */
const mostEach = 40

/** One reader of the log for all listeners: each entry is read and written into a message once. */
export function openFeed(db: Db): Feed {
  const listeners = new Set<Listener>()
  let told = headOf(db)
  let due = false

  const catchUp = () => {
    due = false
    const { head, messages, again } = newsSince(db, told)
    told = head
    if (again) return tell(reloadFrom(head.seq))
    if (messages.length === 0) return

    const text = byRole(messages)
    for (const listener of listeners) send(listener, text)
  }
  const tell = (text: string) => {
    for (const listener of listeners) send(listener, () => text)
  }
  /** Of what another process writes, such as a command beside the service, nobody tells us. */
  const hereStill = () => {
    catchUp()
    tell(': here\n\n')
  }
  // Several acts of one turn are read together.
  const unfollow = onCommit(db, () => {
    if (!due) setImmediate(() => due && catchUp())
    due = true
  })
  /** Goes on while somebody listens. */
  let beat: NodeJS.Timeout | undefined

  const join = (listener: Listener, since: number | null) => {
    catchUp()
    makeRoom(listeners, listener)
    send(listener, byMissed(db, told, since))
    listeners.add(listener)
    beat ??= setInterval(hereStill, heartbeat).unref()
    listener.stream.once('close', () => leave(listener))
  }
  const leave = (listener: Listener) => {
    listeners.delete(listener)
    if (listeners.size === 0) rest()
  }
  const rest = () => {
    clearInterval(beat)
    beat = undefined
  }
  const close = () => {
    rest()
    unfollow()
    due = false
    for (const { stream } of listeners) stream.end()
  }
  return { join, tell, close }
}

/** What a listener is sent first: how soon to come back, where the log is, and what was missed. */
function byMissed(db: Db, told: Place, since: number | null) {
  const opening = 'retry: 2000\n'
  if (since === null) return () => `${opening}id: ${told.seq}\n\n`

  const from = Number.isNaN(since) ? undefined : placeOf(db, since)
  const news = from && newsSince(db, from)
  if (!news || news.again) return () => `${opening}\n${reloadFrom(told.seq)}`

  const text = byRole(news.messages)
  return (role: Parameters<typeof text>[0]) => `${opening}\n${text(role)}`
}

function makeRoom(listeners: Set<Listener>, { userId }: Listener): void {
  const own = [...listeners].filter((listener) => listener.userId === userId)
  if (own.length >= mostEach) own[0]?.stream.end()
}

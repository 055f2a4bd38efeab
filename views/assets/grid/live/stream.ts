/** What others do, as it happens: the change log as server-sent events. */
import type { GridState } from '../state.ts'
import { colorOf } from './colors.ts'
import { type Present, showPeople } from './people.ts'

type Change = {
  seq: number
  actor: { id: string | null; name: string }
  surface: string
  entity: string
  investor_id: string | null
  action: string
  field: string | null
}

type Acts = {
  rows(ids: string[]): Promise<void>
  reload(): Promise<void>
  repaint(ids: string[]): void
  fields(): Promise<void>
  views(): Promise<void>
}

const pause = 150
/** Until a stream that was refused, not only cut off, is asked for again. */
const reopenAfter = 5000
const shownFor = 4000
/** Of more rows than this at once the view is read again as a whole. */
const mostAtOnce = 3000

export const clientId = crypto.getRandomValues(new Uint32Array(2)).join('-')

/**
 * Listens from the change the page's rows were read at. The browser reconnects by itself and says what it had last; but an
 * answer that is no stream, as while the server starts anew behind its proxy or nobody is signed in, is final to it.
 */
export function listen(state: GridState, since: number, acts: Acts): void {
  let last = String(since)
  let waiting = new Map<string, Change[]>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const fieldsSoon = inOneGo(acts.fields)
  const viewsSoon = inOneGo(acts.views)
  open()

  function open(): void {
    const source = new EventSource(`/api/events?since=${last}&client_id=${clientId}`)
    const heard = ({ lastEventId }: MessageEvent) => {
      last = lastEventId || last
    }
    source.addEventListener('message', (event) => {
      heard(event)
      take(JSON.parse(event.data))
    })
    source.addEventListener('reload', (event) => {
      heard(event)
      void acts.reload()
    })
    source.addEventListener('presence', (event) =>
      showPeople(state, JSON.parse(event.data).people as Present[], acts.repaint),
    )
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(open, reopenAfter)
    })
  }

  function take(change: Change): void {
    if (change.entity === 'fields') fieldsSoon()
    if (change.entity === 'views') viewsSoon()
    const id = change.investor_id
    if (!id) return
    // One's own act of this page is painted already, and read with the row it belongs to a little later.
    const isOwn = change.actor.id === state.data.me.id
    waiting.set(id, [...(waiting.get(id) ?? []), ...(isOwn ? [] : [change])])
    if (timer === undefined) timer = setTimeout(() => void flush(), isOwn ? pause * 4 : pause)
    state.events.emit('changes')
  }

  async function flush(): Promise<void> {
    timer = undefined
    const changed = waiting
    waiting = new Map()
    if (changed.size > mostAtOnce) return acts.reload()
    for (const [id, changes] of changed) touch(id, changes)
    await acts.rows([...changed.keys()])
  }

  /** The other's initials stand on the cells they changed, for a moment. */
  function touch(id: string, changes: Change[]): void {
    for (const { field, entity, actor, action } of changes) {
      if (entity === 'investors' && action === 'archive') state.marks.markRow(id, { gone: true })
      if (entity === 'investors' && action === 'restore') state.marks.markRow(id, null)
      const key = field ?? relationOf(entity)
      if (!key || actor.id === state.data.me.id) continue
      state.marks.mark(id, key, { touched: { kind: 'touch', who: actor.name, color: colorOf(actor.id ?? '') } })
      setTimeout(() => {
        state.marks.mark(id, key, { touched: undefined })
        acts.repaint([id])
      }, shownFor)
    }
  }
}

/** Many columns may be added in one act, and each change of one is an entry of its own: they are read once. */
function inOneGo(read: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    // Out of reach they are read with the next change.
    timer = setTimeout(() => void read().catch(() => undefined), pause)
  }
}

const relationOf = (entity: string): string | null =>
  entity === 'investor_tags' ? 'tags' : entity === 'contact_roles' ? 'contacts' : null

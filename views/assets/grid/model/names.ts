import { callApi } from './api.ts'

type Named = { data: { id: string; name: string }[] }

const pause = 5000

/** Names behind the ids of contacts: asked for in batches as cells that show them are painted, and kept. */
export function createNames() {
  const known = new Map<string, string>()
  const wanted = new Set<string>()
  const asked = new Set<string>()
  let changed = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined

  const ask = async () => {
    timer = undefined
    const ids = [...wanted].slice(0, 500)
    for (const id of ids) wanted.delete(id)
    const answer = await callApi<Named>('POST', '/fundraising/contact-names', { ids }).catch(() => null)
    if (!answer) setTimeout(() => forget(ids), pause)
    const { data } = answer ?? { data: [] }
    for (const { id, name } of data) known.set(id, name)
    if (wanted.size > 0) later()
    if (data.length > 0) changed()
  }
  /** What could not be answered is asked for again when a cell that shows it is painted, a while from now. */
  const forget = (ids: string[]) => {
    for (const id of ids) asked.delete(id)
    changed()
  }
  const later = () => {
    if (timer === undefined) timer = setTimeout(ask, 30)
  }

  return {
    /** The name, or undefined while it is being asked for. */
    of(id: string): string | undefined {
      const name = known.get(id)
      if (name === undefined && !asked.has(id)) {
        asked.add(id)
        wanted.add(id)
        later()
      }
      return name
    },
    onKnown: (fn: () => void) => {
      changed = fn
    },
    set: (id: string, name: string) => void known.set(id, name),
  }
}

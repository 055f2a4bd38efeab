import { callApi } from './api.ts'

type Named = { data: { id: string; name: string }[] }

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
    const { data } = await callApi<Named>('POST', '/fundraising/contact-names', { ids }).catch(() => ({ data: [] }))
    for (const { id, name } of data) known.set(id, name)
    if (wanted.size > 0) later()
    if (data.length > 0) changed()
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

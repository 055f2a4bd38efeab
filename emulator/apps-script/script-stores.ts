import type { Workspace } from '../workspace.ts'
import type { HostServices, StoreName } from './services/host.ts'

interface Kept {
  properties: Map<string, Record<string, string>>
  cache: Map<string, { value: string; expiresAt: number }>
}

const keptBy = new WeakMap<Workspace, Kept>()

/** Properties and caches, which outlive an execution: one store for the script, one for each of its users. */
export function scriptStores(
  workspace: Workspace,
  user: string,
): Pick<HostServices, 'readProperties' | 'writeProperties' | 'readCache' | 'writeCache'> {
  const kept = keptBy.get(workspace) ?? { properties: new Map(), cache: new Map() }
  keptBy.set(workspace, kept)
  const owner = (store: StoreName) => (store === 'script' ? 'script' : `user ${user}`)
  const now = () => workspace.clock.now().getTime()

  return {
    readProperties: (store) => kept.properties.get(owner(store)) ?? {},
    writeProperties: (store, properties) => {
      kept.properties.set(owner(store), properties)
      return null
    },
    readCache: (store, key) => {
      const entry = kept.cache.get(`${owner(store)} ${key}`)
      return entry && entry.expiresAt > now() ? entry.value : null
    },
    writeCache: (store, key, value, seconds) => {
      const name = `${owner(store)} ${key}`
      if (value === null) kept.cache.delete(name)
      else kept.cache.set(name, { value, expiresAt: now() + seconds * 1000 })
      return null
    },
  }
}

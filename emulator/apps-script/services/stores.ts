import { ScriptProblem } from '../script-problem.ts'
import type { ScriptHost, StoreName } from './host.ts'

const kilobyte = 1024

/** https://developers.google.com/apps-script/reference/properties: texts only, 9 KB each, 500 KB a store. */
export class PropertiesService {
  readonly #host: ScriptHost

  constructor(host: ScriptHost) {
    this.#host = host
  }

  getScriptProperties = () => new Properties(this.#host, 'script')
  getUserProperties = () => new Properties(this.#host, 'user')
}

class Properties {
  readonly #host: ScriptHost
  readonly #store: StoreName

  constructor(host: ScriptHost, store: StoreName) {
    this.#host = host
    this.#store = store
  }

  getProperty = (key: string): string | null => this.getProperties()[key] ?? null
  getProperties = (): Record<string, string> => this.#host.call('readProperties', this.#store)
  getKeys = (): string[] => Object.keys(this.getProperties())

  setProperty(key: unknown, value: unknown) {
    return this.setProperties({ ...this.getProperties(), [requireText(key, 'key')]: value })
  }

  setProperties(properties: Record<string, unknown>) {
    const checked = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, requireText(value, key)]))
    const isLarge = Object.values(checked).some((value) => Buffer.byteLength(value) > 9 * kilobyte)
    const total = Object.entries(checked).reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0)
    if (isLarge || total > 500 * kilobyte) throw new ScriptProblem('Argument too large: value')
    this.#host.call('writeProperties', this.#store, { ...this.getProperties(), ...checked })
    return this
  }

  deleteProperty(key: string) {
    const { [key]: _gone, ...rest } = this.getProperties()
    this.#host.call('writeProperties', this.#store, rest)
    return this
  }

  deleteAllProperties() {
    this.#host.call('writeProperties', this.#store, {})
    return this
  }
}

/** https://developers.google.com/apps-script/reference/cache: 100 KB a value, six hours at most. */
export class CacheService {
  readonly #host: ScriptHost

  constructor(host: ScriptHost) {
    this.#host = host
  }

  getScriptCache = () => new Cache(this.#host, 'script')
  getUserCache = () => new Cache(this.#host, 'user')
  // A standalone script belongs to no document.
  getDocumentCache = () => null
}

class Cache {
  readonly #host: ScriptHost
  readonly #store: StoreName

  constructor(host: ScriptHost, store: StoreName) {
    this.#host = host
    this.#store = store
  }

  get = (key: string): string | null => this.#host.call('readCache', this.#store, requireText(key, 'key'))

  put(key: unknown, value: unknown, seconds: unknown = 600) {
    const name = requireText(key, 'key')
    const content = requireText(value, 'value')
    if (name.length > 250) throw new ScriptProblem('Argument too large: key')
    if (Buffer.byteLength(content) > 100 * kilobyte) throw new ScriptProblem('Argument too large: value')
    if (typeof seconds !== 'number' || seconds < 1 || seconds > 21_600) {
      throw new ScriptProblem('Invalid argument: expirationInSeconds must be between 1 and 21600')
    }
    this.#host.call('writeCache', this.#store, name, content, seconds)
  }

  remove(key: unknown) {
    this.#host.call('writeCache', this.#store, requireText(key, 'key'), null, 1)
  }
}

/** Locks of a single-threaded emulator: always free, and released like real ones. */
export class LockService {
  getScriptLock = () => new Lock()
  getUserLock = () => new Lock()
  getDocumentLock = () => null
}

class Lock {
  #isHeld = false

  tryLock(timeoutMs: unknown): boolean {
    requireNumber(timeoutMs, 'timeoutInMillis')
    this.#isHeld = true
    return true
  }

  waitLock(timeoutMs: unknown) {
    this.tryLock(timeoutMs)
  }

  hasLock = () => this.#isHeld

  releaseLock() {
    this.#isHeld = false
  }
}

function requireText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new ScriptProblem(`Invalid argument: ${name} must be a text, not ${value}`)
  return value
}

function requireNumber(value: unknown, name: string) {
  if (typeof value !== 'number') throw new ScriptProblem(`Invalid argument: ${name}`)
}

/** Turns a part into the JSON of google.apps.card.v1. A symbol, so that scripts can neither see nor call it. */
export const json = Symbol('json')

/** Helpers of the classes themselves, which must not look like methods of CardService. */
export const hiddenFromScripts = new Set(['constructor', 'set', 'add', 'list', 'has', 'check'])

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

/** Something a script puts together with CardService: setters check what they are given and return the part. */
export abstract class Part {
  #values: Record<string, unknown> = {};

  [json](): JsonObject {
    this.check(this.#values)
    return plain(this.#values) as JsonObject
  }

  protected set(name: string, value: unknown): this {
    this.#values[name] = value
    return this
  }

  protected add(name: string, value: unknown): this {
    return this.set(name, [...this.list(name), value])
  }

  protected list(name: string): unknown[] {
    return (this.#values[name] as unknown[] | undefined) ?? []
  }

  protected has(name: string): boolean {
    return this.#values[name] !== undefined
  }

  /** Refuses a part that is not complete; called when the card around it is built. */
  protected check(_values: Record<string, unknown>): void {}
}

/** The JSON of anything parts are made of; what is undefined is left out. */
export function plain(value: unknown): Json {
  if (value instanceof Part) return value[json]()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value as Json
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(entries.map(([name, inner]) => [name, plain(inner)]))
}

import type { Manifest } from '../manifest.ts'
import type { HttpRequest } from './http-request.ts'
import type { HttpAnswer } from './http-response.ts'

/** A message as the host hands it to the script; `raw` only under a scope that may read bodies. */
export interface OpenMessage {
  id: string
  threadId: string
  internalDate: number
  headers: { name: string; value: string }[]
  body: { plain: string; html: string; raw: string } | null
}

export type StoreName = 'script' | 'user'

/** Everything a script can only have from outside, answered by the main thread while the script waits. */
export interface HostServices {
  fetch(request: HttpRequest): Promise<HttpAnswer>
  identityToken(scopes: string[]): Promise<string | null>
  openMessage(id: string, accessToken: string, withBody: boolean): OpenMessage
  readProperties(store: StoreName): Record<string, string>
  writeProperties(store: StoreName, properties: Record<string, string>): null
  readCache(store: StoreName, key: string): string | null
  writeCache(store: StoreName, key: string, value: string | null, seconds: number): null
}

/** The script's side of one execution. */
export interface ScriptHost {
  manifest: Manifest
  user: { email: string }
  /** The token of the event being handled; no other may be used. */
  eventToken: string | null
  /** True when a person clicked, false when Gmail asked for a card by itself. */
  isUserAction: boolean
  call<Name extends keyof HostServices>(
    name: Name,
    ...args: Parameters<HostServices[Name]>
  ): Awaited<ReturnType<HostServices[Name]>>
}

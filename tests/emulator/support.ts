import { google } from 'googleapis'
import { SignJWT } from 'jose'
import { onTestFinished } from 'vitest'
import { signingKey } from '../../emulator/keys.ts'
import { type RunningWorkspace, startWorkspace, type WorkspaceOptions } from '../../emulator/server.ts'

export const ines = { email: 'ines@northgate.example', name: 'Ines Marlowe' }
export const tomas = { email: 'tomas@northgate.example', name: 'Tomas Okafor' }
export const readonly = 'https://www.googleapis.com/auth/gmail.readonly'
export const metadata = 'https://www.googleapis.com/auth/gmail.metadata'

export const hello = {
  from: 'Maya Chen <maya@harbor.example>',
  to: 'Ines Marlowe <ines@northgate.example>',
  subject: 'Fund II documents',
  date: '2026-11-10T09:30:00Z',
  text: 'Hello Ines, we have read the deck.',
  messageId: 'deck-1@harbor.example',
}

/** Closes it after the test, and after whatever the test opened later: a page closes before what it talks to. */
export function closeAfterTest<Closable extends { close(): Promise<void> }>(closable: Closable): Closable {
  onTestFinished(() => closable.close())
  return closable
}

/** A workspace of two staff whose clock stands at noon on 20 November 2026. */
export async function openWorkspace(options: Partial<WorkspaceOptions> = {}): Promise<RunningWorkspace> {
  const workspace = await startWorkspace({
    domain: 'northgate.example',
    users: [ines, tomas],
    clientId: '4242.apps.googleusercontent.com',
    now: () => new Date('2026-11-20T12:00:00Z'),
    ...options,
  })
  return closeAfterTest(workspace)
}

const seconds = (workspace: RunningWorkspace) => Math.floor(workspace.clock.now().getTime() / 1000)

/** An assertion as google-auth-library sends it; overrides forge it, null removes a claim. */
export async function signAssertion(
  workspace: RunningWorkspace,
  overrides: Record<string, unknown> = {},
  key = 'service-account',
) {
  const claims = {
    iss: workspace.serviceAccount.clientEmail,
    scope: readonly,
    aud: 'https://oauth2.googleapis.com/token',
    iat: seconds(workspace),
    exp: seconds(workspace) + 3600,
    sub: ines.email,
    ...overrides,
  }
  const kept = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null))
  return new SignJWT(kept).setProtectedHeader({ alg: 'RS256' }).sign((await signingKey(key)).privateKey)
}

export async function requestToken(workspace: RunningWorkspace, assertion: string) {
  const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })
  const reply = await fetch(`${workspace.url}/token`, { method: 'POST', body })
  return { status: reply.status, body: (await reply.json()) as Record<string, string> }
}

export async function tokenFor(workspace: RunningWorkspace, overrides: Record<string, unknown> = {}): Promise<string> {
  const { body } = await requestToken(workspace, await signAssertion(workspace, overrides))
  return body['access_token'] ?? ''
}

export const compose = 'https://www.googleapis.com/auth/gmail.compose'

/** Sends JSON to one of Google's paths as `token`; a body of `undefined` sends none. */
export async function call(
  workspace: RunningWorkspace,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  token: string,
  body?: unknown,
): Promise<{ status: number; body: Json }> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  const reply = await fetch(`${workspace.url}${path}`, { method, headers, body: JSON.stringify(body) })
  const text = await reply.text()
  return { status: reply.status, body: text === '' ? null : JSON.parse(text) }
}

/** What googleapis takes as `auth`, in the name of Ines, with every request turned to the emulator. */
export async function googleAuth(workspace: RunningWorkspace, scopes: string[]) {
  const file = await workspace.serviceAccountKeyFile()
  const auth = new google.auth.JWT({ email: file.client_email, key: file.private_key, scopes, subject: ines.email })
  auth.transporter.interceptors.request.add({
    resolved: async (config) => {
      const url = new URL(String(config.url))
      config.url = new URL(workspace.url + url.pathname + url.search)
      return config
    },
  })
  return auth
}

// biome-ignore lint/suspicious/noExplicitAny: the tests read foreign JSON of many shapes
export type Json = any

/** GETs one of Google's paths as `token` and gives back status and body. */
export async function get(
  workspace: RunningWorkspace,
  path: string,
  token: string,
): Promise<{ status: number; body: Json }> {
  const reply = await fetch(`${workspace.url}${path}`, { headers: { authorization: `Bearer ${token}` } })
  return { status: reply.status, body: await reply.json() }
}

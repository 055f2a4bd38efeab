import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { onTestFinished } from 'vitest'
import { type RunningWorkspace, startWorkspace } from '../../emulator/server.ts'
import { readConfig } from '../../server/config.ts'
import { act } from '../../server/db/write.ts'
import { buildGateway, type GatewayOptions } from '../../server/gateway.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

export const clientId = '4242.apps.googleusercontent.com'
export const domain = 'northlight.example'

/** The fund's Workspace: the three people of `openWorld()`, in the same time as the world. */
export async function openWorkspace(now: () => Date): Promise<RunningWorkspace> {
  const users = ['Ines Okafor', 'Marcus Lindqvist', 'Vera Novak'].map((name) => ({
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@${domain}`,
  }))
  const workspace = await startWorkspace({ domain, users, clientId, now })
  onTestFinished(() => workspace.close())
  return workspace
}

export type Gateway = Awaited<ReturnType<typeof openGateway>>
type Options = GatewayOptions & { delegation?: boolean; settings?: Record<string, string>; now?: () => Date }

/**
 * The public listener over one small fund and a local Workspace. With `delegation` the box may read mail; Google's
 * libraries sign with the machine's own time, so the Workspace then lives in it too.
 */
export async function openGateway({ delegation, settings, now: given, ...options }: Options = {}) {
  const world = openWorld()
  const now = given ?? (delegation ? () => new Date() : world.clock.now)
  const workspace = await openWorkspace(now)
  const config = readConfig({
    CRM_LOG_LEVEL: 'silent',
    CRM_WORKSPACE_DOMAIN: domain,
    CRM_ADDON_CLIENT_IDS: clientId,
    CRM_GOOGLE_ROOT: workspace.url,
    ...(delegation && { CRM_GOOGLE_KEY_FILE: await keyFileOf(workspace) }),
    ...settings,
  })
  const app = await buildGateway({ db: world.db, config, now, setupToken: 'unused' }, options)
  onTestFinished(() => app.close())
  await app.ready()

  return { ...world, app, workspace, ...people(app, workspace) }
}

function people(app: FastifyInstance, workspace: RunningWorkspace) {
  const as = (email: string) => askAs(app, () => workspace.identityToken(email))
  return { asInes: as(`ines@${domain}`), asMarcus: as(`marcus@${domain}`), asVera: as(`vera@${domain}`) }
}

/** Asks with a fresh token; answers status, headers and the parsed body. */
export function askAs(app: FastifyInstance, token: () => Promise<string> | string) {
  return async (
    method: InjectOptions['method'],
    path: string,
    payload?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const reply = await app.inject({
      method,
      url: `/addon/v1${path}`,
      headers: { authorization: `Bearer ${await token()}`, ...headers },
      ...(payload === undefined ? {} : { payload: payload as object }),
    })
    return { status: reply.statusCode, headers: reply.headers, body: reply.json() }
  }
}

/** Runs one act as Ines, the way the web panel would have. */
export function asInesInWeb<T>({ db, clock, ines }: World, work: Parameters<typeof act<T>>[3]): T {
  return act(db, actorFor(ines), 'Prepared the test', work, { now: clock.now() }).result
}

async function keyFileOf(workspace: RunningWorkspace): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'crm-key-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'service-account.json')
  writeFileSync(path, JSON.stringify(await workspace.serviceAccountKeyFile()))
  return path
}

import { createSignInLink } from '../../server/accounts/sign-in-links.ts'
import { allUsers, hasUsers } from '../../server/accounts/users.ts'
import { takeBackup } from '../../server/backups/backups.ts'
import { backupsFolder, openDataFolder } from '../../server/data-folder.ts'
import { lockDataFolder } from '../../server/lock.ts'
import { type Service, startService } from '../../server/service.ts'
import { daysBefore } from '../seed/calendar.ts'
import type { Story } from '../seed/plan.ts'
import { seedStory } from '../seed/seed.ts'
import { domain } from '../seed/staff.ts'
import { inventStory } from '../seed/story.ts'
import type { RunningWorkspace } from '../server.ts'
import { byArrival, captureStory } from './capture.ts'
import { decideSome } from './decisions.ts'
import { type DemoFolder, noteTold, openFolder, throwAway, toldAt } from './folder.ts'
import { choosePort } from './ports.ts'
import { openWorkspace } from './workspace.ts'

export type Demo = {
  panelUrl: string
  inboxUrl: string
  gatewayUrl: string
  folder: DemoFolder
  /** A fresh one-time link per person. */
  signInLinks: () => { name: string; role: string; url: string }[]
  stop: () => Promise<void>
}

type Environment = Record<string, string | undefined>

/** The folder holds a fund that no demo told: nothing is written to it. */
export class NotADemo extends Error {}

/** Starts the service as `npm start` does, beside a local Google Workspace and over a fund that was invented. */
export async function startDemo(env: Environment, clock: () => Date = () => new Date()): Promise<Demo> {
  const folder = openFolder(env['CRM_DATA_DIR'])
  try {
    return await startIn(folder, env, clock)
  } catch (error) {
    throwAway(folder)
    throw error
  }
}

async function startIn(folder: DemoFolder, env: Environment, clock: () => Date): Promise<Demo> {
  const before = toldAt(folder)
  const now = before ?? clock()
  const story = inventStory(now)
  await fillFolder(folder, story, now)

  const ports = await choosePorts(env)
  const { earlier, recent } = byArrival(story, now)
  const workspace = await openWorkspace(folder, earlier, ports, clock)
  const service = await startBeside(workspace, { ...settings(folder, ports), ...given(env) }, clock)
  await captureStory(service, workspace, story, recent)
  if (before === null) decideSome(service)
  return {
    panelUrl: service.config.publicUrl,
    inboxUrl: `${workspace.url}/panel/`,
    gatewayUrl: String(service.gatewayAddress),
    folder,
    signInLinks: () => signInLinks(service),
    stop: async () => {
      await Promise.all([service.stop(), workspace.close()])
      throwAway(folder)
    },
  }
}

async function startBeside(
  workspace: RunningWorkspace & { keyFile: string },
  env: Environment,
  clock: () => Date,
): Promise<Service> {
  try {
    return await startService({ ...env, ...workspaceSettings(workspace) }, clock)
  } catch (error) {
    await workspace.close()
    throw error
  }
}

/** The story goes into the file before anybody listens, as if the service had run all those months. */
async function fillFolder(folder: DemoFolder, story: Story, now: Date): Promise<void> {
  const unlock = lockDataFolder(folder.path)
  const db = await openDataFolder(folder.path, daysBefore(now, 427))
  try {
    if (hasUsers(db) && toldAt(folder) === null) {
      throw new NotADemo(`${folder.path} holds a fund already. Set CRM_DATA_DIR to an empty folder, or leave it unset.`)
    }
    if (!hasUsers(db)) {
      await seedStory(db, story, now)
      await takeBackup(db, backupsFolder(folder.path), 'nightly', now)
    }
    noteTold(folder, now)
  } finally {
    db.$client.close()
    unlock()
  }
}

async function choosePorts(env: Environment) {
  const panel = await choosePort(env['CRM_PORT'], 8080)
  const gateway = await choosePort(env['CRM_GATEWAY_PORT'], 8090)
  return { panel, gateway, workspace: await choosePort(undefined, 9090) }
}

/** What a demo sets unless the person who starts it says otherwise. */
const settings = (folder: DemoFolder, ports: { panel: string; gateway: string }) => ({
  CRM_DATA_DIR: folder.path,
  CRM_PORT: ports.panel,
  CRM_GATEWAY_PORT: ports.gateway,
  CRM_LOG_LEVEL: 'warn',
  CRM_BRAND_NAME: 'Northlight Ventures',
  // Nobody waits for a quota that the local Google has no need of.
  CRM_GMAIL_QUOTA: '10000000',
})

/** Settings from outside, but for what was worked out from them above. */
function given(env: Environment): Environment {
  const { CRM_DATA_DIR, CRM_PORT, CRM_GATEWAY_PORT, CRM_ENV, ...others } = env
  return Object.fromEntries(Object.entries(others).filter(([, value]) => value))
}

const workspaceSettings = (workspace: { url: string; clientId: string; keyFile: string }) => ({
  CRM_GOOGLE_ROOT: workspace.url,
  CRM_GOOGLE_KEY_FILE: workspace.keyFile,
  CRM_ADDON_CLIENT_IDS: workspace.clientId,
  CRM_WORKSPACE_DOMAIN: domain,
})

const halfADay = 12 * 60 * 60 * 1000

function signInLinks({ db, config, now }: Service) {
  return allUsers(db).map((user) => ({
    name: user.fullName,
    role: user.role,
    url: `${config.publicUrl}/sign-in/link/${createSignInLink(db, user, now(), halfADay)}`,
  }))
}

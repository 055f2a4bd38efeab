import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildAddon } from '../../addon/build.ts'
import type { MailPlan } from '../seed/plan.ts'
import { domain, everybody } from '../seed/staff.ts'
import { type RunningWorkspace, startWorkspace } from '../server.ts'
import type { DemoFolder } from './folder.ts'

/** What the add-on is built for; the panel leads both hosts to this machine. */
export const publicHosts = { panel: `https://crm.${domain}`, gateway: `https://gateway.${domain}` }

/** The fund's Google Workspace: staff, their mail, the deployed add-on and the inbox that shows it. */
export async function openWorkspace(
  folder: DemoFolder,
  mail: MailPlan[],
  ports: { panel: string; gateway: string; workspace: string },
  now: () => Date = () => new Date(),
): Promise<RunningWorkspace & { keyFile: string }> {
  const bundleDir = join(folder.path, 'addon')
  await buildAddon({
    gatewayUrl: publicHosts.gateway,
    publicUrl: publicHosts.panel,
    outDir: bundleDir,
    brandName: 'Northlight Ventures',
  })
  const workspace = await startWorkspace({
    domain,
    users: everybody.map(({ email, name }) => ({ email, name })),
    clientId: '518230946117-northlight.apps.googleusercontent.com',
    port: Number(ports.workspace),
    panel: true,
    now,
    assertionTime: () => new Date(),
    addon: {
      bundleDir,
      hostAliases: {
        [publicHosts.panel]: `http://127.0.0.1:${ports.panel}`,
        [publicHosts.gateway]: `http://127.0.0.1:${ports.gateway}`,
      },
    },
  })
  for (const { message, read } of mail) await workspace.deliver(message, { read })
  workspace.controls.capQuota(Number.POSITIVE_INFINITY)

  return Object.assign(workspace, { keyFile: await writeKeyFile(folder, workspace) })
}

async function writeKeyFile(folder: DemoFolder, workspace: RunningWorkspace): Promise<string> {
  const file = join(folder.path, 'service-account.json')
  writeFileSync(file, JSON.stringify(await workspace.serviceAccountKeyFile(), null, 2), { mode: 0o600 })
  return file
}

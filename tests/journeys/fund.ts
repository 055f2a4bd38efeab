import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkspace } from '../../emulator/demo/workspace.ts'
import type { DraftMessage } from '../../emulator/mime/compose.ts'
import { domain } from '../../emulator/seed/staff.ts'
import { startSession } from '../../server/accounts/sessions.ts'
import { databaseFile, prepareDataFolder } from '../../server/data-folder.ts'
import { startService } from '../../server/service.ts'
import { freePort } from '../support/process.ts'
import { openWorld, type SmallFund } from '../support/world.ts'

export type Office = Awaited<ReturnType<typeof openOffice>>
type Mail = DraftMessage & { messageId: string; subject: string }

/**
 * The small fund as people meet it: the service on a data folder, both its listeners, and the fund's Gmail with the
 * built add-on beside the mail. `close` it when the file's tests are over.
 */
export async function openOffice(mail: Mail[] = []) {
  const folder = temporaryFolder()
  const world = openWorld()
  writeFileSync(databaseFile(folder), world.db.$client.serialize())
  const ports = { panel: String(await freePort()), gateway: String(await freePort()), workspace: '0' }
  const delivered = mail.map((message) => ({ message: { ...message, date: new Date(message.date) }, read: false }))
  const workspace = await openWorkspace({ path: folder, isTemporary: true }, delivered, ports)
  const service = await startService({
    CRM_DATA_DIR: folder,
    CRM_PORT: ports.panel,
    CRM_GATEWAY_PORT: ports.gateway,
    CRM_GOOGLE_ROOT: workspace.url,
    CRM_GOOGLE_KEY_FILE: workspace.keyFile,
    CRM_ADDON_CLIENT_IDS: workspace.clientId,
    CRM_WORKSPACE_DOMAIN: domain,
    CRM_BRAND_NAME: 'Northlight Ventures',
    CRM_LOG_LEVEL: 'silent',
  })
  return {
    ...world,
    db: service.db,
    workspace,
    panel: service.address,
    gateway: String(service.gatewayAddress),
    inboxOf: (user: SmallFund['ines']) => `${workspace.url}/panel/#${user.email}`,
    sessionOf: (user: SmallFund['ines']) => startSession(service.db, user, {}, new Date()),
    close: async () => {
      await Promise.all([service.stop(), workspace.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A service nobody has set up yet, as the first start leaves it. */
export async function openEmptyService(setupToken: string) {
  const folder = temporaryFolder()
  const port = await freePort()
  const service = await startService({
    CRM_DATA_DIR: folder,
    CRM_PORT: String(port),
    CRM_GATEWAY_PORT: '0',
    CRM_SETUP_TOKEN: setupToken,
    CRM_LOG_LEVEL: 'silent',
  })
  return {
    panel: service.address,
    close: async () => {
      await service.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'crm-journey-'))
  prepareDataFolder(folder)
  return folder
}

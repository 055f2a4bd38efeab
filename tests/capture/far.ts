/** The same fund, with the stand-in workspace behind HTTP, as Google is. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startWorkspace } from '../../emulator/server.ts'
import { createToken } from '../../server/accounts/tokens.ts'
import { addUser } from '../../server/accounts/users.ts'
import { openCapture } from '../../server/capture/engine.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { databaseFile, openDataFolder, prepareDataFolder } from '../../server/data-folder.ts'
import { type Db, openDb } from '../../server/db/db.ts'
import { record } from '../../server/db/write.ts'
import { googleClients } from '../../server/google/clients.ts'
import { mailboxClient } from '../../server/google/mailbox.ts'
import { openPace } from '../../server/google/pace.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { closeAfterTest } from '../emulator/support.ts'
import { emptyFolder } from '../support/folder.ts'
import { openApp } from '../support/world.ts'
import { change, config, failures, ines, maya, staff } from './fund.ts'

export async function openGoogle() {
  const workspace = await startWorkspace({
    domain: 'northlight.example',
    clientId: '4242.apps.googleusercontent.com',
    users: staff.map((email) => ({ email, name: email.split('@')[0] ?? '' })),
  })
  workspace.controls.capQuota(Number.POSITIVE_INFINITY)
  closeAfterTest(workspace)
  const keyFile = join(emptyFolder(), 'key.json')
  writeFileSync(keyFile, JSON.stringify(await workspace.serviceAccountKeyFile()))
  const settings = {
    CRM_GOOGLE_KEY_FILE: keyFile,
    CRM_GOOGLE_ROOT: workspace.url,
    CRM_WORKSPACE_DOMAIN: 'northlight.example',
    CRM_GMAIL_QUOTA: '6000000',
  }
  return { workspace, settings }
}

/** The app over that workspace, with these mailboxes switched on. */
export async function openCaptured(captured: string[] = [ines]) {
  const google = await openGoogle()
  const world = await openApp(google.settings)
  closeAfterTest(world.app)
  const users = [world.ines, world.marcus, world.vera]
  change(world.db, world.clock.now(), (tx) => {
    for (const address of captured) {
      const userId = users.find((user) => user.email === address)?.id ?? null
      record(tx, 'mailboxes', { address, userId, enabled: true })
    }
  })
  return { ...world, ...google }
}

/** An engine that does not wait between its tries. */
export function impatientCapture(db: Db, now: () => Date, settings: Record<string, string>) {
  const google = googleClients({
    googleKeyFile: settings['CRM_GOOGLE_KEY_FILE'] ?? null,
    googleRoot: settings['CRM_GOOGLE_ROOT'] ?? null,
  })
  const pace = openPace(Number.POSITIVE_INFINITY)
  return openCapture({
    db,
    config,
    now,
    log: { error: (given: object) => failures.push(given) },
    client: (address, signal) => mailboxClient(google, address, { pace, signal, wait: async () => undefined }),
  })
}

/** A data folder with Ines, her mailbox, and Maya at Harbor; `token` is hers. */
export async function fundOnDisk() {
  const folder = emptyFolder()
  prepareDataFolder(folder)
  const db = await openDataFolder(folder, new Date())
  const token = change(db, new Date(), (tx) => {
    const user = addUser(tx, { full_name: 'Ines Okafor', email: ines, role: 'admin', passwordHash: '' })
    const harbor = addInvestor(tx, { name: 'Harbor Family Office' })
    addContact(tx, { name: 'Maya Chen', emails: [maya], investor_ids: [harbor.id] })
    record(tx, 'mailboxes', { address: ines, userId: user.id, enabled: true })
    return createToken(tx, user.id, { name: 'tests' }).secret
  })
  db.$client.close()
  return { folder, token }
}

export function readFund<T>(folder: string, read: (db: Db) => T): T {
  const db = openDb(databaseFile(folder))
  try {
    return read(db)
  } finally {
    db.$client.close()
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WorkspaceOptions } from '../../emulator/server.ts'
import { googleClients } from '../../server/google/clients.ts'
import { mailboxClient } from '../../server/google/mailbox.ts'
import { openPace } from '../../server/google/pace.ts'
import { closeAfterTest, ines, openWorkspace } from '../emulator/support.ts'

/** A workspace, its service account's key as a file, and the clients made of both. */
export async function openBox(options: Partial<WorkspaceOptions> = {}) {
  const workspace = await openWorkspace({ now: () => new Date(), ...options })
  const folder = mkdtempSync(join(tmpdir(), 'crm-key-'))
  closeAfterTest({ close: async () => rmSync(folder, { recursive: true }) })
  const keyFile = join(folder, 'key.json')
  writeFileSync(keyFile, JSON.stringify(await workspace.serviceAccountKeyFile()))
  return { workspace, keyFile, google: googleClients({ googleKeyFile: keyFile, googleRoot: workspace.url }) }
}

/** Ines's mailbox; waits are noted and not waited for. */
export async function openMailbox(options: Partial<WorkspaceOptions> = {}) {
  const box = await openBox(options)
  const waits: number[] = []
  const wait = async (ms: number) => waits.push(ms)
  const mailbox = mailboxClient(box.google, ines.email, { pace: openPace(Infinity), wait, random: () => 0 })
  return { ...box, mailbox, waits }
}

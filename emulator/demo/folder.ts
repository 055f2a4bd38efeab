import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareDataFolder } from '../../server/data-folder.ts'

export type DemoFolder = { path: string; isTemporary: boolean }

/** The folder named by CRM_DATA_DIR, which is kept, or a throw-away one that goes when the process does. */
export function openFolder(dataDir: string | undefined): DemoFolder {
  if (dataDir) {
    prepareDataFolder(dataDir)
    return { path: dataDir, isTemporary: false }
  }
  const path = mkdtempSync(join(tmpdir(), 'venture-crm-demo-'))
  prepareDataFolder(path)
  process.once('exit', () => throwAway({ path, isTemporary: true }))
  return { path, isTemporary: true }
}

export function throwAway({ path, isTemporary }: DemoFolder): void {
  if (isTemporary) rmSync(path, { recursive: true, force: true })
}

/** When the story of this folder was told: its mailboxes are invented again from that moment, so that they match. */
export function toldAt(folder: DemoFolder): Date | null {
  const file = storyFile(folder)
  return existsSync(file) ? new Date(JSON.parse(readFileSync(file, 'utf8')).told_at) : null
}

export function noteTold(folder: DemoFolder, now: Date): void {
  writeFileSync(storyFile(folder), `${JSON.stringify({ told_at: now.toISOString() })}\n`)
}

const storyFile = ({ path }: DemoFolder) => join(path, 'demo-story.json')

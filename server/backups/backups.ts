/** Copies of the whole database: taken while it is in use, checked before they count, kept for thirty days. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import type { Db } from '../db/db.ts'
import { UserError } from '../errors.ts'
import { type Proof, proveBackup } from './proof.ts'

export const kinds = ['nightly', 'manual', 'before-migration', 'before-restore'] as const
export type BackupKind = (typeof kinds)[number]
export type Backup = { name: string; kind: BackupKind; at: string; bytes: number }

/** How many nightly backups are kept; the others are kept until somebody removes them. */
export const nightliesKept = 30
/** When the nightly one is taken, in the fund's zone. */
export const nightlyAt = '02:30'

const pattern = /^crm-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-([a-z-]+)\.db$/

/**
 * Copies the database with SQLite's online backup (consistent while others write), proves the copy sound, and only
 * then gives it its name. https://www.sqlite.org/backup.html
 */
export async function takeBackup(
  db: Db,
  folder: string,
  kind: BackupKind,
  now: Date,
): Promise<Backup & { proof: Proof }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const name = `crm-${now.toISOString().replace(/[:.]/g, '-')}-${kind}.db`
  const unfinished = join(folder, `.${name}.part`)
  const proof = await copySound(db, unfinished)
  renameSync(unfinished, join(folder, name))

  if (kind === 'nightly') forgetOldNightlies(folder)
  return { ...describe(folder, name), proof }
}

/** Copies and proves. What could not be finished (a full disk, say) or is not sound leaves no file behind. */
async function copySound(db: Db, path: string): Promise<Proof> {
  try {
    await db.$client.backup(path)
    chmodSync(path, 0o600)
    makeOneFile(path)
    return proveBackup(path)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}

/** A copy of a WAL database wants its -wal beside it when opened; a backup is one file, whatever happens to it. */
function makeOneFile(path: string): void {
  const copy = new Database(path)
  copy.pragma('journal_mode = DELETE')
  copy.close()
}

/** The backups in a folder, newest first. */
export function listBackups(folder: string): Backup[] {
  if (!existsSync(folder)) return []

  const names = readdirSync(folder).filter((name) => pattern.test(name))
  return names.map((name) => describe(folder, name)).sort((a, b) => (a.at < b.at ? 1 : -1))
}

/** The path of a backup by its name. A name is all a caller gives, so it cannot lead out of the folder. */
export function backupPath(folder: string, name: string): string {
  const path = join(folder, basename(name))
  if (!pattern.test(name) || !existsSync(path)) throw new UserError('not_found', 'There is no backup of this name.')

  return path
}

/** The newest nightly backup. */
export function lastNightly(folder: string): Backup | undefined {
  return listBackups(folder).find((backup) => backup.kind === 'nightly')
}

function forgetOldNightlies(folder: string): void {
  const nightlies = listBackups(folder).filter((backup) => backup.kind === 'nightly')
  for (const old of nightlies.slice(nightliesKept)) rmSync(join(folder, old.name))
}

function describe(folder: string, name: string): Backup {
  const [, day, h, m, s, ms, kind] = pattern.exec(name) ?? []
  return {
    name,
    kind: kind as BackupKind,
    at: `${day}T${h}:${m}:${s}.${ms}Z`,
    bytes: statSync(join(folder, name)).size,
  }
}

import Database from 'better-sqlite3'
import { keepDoors } from '../accounts/doors.ts'
import type { Actor } from '../db/actor.ts'
import { type Db, migrateDb } from '../db/db.ts'
import { act, whileFrozen } from '../db/write.ts'
import { refreshEveryFormula } from '../grid/formulas/timed.ts'
import { layGround } from '../ground.ts'
import { setSetting } from '../settings/settings.ts'
import { type Backup, takeBackup } from './backups.ts'
import { figures, type Proof, proveBackup } from './proof.ts'

/** What a restore would bring beside what is there now. Changes nothing. */
export function previewRestore(db: Db, path: string): { backup: Proof; current: Proof } {
  return { backup: proveBackup(path), current: figures(db) }
}

/**
 * Replaces the database by a backup: proves the backup, takes a safety copy of what is there, then copies the pages in
 * one SQLite transaction, so that a crash leaves the old state or the new one. An older backup is migrated. No other
 * act is let through meanwhile. https://www.sqlite.org/backup.html
 */
export async function restoreBackup(db: Db, actor: Actor, path: string, folder: string, now: Date): Promise<Restored> {
  const proof = proveBackup(path)
  const { safetyCopy, putBackDoors } = await whileFrozen(db, async () => {
    const safetyCopy = await takeBackup(db, folder, 'before-restore', now)
    const putBackDoors = keepDoors(db)
    await copyPages(path, db.$client.name)
    return { safetyCopy, putBackDoors }
  })

  migrateDb(db)
  putBackDoors()
  layGround(db, now)
  await refreshEveryFormula(db, now)
  noteRestore(db, actor, { ...proof, safety_copy: safetyCopy.name }, now)
  return { proof, safetyCopy }
}

export type Restored = { proof: Proof; safetyCopy: Backup }

/** All pages in one step: nothing of ours runs between the first page and the last. */
async function copyPages(from: string, to: string): Promise<void> {
  const source = new Database(from, { readonly: true })
  try {
    await source.backup(to, { progress: () => Number.MAX_SAFE_INTEGER })
  } finally {
    source.close()
  }
}

function noteRestore(db: Db, actor: Actor, value: object, now: Date): void {
  const restorer: Actor = { ...actor, surface: 'restore' }
  act(db, restorer, 'Restored a backup', (tx) => setSetting(tx, 'last_restore', value), { now })
}

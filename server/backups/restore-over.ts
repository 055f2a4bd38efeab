import type { FastifyInstance } from 'fastify'
import { backupsFolder } from '../data-folder.ts'
import type { Actor } from '../db/actor.ts'
import { UserError } from '../errors.ts'
import { type Restored, restoreBackup } from './restore.ts'

/** A restore into the running service. Not during an import, which would go on writing its rows into what was restored. */
export async function restoreOver(app: FastifyInstance, actor: Actor, path: string): Promise<Restored> {
  if (app.importJobs.runningSince() !== null)
    throw new UserError('conflict', 'An import is running. Restore when it is done, or stop it first.')

  return restoreBackup(app.db, actor, path, backupsFolder(app.config.dataDir), app.now())
}

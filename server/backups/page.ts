/** What the routes of the backups page share. */
import { resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { backupsFolder } from '../data-folder.ts'
import { type BackupKind, listBackups, nightliesKept, nightlyAt } from './backups.ts'

export const named = z.object({ name: z.string() })

/** What a list calls the kinds of backup. */
export const kindLabels: Record<BackupKind, string> = {
  nightly: 'Nightly',
  manual: 'By hand',
  'before-migration': 'Before an update',
  'before-restore': 'Safety copy',
}

/** What the page shows beside its own mistakes. */
export function backupsPage(app: FastifyInstance) {
  const folder = backupsFolder(app.config.dataDir)
  const policy = { nightlyAt, nightliesKept, zone: app.config.timezone, folder: resolve(folder) }
  return { backups: listBackups(folder), kindLabels, policy, problem: null }
}

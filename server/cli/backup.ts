import { copyFileSync, existsSync } from 'node:fs'
import type { Command } from 'commander'
import { backupPath, listBackups, takeBackup } from '../backups/backups.ts'
import { type Proof, proveBackup } from '../backups/proof.ts'
import { previewRestore, restoreBackup } from '../backups/restore.ts'
import { verifyChain } from '../db/changes.ts'
import { UserError } from '../errors.ts'
import { say, withBox } from './box.ts'

export function backupCommands(program: Command): void {
  program
    .command('backup')
    .description('take a backup now, prove it sound, print its place')
    .option('--to <file>', 'copy it there as well')
    .action(({ to }: { to?: string }) => backup(to))

  program
    .command('restore [file]')
    .description('replace the database by a backup (name or path); without one, list the backups')
    .option('--yes', 'do it; otherwise only show what would change')
    .action((file: string | undefined, { yes }: { yes?: boolean }) => (file ? restore(file, yes === true) : list()))

  program
    .command('verify [file]')
    .description('prove a backup, or the database in use, sound: pages, references, change log')
    .action(verify)
}

function backup(to?: string): Promise<void> {
  return withBox(async ({ db, backups, now }) => {
    const { name, bytes, proof } = await takeBackup(db, backups, 'manual', now)
    const path = backupPath(backups, name)
    if (to) copyFileSync(path, to)
    say(to ?? path, `${(bytes / 1024 / 1024).toFixed(1)} MiB, sound: ${figures(proof)}`)
  })
}

function list(): Promise<void> {
  return withBox(({ backups }) => {
    const rows = listBackups(backups).map((b) => `${b.name}\t${(b.bytes / 1024 / 1024).toFixed(1)} MiB`)
    say(...(rows.length > 0 ? rows : ['There is no backup yet. “crm backup” takes one.']))
  })
}

function restore(file: string, yes: boolean): Promise<void> {
  return withBox(
    async ({ db, actor, backups, now }) => {
      const path = existsSync(file) ? file : backupPath(backups, file)
      const { backup, current } = previewRestore(db, path)
      say(`Now:     ${figures(current)}`, `Backup:  ${figures(backup)}`)
      if (!yes) return say('Nothing was changed. Add --yes to replace the database by this backup.')

      const { safetyCopy } = await restoreBackup(db, actor, path, backups, now)
      say(`Restored. What was there before is kept as ${safetyCopy.name}.`)
    },
    { alone: true, isNew: true },
  )
}

async function verify(file?: string): Promise<void> {
  if (file && existsSync(file)) return say(`Sound: ${figures(proveBackup(file))}`)

  await withBox(({ db, backups }) => {
    if (file) return say(`Sound: ${figures(proveBackup(backupPath(backups, file)))}`)

    const pages = String(db.$client.pragma('integrity_check(1)', { simple: true }))
    const { entries, brokenAt } = verifyChain(db)
    if (pages !== 'ok') throw new UserError('invalid', `SQLite finds the database damaged: ${pages}. Restore a backup.`)
    if (brokenAt !== null)
      throw new UserError('invalid', `The change log was edited by other means at entry ${brokenAt}.`)
    say(`Sound: the database, and all ${entries} entries of the change log.`)
  })
}

const figures = ({ investors, contacts, entries, lastChangeAt }: Proof) =>
  `${investors} investors, ${contacts} contacts, ${entries} log entries, last change ${lastChangeAt ?? 'never'}`

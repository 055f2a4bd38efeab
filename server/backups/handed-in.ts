/** Backup files from elsewhere, kept in the data folder until they are restored or put aside: for their owner only, for an hour. */
import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { MultipartFile } from '@fastify/multipart'
import { newId } from '../db/ids.ts'
import { invalid, UserError } from '../errors.ts'
import { proveBackup } from './proof.ts'

/** The largest file taken, in bytes. */
export const mostBytes = 8 * 1024 ** 3
const keptFor = 60 * 60 * 1000

export const handedInFolder = (dataDir: string) => join(dataDir, 'handed-in')

/** Writes what is sent into a folder of its own as it arrives, and proves it. What cannot be used is not kept. */
export async function handIn(folder: string, sent: MultipartFile | undefined): Promise<string> {
  if (!sent?.filename) throw invalid({ file: 'Choose the file of a backup.' })

  const id = newId()
  mkdirSync(join(folder, id), { recursive: true, mode: 0o700 })
  try {
    await pipeline(sent.file, createWriteStream(fileOf(folder, id), { mode: 0o600, flags: 'wx' }))
    if (sent.file.truncated) throw new UserError('too_large', 'This is more than 8 GiB. Use the command line instead.')
    proveBackup(fileOf(folder, id))
    return id
  } catch (error) {
    dropHandedIn(folder, id)
    throw error
  }
}

/** The path of a file handed in; throws when it is no longer there. */
export function handedInPath(folder: string, id: string): string {
  if (!namesIn(folder).includes(id)) throw new UserError('not_found', 'This file is no longer here. Hand it in again.')

  return fileOf(folder, id)
}

/** SQLite may have put helpers of its own beside the file: they go with it. */
export function dropHandedIn(folder: string, id: string): void {
  if (namesIn(folder).includes(id)) rmSync(join(folder, id), { recursive: true, force: true })
}

/** Removes what was handed in more than an hour ago. */
export function sweepHandedIn(folder: string, now: Date): void {
  const isOld = (id: string) => statSync(join(folder, id)).mtimeMs < now.getTime() - keptFor
  for (const id of namesIn(folder).filter(isOld)) dropHandedIn(folder, id)
}

const fileOf = (folder: string, id: string) => join(folder, id, 'backup.db')
const namesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])

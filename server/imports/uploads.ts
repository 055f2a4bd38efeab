/** Files handed in for an import, kept in the data folder until the import is done: for their owner only, for a day. */

import { createHash } from 'node:crypto'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { newId } from '../db/ids.ts'
import { notFound, UserError } from '../errors.ts'
import type { Choices } from './choices.ts'
import type { Found } from './recognise.ts'
import type { EntityType } from './targets.ts'

export const uploadsFolder = (dataDir: string) => join(dataDir, 'uploads')

/** The largest file taken, in bytes. */
export const mostBytes = 512 * 1024 * 1024
const keptFor = 24 * 60 * 60 * 1000

/** A file on disk; `sha256` is that of its bytes. */
export interface Staged {
  id: string
  path: string
  bytes: number
  sha256: string
}

/** A staged file as the wizard knows it: what was recognised, what was chosen, and what became of it. */
export interface Upload {
  id: string
  userId: string
  fileName: string
  bytes: number
  at: string
  entityType: EntityType
  found: Found
  choices: Choices
  run: Run | null
}

/** The last run of an upload. `running` in a file whose process has ended means that it was cut off. */
export interface Run {
  state: 'running' | 'done' | 'failed'
  at: string
  finishedAt: string | null
  problem: string | null
}

/** Writes what is sent into a file of its own as it arrives. More than `limit` bytes are refused (413), nothing is kept. */
export async function stage(folder: string, sent: AsyncIterable<Uint8Array>, limit = mostBytes): Promise<Staged> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const id = newId()
  const path = uploadPath(folder, id)
  const hash = createHash('sha256')
  let bytes = 0
  const measured = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > limit) throw tooLarge(limit)
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    await pipeline(sent, measured, createWriteStream(path, { mode: 0o600, flags: 'wx' }))
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
  return { id, path, bytes, sha256: hash.digest('hex') }
}

export function tooLarge(limit = mostBytes): UserError {
  const mebibytes = Math.floor(limit / 1024 / 1024)
  return new UserError('too_large', `This is more than ${mebibytes} MiB. Split the file, or leave columns out.`)
}

export const uploadPath = (folder: string, id: string) => join(folder, `${id}.csv`)

export function saveUpload(folder: string, upload: Upload): void {
  writeNote(folder, upload.id, 'upload', upload)
}

/** The upload, if it is this user's; anybody else's looks as if it were not there. */
export function openUpload(folder: string, userId: string, id: string): Upload {
  const upload = readNote<Upload>(folder, id, 'upload')
  if (upload?.userId !== userId || !existsSync(uploadPath(folder, id))) throw notFound('file')

  return upload
}

/** This user's files, newest first. */
export function uploadsOf(folder: string, userId: string): Upload[] {
  return idsIn(folder)
    .flatMap((id) => readNote<Upload>(folder, id, 'upload') ?? [])
    .filter((upload) => upload.userId === userId)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
}

/** Keeps something about an upload beside it, in one step, so that a reader never sees half of it. */
export function writeNote(folder: string, id: string, name: string, value: unknown): void {
  const file = join(folder, `${id}.${name}.json`)
  writeFileSync(`${file}.draft`, JSON.stringify(value), { mode: 0o600 })
  renameSync(`${file}.draft`, file)
}

export function readNote<T>(folder: string, id: string, name: string): T | null {
  const file = join(folder, `${id}.${name}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null
}

export function dropUpload(folder: string, id: string): void {
  for (const file of filesIn(folder).filter((name) => name.startsWith(`${id}.`))) rmSync(join(folder, file))
}

/** Removes what nobody has touched for a day. */
export function sweepUploads(folder: string, now: Date): void {
  for (const id of idsIn(folder)) {
    const touched = filesIn(folder)
      .filter((name) => name.startsWith(`${id}.`))
      .map((name) => statSync(join(folder, name)).mtimeMs)
    if (Math.max(...touched) < now.getTime() - keptFor) dropUpload(folder, id)
  }
}

const idsIn = (folder: string) => [...new Set(filesIn(folder).map((name) => name.split('.')[0] ?? ''))]

const filesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])

/** A name for people to recognise the file by: no folders, no control or invisible characters. It names no file of ours. */
export function plainFileName(name: string | undefined): string {
  const last = (name ?? '').split(/[\\/]/).at(-1) ?? ''
  const plain = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]+/gu, '')
    .trim()
  return [...plain].slice(0, 120).join('') || 'file.csv'
}

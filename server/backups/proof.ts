import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { verifyChain } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { drizzle } from '../db/drizzle.ts'
import { isFromTheFuture } from '../db/migrations.ts'
import { UserError } from '../errors.ts'

/** What a sound file holds; `entries` counts the change log, whose hash chain was walked from its first entry. */
export type Proof = { investors: number; contacts: number; entries: number; lastChangeAt: string | null }

/**
 * Opens a file read-only and proves that it is a whole database of ours: SQLite's own integrity and foreign-key checks,
 * our tables, a release not newer than this one, and an unbroken change log. Throws a sentence that says what is wrong.
 */
export function proveBackup(path: string): Proof {
  if (!existsSync(path)) throw new UserError('not_found', 'There is no file at this place.')

  const client = openReadOnly(path)
  try {
    return prove(Object.assign(drizzle(client), { $client: client }))
  } finally {
    client.close()
  }
}

function openReadOnly(path: string): Database.Database {
  try {
    const client = new Database(path, { readonly: true, fileMustExist: true })
    client.pragma('schema_version')
    return client
  } catch {
    throw damaged('It is not a SQLite database, or it is encrypted.')
  }
}

function prove(db: Db): Proof {
  const check = sound(() => String(db.$client.pragma('quick_check(1)', { simple: true })))
  if (check !== 'ok') throw damaged('SQLite finds it damaged.')
  if (!hasOurTables(db)) throw damaged('It is a database of another program.')
  if (isFromTheFuture(db)) throw damaged('It was written by a newer release of Venture CRM. Update this one first.')
  if (sound(() => (db.$client.pragma('foreign_key_check') as unknown[]).length) > 0)
    throw damaged('Some of its rows point at rows that are missing.')

  const { brokenAt } = verifyChain(db)
  if (brokenAt !== null) throw damaged(`Its change log was edited by other means (entry ${brokenAt}).`)
  return figures(db)
}

const hasOurTables = (db: Db) =>
  Number(
    db.$client
      .prepare(`SELECT count(*) FROM sqlite_master WHERE name IN ('live_investors', 'changes', '__drizzle_migrations')`)
      .pluck()
      .get(),
  ) === 3

/** The same figures of any open database, unproven. */
export function figures(db: Db): Proof {
  const one = (sql: string) => db.$client.prepare(sql).pluck().get()
  return {
    investors: Number(one('SELECT count(*) FROM live_investors')),
    contacts: Number(one('SELECT count(*) FROM live_contacts')),
    entries: Number(one('SELECT count(*) FROM changes')),
    lastChangeAt: (one('SELECT max(at) FROM changes') as string | null) ?? null,
  }
}

/** A damaged file makes SQLite throw at any read; all of it means the same to the reader. */
function sound<T>(read: () => T): T {
  try {
    return read()
  } catch {
    throw damaged('SQLite cannot read it to the end.')
  }
}

const damaged = (why: string) => new UserError('invalid', `This file cannot be used as a backup. ${why}`)

import Database from 'better-sqlite3'
import type { User } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { type Loss, lossOf } from './loss.ts'
import type { Proof } from './proof.ts'
import { previewRestore } from './restore.ts'

/** What somebody is told before they restore. `account`: whether they can sign in to what comes back, and as what. */
export type Outlook = { backup: Proof; current: Proof; loss: Loss; account: 'admin' | 'other' | 'none' }

/** Proves the backup and compares it with what is there now. Throws what is wrong with it; changes nothing. */
export function outlookOn(db: Db, path: string, user: User): Outlook {
  return { ...previewRestore(db, path), loss: lossOf(db, path), account: accountIn(path, user) }
}

function accountIn(path: string, { id, emailKey }: User): Outlook['account'] {
  const backup = new Database(path, { readonly: true })
  try {
    const role = backup
      .prepare('SELECT role FROM live_users WHERE active AND (id = ? OR email_key = ?)')
      .pluck()
      .get(id, emailKey)
    return role === undefined ? 'none' : role === 'admin' ? 'admin' : 'other'
  } finally {
    backup.close()
  }
}

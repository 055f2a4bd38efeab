/** What the dot in the top bar says: whether the work of today would survive tonight. */
import { existsSync, statfsSync, statSync } from 'node:fs'
import { lastNightly, nightlyAt } from './backups/backups.ts'
import type { Config } from './config.ts'
import { backupsFolder, databaseFile } from './data-folder.ts'
import type { Db } from './db/db.ts'
import { captureHealth } from './mailboxes/health.ts'

/** `good`: proven. `late`: worth a look. `bad`: something is missing. */
export type Tone = 'good' | 'late' | 'bad'
export type Reason = { tone: Tone; text: string }
export type Health = { tone: Tone; reasons: Reason[] }

type Box = { db: Db; config: Pick<Config, 'dataDir'>; now: () => Date }

const minute = 60_000
const hour = 60 * minute
const known = new WeakMap<Db, { at: number; health: Health }>()

/** The reasons and the worst of their tones; looked at once a minute, since every page asks. */
export function healthOf(box: Box): Health {
  const at = box.now().getTime()
  const last = known.get(box.db)
  if (last && Math.abs(at - last.at) < minute) return last.health

  const health = lookedAt(box, at)
  known.set(box.db, { at, health })
  return health
}

function lookedAt({ db, config: { dataDir } }: Box, at: number): Health {
  const capture = captureHealth(db, new Date(at)).reason
  const reasons = [database(db), capture, disk(dataDir), nightly(dataDir, at)].filter((reason) => reason !== null)
  const worst = (['bad', 'late'] as const).find((tone) => reasons.some((reason) => reason.tone === tone))
  return { tone: worst ?? 'good', reasons }
}

/** Takes the lock a write would take, and gives it back. */
function database(db: Db): Reason {
  try {
    if (!db.$client.inTransaction) db.$client.transaction(() => undefined).immediate()
    return { tone: 'good', text: 'The database takes what you write.' }
  } catch {
    return {
      tone: 'bad',
      text: 'The database takes no writes. Nothing you change is kept; tell whoever runs the server.',
    }
  }
}

/** A full disk is how databases and backups most often end: said while there is time. */
function disk(dataDir: string): Reason | null {
  if (!existsSync(databaseFile(dataDir))) return null

  const { bavail, bsize } = statfsSync(dataDir)
  const mebibytes = Math.floor((bavail * bsize) / 1024 ** 2)
  const needed = 256 + (2 * statSync(databaseFile(dataDir)).size) / 1024 ** 2
  if (mebibytes >= needed) return null

  const tone = mebibytes < needed / 4 ? 'bad' : 'late'
  return {
    tone,
    text: `The disk is nearly full: ${mebibytes.toLocaleString('en-US')} MiB are left for data and backups.`,
  }
}

function nightly(dataDir: string, at: number): Reason {
  const last = lastNightly(backupsFolder(dataDir))
  if (!last) return noneYet(dataDir, at)

  const age = at - Date.parse(last.at)
  const text = `The last nightly backup is ${inWords(age)} old, and was proved sound.`
  return age < 36 * hour
    ? { tone: 'good', text }
    : { tone: age < 72 * hour ? 'late' : 'bad', text: `${text} It should have been taken every night.` }
}

/** A new installation has its first night before it. */
function noneYet(dataDir: string, at: number): Reason {
  const file = databaseFile(dataDir)
  const age = existsSync(file) ? at - statSync(file).birthtimeMs : 0
  return age < 36 * hour
    ? { tone: 'late', text: `There is no nightly backup yet: the first is taken at ${nightlyAt}.` }
    : { tone: 'bad', text: `There is no nightly backup, though the data is ${inWords(age)} old.` }
}

function inWords(age: number): string {
  const hours = Math.max(0, Math.floor(age / hour))
  if (hours < 1) return 'less than an hour'
  if (hours < 48) return hours === 1 ? 'an hour' : `${hours} hours`
  return `${Math.floor(hours / 24)} days`
}

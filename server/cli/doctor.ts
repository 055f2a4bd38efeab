import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { allUsers } from '../accounts/users.ts'
import { lastNightly } from '../backups/backups.ts'
import { databaseFile } from '../data-folder.ts'
import { verifyChain } from '../db/changes.ts'
import { type Box, say, withBox } from './box.ts'
import { googleFindings } from './doctor-google.ts'

/** What is wrong fails the command; what only waits for its turn on a new box (`next`) does not. */
export type Finding = { ok: boolean; next?: true; text: string }

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'look at settings, database, accounts, backups, the add-on’s gateway and Google; exit 1 when something is wrong',
    )
    .action(() =>
      withBox(async (box) => {
        const here = [database(box), permissions(box), admins(box), backups(box), gateway(box)]
        report([...here, ...(await googleFindings(box))])
      }),
    )
}

function report(findings: Finding[]): void {
  say(...findings.map((finding) => `${mark(finding)}  ${finding.text}`))
  if (findings.some((finding) => !finding.ok)) process.exitCode = 1
}

function mark({ ok, next }: Finding): string {
  if (next) return 'next'
  return ok ? 'ok  ' : 'LOOK'
}

function database({ db }: Box): Finding {
  const pages = String(db.$client.pragma('quick_check(1)', { simple: true }))
  const { entries, brokenAt } = verifyChain(db)
  if (pages !== 'ok') return { ok: false, text: `Database: damaged (${pages}). Restore the newest backup.` }
  if (brokenAt !== null) return { ok: false, text: `Change log: edited by other means at entry ${brokenAt}.` }
  return { ok: true, text: `Database: sound; change log whole (${entries} entries).` }
}

function permissions({ config }: Box): Finding {
  const open = (statSync(databaseFile(config.dataDir)).mode & 0o077) !== 0
  return open
    ? {
        ok: false,
        text: `Data folder: others on this machine can read the database. Run: chmod -R go= ${config.dataDir}`,
      }
    : { ok: true, text: 'Data folder: only its owner can read it.' }
}

function admins({ db, config }: Box): Finding {
  const count = allUsers(db).filter((user) => user.active && user.role === 'admin').length
  if (count > 0) return { ok: true, text: `Accounts: ${count} active admin${count === 1 ? '' : 's'}.` }

  return {
    ok: false,
    text: `Accounts: nobody is set up yet. Start the service and open the address it prints (${config.publicUrl}/setup).`,
  }
}

const staleAfterHours = 36

function backups(box: Box): Finding {
  const last = lastNightly(box.backups)
  if (last) {
    const hours = hoursSince(last.at, box.now)
    return { ok: hours < staleAfterHours, text: `Backups: the last nightly one is ${hours} hours old.` }
  }

  const text = 'Backups: no nightly backup yet. The service takes one at 02:30.'
  return isNew(box) ? { ok: true, next: true, text } : { ok: false, text }
}

/** Whether no night with a backup can have passed since somebody set the fund up. */
function isNew({ db, now }: Box): boolean {
  return allUsers(db).every((user) => hoursSince(user.createdAt, now) < staleAfterHours)
}

const hoursSince = (at: string, now: Date) => Math.round((now.getTime() - Date.parse(at)) / 3_600_000)

function gateway({ config }: Box): Finding {
  if (config.gatewayPort === 0) return { ok: true, text: 'Gateway: switched off.' }

  const missing = [
    config.workspaceDomain ? null : 'CRM_WORKSPACE_DOMAIN',
    config.addonClientIds.length > 0 ? null : 'CRM_ADDON_CLIENT_IDS',
  ].filter((name) => name !== null)
  if (missing.length > 0) return sidebarWaits(missing)
  if (config.gatewayUrl)
    return { ok: true, text: `Gateway: serves ${config.gatewayUrl} for ${config.workspaceDomain}.` }

  const text = `Gateway: serves ${config.workspaceDomain}; set CRM_GATEWAY_URL before you build the add-on.`
  return { ok: true, next: true, text }
}

/** With neither setting nobody has begun with the sidebar; with one of the two it was meant to work. */
function sidebarWaits(missing: string[]): Finding {
  const text = `Gateway: the Gmail sidebar cannot sign in until these are set: ${missing.join(', ')}.`
  return missing.length > 1 ? { ok: true, next: true, text } : { ok: false, text }
}

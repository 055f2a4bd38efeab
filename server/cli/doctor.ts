import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { allUsers } from '../accounts/users.ts'
import { lastNightly } from '../backups/backups.ts'
import { databaseFile } from '../data-folder.ts'
import { verifyChain } from '../db/changes.ts'
import { type Box, say, withBox } from './box.ts'
import { googleFindings } from './doctor-google.ts'

export type Finding = { ok: boolean; text: string }

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
  say(...findings.map(({ ok, text }) => `${ok ? 'ok  ' : 'LOOK'}  ${text}`))
  if (findings.some((finding) => !finding.ok)) process.exitCode = 1
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

function backups({ backups, now }: Box): Finding {
  const last = lastNightly(backups)
  if (!last) return { ok: false, text: 'Backups: no nightly backup yet. The service takes one at 02:30.' }

  const hours = Math.round((now.getTime() - Date.parse(last.at)) / 3_600_000)
  return { ok: hours < 36, text: `Backups: the last nightly one is ${hours} hours old.` }
}

function gateway({ config }: Box): Finding {
  const missing = [
    config.workspaceDomain ? null : 'CRM_WORKSPACE_DOMAIN',
    config.addonClientIds.length > 0 ? null : 'CRM_ADDON_CLIENT_IDS',
    config.gatewayUrl ? null : 'CRM_GATEWAY_URL',
  ].filter((name) => name !== null)
  if (config.gatewayPort === 0) return { ok: true, text: 'Gateway: switched off.' }
  return missing.length > 0
    ? { ok: false, text: `Gateway: the Gmail sidebar cannot sign in until these are set: ${missing.join(', ')}.` }
    : { ok: true, text: `Gateway: serves ${config.gatewayUrl} for ${config.workspaceDomain}.` }
}

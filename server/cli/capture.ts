import type { Command } from 'commander'
import { openCapture } from '../capture/engine.ts'
import { googleMailboxes } from '../capture/google.ts'
import type { Visited } from '../capture/visit.ts'
import { UserError } from '../errors.ts'
import { reasonText } from '../google/reasons.ts'
import { type Box, say, withBox } from './box.ts'

export function captureCommand(program: Command): void {
  program
    .command('capture')
    .description('bring the mailboxes up to date now; exit 1 when one has a problem')
    .option('--mailbox <address>', 'only this one')
    .action(({ mailbox }: { mailbox?: string }) => withBox((box) => capture(box, mailbox)))
}

/** A pass without the key would tell everybody that the mailboxes cannot be read, which the service can. */
const withoutKey =
  'There is no key file, so no mailbox was looked into and nothing was changed. Give this command the settings of the service: CRM_GOOGLE_KEY_FILE, CRM_WORKSPACE_DOMAIN.'

async function capture({ db, config }: Box, mailbox?: string): Promise<void> {
  if (config.googleKeyFile === null) throw new UserError('unavailable', withoutKey)

  const log = { error: (...said: unknown[]) => void process.stderr.write(`${said.map(String).join(' ')}\n`) }
  const engine = openCapture({ db, config, now: () => new Date(), log, client: googleMailboxes(config) })
  const visited = await engine.run(mailbox)
  await engine.stop()

  say(...(visited.length > 0 ? visited.map(line) : ['Capture is not switched on for any mailbox.']))
  if (visited.some(({ problem }) => problem !== null)) process.exitCode = 1
}

function line({ address, looked, stored, copied, unreadable, problem }: Visited): string {
  const figures = `${looked} looked at, ${stored} stored, ${copied} known from colleagues, ${unreadable} unreadable`
  if (problem === null) return `ok    ${address}: ${figures}`
  return `LOOK  ${address}: ${figures}; ${problem.reason}${problem.detail ? ` (${problem.detail})` : ''}\n      ${reasonText({ reason: problem.reason, word: problem.detail })}`
}

import { ConfigError } from '../server/config.ts'
import { DataFolderInUse } from '../server/lock.ts'
import { stopOnSignal } from '../server/signals.ts'
import { type Demo, NotADemo, startDemo } from './demo/start.ts'

/** `npm run demo`: the whole product over an invented fund, without Google, until a signal stops it. */
try {
  const demo = await startDemo(process.env)
  stopOnSignal(demo.stop)
  say(welcome(demo))
  if (process.stdin.isTTY) process.stdin.on('data', () => say(links(demo)))
} catch (error) {
  const known = error instanceof ConfigError || error instanceof DataFolderInUse || error instanceof NotADemo
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? error)}\n`)
  process.exit(1)
}

function welcome(demo: Demo): string {
  const kept = demo.folder.isTemporary ? 'thrown away when you stop' : 'kept'
  return `
  Northlight Ventures, an invented fund: 150 investors, 260 prospects, three mailboxes.

    Web panel   ${demo.panelUrl}
    Gmail       ${demo.inboxUrl}   (a local stand-in, with the sidebar beside the mail)
    Gateway     ${demo.gatewayUrl}
    Data        ${demo.folder.path}   (${kept})

${links(demo)}
  Ctrl+C stops it.${process.stdin.isTTY ? ' Enter prints new links.' : ''}
`
}

/** One line a person, names and roles in columns. */
function links(demo: Demo): string {
  const lines = demo.signInLinks().map(({ name, role, url }) => `    ${name.padEnd(17)} ${role.padEnd(7)} ${url}`)
  return `  Each of these links signs one person in, once:\n\n${lines.join('\n')}\n`
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/**
 * Installs the locked dependencies when they are missing or older than the lockfile, so that `npm start`,
 * `npm run demo` and `npm test` each work as the first command in a fresh clone.
 *
 * Runs on whatever Node the machine has (20 or newer), so it must not import any dependency. Scripts stay off during
 * the install, because npm would try to compile better-sqlite3 although its binary is in the package; only `node`
 * (the pinned runtime) needs its own install step.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const stamp = 'node_modules/.venture-crm-installed'
const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  process.stderr.write('Installing dependencies from package-lock.json (this takes about half a minute) …\n')
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error')
  npm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error')
  writeFileSync(stamp, lock)
}

function npm(...args) {
  const run = spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
  if (run.status === 0) return

  process.stderr.write(
    `\n"npm ${args.join(' ')}" failed. Check that this machine reaches your npm registry, then run the command again.\n`,
  )
  process.exit(1)
}

import { Command, CommanderError } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { backupCommands } from './cli/backup.ts'
import { captureCommand } from './cli/capture.ts'
import { doctorCommand } from './cli/doctor.ts'
import { exportCommand } from './cli/export.ts'
import { importCommand } from './cli/import.ts'
import { tokenCommands } from './cli/token.ts'
import { userCommands } from './cli/user.ts'
import { lastWords } from './failures.ts'

/** `npm run crm -- <command>`: the work of an admin who sits at the box. */
const program = new Command('crm')
  .description('Looks after the data folder named by CRM_DATA_DIR (./data).')
  .version(packageJson.version)
  .showHelpAfterError('(crm --help lists the commands)')
  .exitOverride()

for (const add of [
  userCommands,
  tokenCommands,
  importCommand,
  exportCommand,
  backupCommands,
  captureCommand,
  doctorCommand,
])
  add(program)

// `crm export | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: { code?: string }) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = explain(error)
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode

  process.stderr.write(`${lastWords(error)}\n`)
  return 1
}

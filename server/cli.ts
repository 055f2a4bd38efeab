import { Command, CommanderError } from 'commander'
import { backupCommands } from './cli/backup.ts'
import { doctorCommand } from './cli/doctor.ts'
import { exportCommand } from './cli/export.ts'
import { importCommand } from './cli/import.ts'
import { tokenCommands } from './cli/token.ts'
import { userCommands } from './cli/user.ts'
import { ConfigError } from './config.ts'
import { UserError } from './errors.ts'
import { DataFolderInUse } from './lock.ts'

/** `npm run crm -- <command>`: the work of an admin who sits at the box. */
const program = new Command('crm')
  .description('Looks after the data folder named by CRM_DATA_DIR (./data).')
  .showHelpAfterError('(crm --help lists the commands)')
  .exitOverride()

for (const add of [userCommands, tokenCommands, importCommand, exportCommand, backupCommands, doctorCommand])
  add(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = explain(error)
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode
  const known = error instanceof UserError || error instanceof ConfigError || error instanceof DataFolderInUse
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? error)}\n`)
  return 1
}

import { hasUsers } from './accounts/users.ts'
import { ConfigError } from './config.ts'
import { DataFolderInUse } from './lock.ts'
import { type Service, startService } from './service.ts'
import { stopOnSignal } from './signals.ts'

/** `npm start`: the real environment, the real clock, until a signal stops it. */
try {
  const service = await startService(process.env)
  announce(service)
  stopOnSignal(service.stop)
} catch (error) {
  const known = error instanceof ConfigError || error instanceof DataFolderInUse || isListenError(error)
  process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? error)}\n`)
  process.exit(1)
}

function announce({ db, config, address, gatewayAddress, setupToken }: Service): void {
  const lines = [`Web panel    ${config.publicUrl}${config.publicUrl === address ? '' : ` (listening on ${address})`}`]
  lines.push(`Gateway      ${gatewayAddress ?? 'off'}`, `Data folder  ${config.dataDir}`)
  if (!hasUsers(db)) lines.push('', `Create the first admin at  ${config.publicUrl}/setup?token=${setupToken}`)
  process.stdout.write(`\n${lines.join('\n')}\n\n`)
}

function isListenError(error: unknown): boolean {
  return ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(String((error as { code?: string }).code))
}

import { hasUsers } from './accounts/users.ts'
import { lastWords } from './failures.ts'
import { type Service, startService } from './service.ts'
import { stopOnSignal } from './signals.ts'

/** `npm start`: the real environment, the real clock, until a signal stops it. */
try {
  const service = await startService(process.env)
  stopOnSignal(service.stop)
  announce(service)
} catch (error) {
  process.stderr.write(`${lastWords(error)}\n`)
  process.exit(1)
}

function announce({ db, config, address, gatewayAddress, setupToken }: Service): void {
  const lines = [`Web panel    ${config.publicUrl}${config.publicUrl === address ? '' : ` (listening on ${address})`}`]
  lines.push(`Gateway      ${gatewayAddress ?? 'off'}`, `Data folder  ${config.dataDir}`)
  if (!hasUsers(db)) lines.push('', `Create the first admin at  ${config.publicUrl}/setup?token=${setupToken}`)
  process.stdout.write(`\n${lines.join('\n')}\n\n`)
}

const patience = 8000

/** Stops once on SIGINT or SIGTERM; a stop that hangs is cut off before the ten seconds a supervisor waits are over. */
export function stopOnSignal(stop: () => Promise<void>): void {
  const leave = async (signal: string) => {
    // Whoever read what the service says may have gone before it.
    process.stdout.once('error', () => undefined)
    process.stdout.write(`${signal} received, stopping.\n`)
    setTimeout(() => process.exit(1), patience).unref()
    await stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave)
}

import type { FastifyInstance } from 'fastify'
import { newSecret } from './accounts/secrets.ts'
import { buildApp, type World } from './app.ts'
import type { Capture } from './capture/engine.ts'
import { type Config, readConfig } from './config.ts'
import { openDataFolder, prepareDataFolder } from './data-folder.ts'
import { refreshPassedMeetings } from './db/passing-meetings.ts'
import { buildGateway } from './gateway.ts'
import { refreshEveryFormula } from './grid/formulas/timed.ts'
import { lockDataFolder } from './lock.ts'
import { scrubErased } from './mail/scrub.ts'
import { schedule, startSchedule } from './schedule.ts'

/** A running service. `address` and `gatewayAddress` are what is really listened on; the gateway may be off. */
export type Service = World & {
  address: string
  gatewayAddress: string | null
  capture: Capture
  /** Finishes the requests under way, closes both listeners and the database, and gives the data folder back. */
  stop: () => Promise<void>
}

/**
 * Starts the service: takes the data folder, migrates (after a backup), opens both listeners, starts the schedule.
 * `now` is the machine's clock but for pictures, which are to look alike whenever they are taken.
 */
export async function startService(
  env: Record<string, string | undefined>,
  now: () => Date = () => new Date(),
): Promise<Service> {
  const config = readConfig(env)
  prepareDataFolder(config.dataDir)
  const unlock = lockDataFolder(config.dataDir)
  try {
    return await listen(config, unlock, now)
  } catch (error) {
    unlock()
    throw error
  }
}

async function listen(config: Config, unlock: () => void, now: () => Date): Promise<Service> {
  const db = await openDataFolder(config.dataDir, now())
  const world: World = { db, config, now, setupToken: config.setupToken ?? newSecret() }
  const [app, gateway] = [await buildApp(world), await buildGateway(world)]
  scrubErased(db)
  refreshPassedMeetings(db, now())
  await refreshEveryFormula(db, now())

  const address = await app.listen({ host: config.host, port: config.port })
  // With port 0 the address is only known now.
  if (config.publicUrl.endsWith(':0')) config.publicUrl = address
  const gatewayAddress =
    config.gatewayPort === 0 ? null : await gateway.listen({ host: config.host, port: config.gatewayPort })
  const stopSchedule = startSchedule(
    schedule(db, config.dataDir, config.timezone, app.capture),
    config.timezone,
    app.log,
  )
  return {
    ...world,
    address,
    gatewayAddress,
    capture: app.capture,
    stop: () => stop([app, gateway], db, stopSchedule, unlock),
  }
}

async function stop(listeners: FastifyInstance[], db: World['db'], stopSchedule: () => void, unlock: () => void) {
  stopSchedule()
  await Promise.all(listeners.map((listener) => listener.close()))
  db.$client.close()
  unlock()
}

import { writeFileSync } from 'node:fs'
import type { InjectOptions } from 'fastify'
import { onTestFinished } from 'vitest'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { backupsFolder, databaseFile, openDataFolder, prepareDataFolder } from '../../server/data-folder.ts'
import { act } from '../../server/db/write.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { emptyFolder } from '../support/folder.ts'
import { actorFor, openWorld, origin } from '../support/world.ts'

/** The small fund in a data folder on disk, as a restore needs it, and the private listener over it. */
export async function openBox() {
  const { db: image, ...world } = openWorld()
  const dataDir = emptyFolder()
  prepareDataFolder(dataDir)
  writeFileSync(databaseFile(dataDir), image.$client.serialize())
  const db = await openDataFolder(dataDir, world.clock.now())
  const config = readConfig({ CRM_LOG_LEVEL: 'silent', CRM_PUBLIC_URL: origin, CRM_DATA_DIR: dataDir })
  const app = await buildApp({ db, config, now: world.clock.now, setupToken: 'the-set-up-token-of-the-tests' })
  await app.ready()
  onTestFinished(async () => {
    await app.close()
    db.$client.close()
  })

  const add = (name: string) =>
    act(db, actorFor(world.marcus), `Added ${name}`, (tx) => addInvestor(tx, { name }), { now: world.clock.now() })
  const names = () => db.$client.prepare('SELECT name FROM live_investors ORDER BY name').pluck().all()
  const ask = (token: string) => (method: InjectOptions['method'], url: string, payload?: object) =>
    app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload && { payload }) })
  const [asInes, asMarcus, asVera] = [ask(world.tokens.ines), ask(world.tokens.marcus), ask(world.tokens.vera)]
  return { ...world, db, app, dataDir, folder: backupsFolder(dataDir), add, names, asInes, asMarcus, asVera }
}

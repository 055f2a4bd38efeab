import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { createToken } from '../../server/accounts/tokens.ts'
import { actorOf, addUser } from '../../server/accounts/users.ts'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { type Surface, systemActor } from '../../server/db/actor.ts'
import { type Db, migrateDb, openDb } from '../../server/db/db.ts'
import { act } from '../../server/db/write.ts'
import { addFund } from '../../server/funds/funds.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { layGround } from '../../server/ground.ts'
import { testClock } from './clock.ts'

/** The one origin the test browser and the test app agree on. */
export const origin = 'http://crm.test'
export const password = 'a long enough passphrase'
/** `password`, hashed once: argon2 is slow on purpose and these tests are not about it. */
const passwordHash = '$argon2id$v=19$m=32,t=1,p=1$kkv8BabonVJc8/QrZAy8qw$0zDEjOV0baN2PxBzSOA8mMV0TprIPkWOxa90P/aXdsk'

export type SmallFund = ReturnType<typeof seedSmallFund>
export type World = SmallFund & { db: Db; clock: ReturnType<typeof testClock> }

let seeded: { image: Buffer; fund: SmallFund } | undefined

/**
 * One small fund, by name: Ines (admin), Marcus (member) and Vera (viewer); Fund I and Fund II; Harbor Family Office with
 * Maya Chen, Alder Pension, Quill Endowment. Each test gets its own in-memory copy of a real, migrated database.
 */
export function openWorld(): World {
  seeded ??= seedImage()
  const db = openDb(Buffer.from(seeded.image))
  return { db, clock: testClock(), ...seeded.fund }
}

/** The private listener over that world, with helpers that send a request as one of its people. */
export async function openApp(settings: Record<string, string> = {}) {
  const world = openWorld()
  const config = readConfig({ CRM_LOG_LEVEL: 'silent', CRM_PUBLIC_URL: origin, CRM_DATA_DIR: dataDir(), ...settings })
  const app = await buildApp({
    db: world.db,
    config,
    now: world.clock.now,
    setupToken: 'the-set-up-token-of-the-tests',
  })
  await app.ready()
  const as = (token: string) => requestAs(app, token)
  return {
    ...world,
    app,
    asInes: as(world.tokens.ines),
    asMarcus: as(world.tokens.marcus),
    asVera: as(world.tokens.vera),
  }
}

let folder: string | undefined

/** One folder for the files the apps of a worker write (uploads, backups); gone with the worker. */
function dataDir(): string {
  if (folder) return folder

  const made = mkdtempSync(join(tmpdir(), 'crm-test-app-'))
  process.once('exit', () => rmSync(made, { recursive: true, force: true }))
  folder = made
  return made
}

/** Sends JSON with a bearer token and answers the reply. */
function requestAs(app: FastifyInstance, token: string) {
  return (method: InjectOptions['method'], url: string, payload?: unknown, headers: Record<string, string> = {}) =>
    app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(payload === undefined ? {} : { payload: payload as object }),
    })
}

function seedImage() {
  const db = openDb(':memory:')
  migrateDb(db)
  const clock = testClock()
  layGround(db, clock.now())
  const { result: fund } = act(db, systemActor('cli'), 'Set up the test fund', (tx) => seedSmallFund(tx), {
    now: clock.now(),
  })
  return { image: db.$client.serialize(), fund }
}

function seedSmallFund(tx: Parameters<typeof addUser>[0]) {
  const person = (full_name: string, email: string, role: 'admin' | 'member' | 'viewer') =>
    addUser(tx, { full_name, email, role, passwordHash })
  const ines = person('Ines Okafor', 'ines@northlight.example', 'admin')
  const marcus = person('Marcus Lindqvist', 'marcus@northlight.example', 'member')
  const vera = person('Vera Novak', 'vera@northlight.example', 'viewer')
  const token = (user: typeof ines) => createToken(tx, user.id, { name: 'tests' }).secret

  const fundI = addFund(tx, { name: 'Fund I' })
  const fundII = addFund(tx, { name: 'Fund II', target: 200_000_000_00, hard_cap: 250_000_000_00 })
  const harbor = addInvestor(tx, {
    name: 'Harbor Family Office',
    type: 'Family office',
    owner: ines.id,
    city: 'Boston',
  })
  const alder = addInvestor(tx, { name: 'Alder Pension', type: 'Pension', list: 'follow_up' })
  const quill = addInvestor(tx, { name: 'Quill Endowment', type: 'Endowment', list: 'longshot' })
  const maya = addContact(tx, {
    name: 'Maya Chen',
    emails: ['maya.chen@harborfo.example'],
    investor_ids: [harbor.id],
    title: 'CIO',
  })
  const tokens = { ines: token(ines), marcus: token(marcus), vera: token(vera) }
  return { ines, marcus, vera, tokens, fundI, fundII, harbor, alder, quill, maya }
}

export const actorFor = (user: SmallFund['ines'], surface: Surface = 'web') => actorOf(user, surface)

import { join } from 'node:path'
import { inventInvestors } from '../emulator/seed/investors.ts'
import type { InvestorPlan } from '../emulator/seed/plan.ts'
import { randomFrom } from '../emulator/seed/random.ts'
import { createToken } from '../server/accounts/tokens.ts'
import { actorOf, addUser, type User } from '../server/accounts/users.ts'
import type { Actor } from '../server/db/actor.ts'
import { systemActor } from '../server/db/actor.ts'
import { type Db, migrateDb, openDb } from '../server/db/db.ts'
import { act, record, type Tx } from '../server/db/write.ts'
import { addFund } from '../server/funds/funds.ts'
import { addField } from '../server/grid/fields.ts'
import { nameKey } from '../server/grid/investors.ts'
import { layGround } from '../server/ground.ts'

export const now = () => new Date('2026-11-20T14:00:00.000Z')
export const staffEmail = 'ines@northlight.example'

/** A fund on disk, as the service would have it; `people` also gives each investor a contact and communications. */
export type Fund = {
  db: Db
  actor: Actor
  token: string
  ids: string[]
  addresses: string[]
  close: () => void
}

/** Columns a bench wants beyond the usual: added before the investors with their cells, or after them (formulas). */
export type MoreColumns = {
  before: (tx: Tx) => void
  cells: (number: number) => Record<string, unknown>
  after: (tx: Tx) => void
}

const noMore: MoreColumns = { before: () => undefined, cells: () => ({}), after: () => undefined }

export function openFund(
  folder: string,
  size: number,
  people: boolean,
  name = `fund-${size}`,
  more: MoreColumns = noMore,
): Fund {
  const db = openDb(join(folder, `${name}.db`))
  migrateDb(db)
  layGround(db, now())
  const { user, token, fundId } = act(db, systemActor('cli'), 'Set up', setUp, { now: now() }).result
  act(db, systemActor('cli'), 'Added more columns', more.before, { now: now() })
  const actor = actorOf(user, 'api')
  const made = { ids: [] as string[], addresses: [] as string[] }

  const slice = 2000
  for (let from = 0; from < size; from += slice) {
    const plans = inventMany(`${size}/${from}`, Math.min(slice, size - from))
    const write = (tx: Tx) => {
      for (const [index, plan] of plans.entries()) add(tx, plan, from + index, { fundId, people, made, more })
    }
    act(db, actor, 'Generated investors', write, { now: now() })
  }
  act(db, systemActor('cli'), 'Added formulas', more.after, { now: now() })
  db.$client.pragma('optimize')
  return { db, actor, token, ...made, close: () => void db.$client.close() }
}

function setUp(tx: Tx): { user: User; token: string; fundId: string } {
  const user = addUser(tx, { email: staffEmail, full_name: 'Ines Okafor', role: 'admin', passwordHash: 'none' })
  const { secret } = createToken(tx, user.id, { name: 'bench' })
  const fund = addFund(tx, { name: 'Fund II', target: 200_000_000_00 })
  addField(tx, { key: 'rating', label: 'Rating', type: 'text' })
  addField(tx, { key: 'ticket', label: 'Ticket', type: 'currency' })
  addField(tx, { key: 'first_met', label: 'First met', type: 'date' })
  return { user, token: secret, fundId: fund.id }
}

/** The generator names a few thousand investors apart; more of them get a number. */
function inventMany(seed: string, count: number): InvestorPlan[] {
  const random = randomFrom(seed)
  const distinct = inventInvestors(random, Math.min(count, 500))
  return Array.from({ length: count }, (_, index) => {
    const plan = distinct[index % distinct.length] ?? random.pick(distinct)
    return index < distinct.length ? plan : { ...plan, name: `${plan.name} ${random.int(2, 99_999)}` }
  })
}

const lists = ['main', 'main', 'main', 'follow_up', 'longshot', 'graveyard']

type Making = {
  fundId: string
  people: boolean
  made: { ids: string[]; addresses: string[] }
  more: MoreColumns
}

function add(tx: Tx, plan: InvestorPlan, number: number, { fundId, people, made, more }: Making): void {
  const { name, type, city, country, source } = plan
  const own = { rating: ['A', 'B', 'C'][number % 3], ticket: plan.ticket * 100, first_met: '2024-05-17' }
  const cells = { ...own, ...more.cells(number) }
  const facts = { name, type, city, country, source, website: `https://www.${plan.domain}`, owner: tx.actor.id, cells }
  const list = lists[number % lists.length] ?? 'main'
  const notes = `${plan.notes ?? ''} Prefers quarterly calls; met through ${source}, number ${number}.`
  const { id } = record(tx, 'investors', { ...facts, nameKey: nameKey(name), list, notes })
  made.ids.push(id)

  if (number % 3 === 0) commit(tx, id, fundId, (number % 400) + 1)
  if (people) addPerson(tx, id, number, made.addresses)
}

const commit = (tx: Tx, investorId: string, fundId: string, units: number) =>
  record(tx, 'commitment_entries', {
    investorId,
    fundId,
    measure: 'signed',
    amount: units * 25_000_00,
    date: '2026-03-31',
  })

function addPerson(tx: Tx, investorId: string, number: number, addresses: string[]): void {
  const address = `maya.chen.${number}@investor-${number}.example`
  const name = `Maya Chen ${number}`
  const contact = record(tx, 'contacts', { name, nameKey: nameKey(name), title: 'Chief Investment Officer' })
  const domain = `investor-${number}.example`
  record(tx, 'contact_addresses', { contactId: contact.id, address, addressKey: address, domain })
  record(tx, 'contact_roles', { contactId: contact.id, investorId, role: null })
  addresses.push(address)
  for (let n = 0; n < 2; n += 1) addCall(tx, investorId, `2026-0${1 + ((number + n * 4) % 9)}-12T10:00:00.000Z`)
}

function addCall(tx: Tx, investorId: string, occurredAt: string): void {
  const summary = 'Went through the track record by company and the reserves.'
  const { id } = record(tx, 'communications', { type: 'call', summary, occurredAt, userId: tx.actor.id })
  record(tx, 'communication_investors', { communicationId: id, investorId, occurredAt })
}

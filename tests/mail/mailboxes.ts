/**
 * A small fund with two mailboxes that are read: Ines (admin) and Marcus (member) of Northlight; Harbor Family Office with Maya
 * Chen, Alder Pension with Tom Reed. The database alone, each test a copy of its own.
 */
import { addUser } from '../../server/accounts/users.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { systemActor } from '../../server/db/actor.ts'
import { type Db, migrateDb, openDb } from '../../server/db/db.ts'
import type { PrivacyLevel } from '../../server/db/mirror.ts'
import { act, amend, record, type Tx } from '../../server/db/write.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { layGround } from '../../server/ground.ts'
import { relevel } from '../../server/mail/levels.ts'
import { type Outcome, storeMail, type Where } from '../../server/mail/store.ts'
import { type Letter, letter, place } from './letters.ts'

export const ines = 'ines@northlight.example'
export const marcus = 'marcus@northlight.example'
export const maya = 'maya.chen@harborfo.example'
export const tom = 'tom.reed@alderpension.example'

export type Fund = ReturnType<typeof seedFund>

let seeded: { image: Buffer; fund: Fund } | undefined

/** `source` is a file the database is written to, for tests that look at its bytes. */
export function openMailboxes(open: (image: Buffer) => Db = openDb) {
  seeded ??= seed()
  const { image, fund } = seeded
  const db = open(Buffer.from(image))
  const { users } = fund
  const inMailbox = (mailbox: string, given: Partial<Where> = {}) =>
    place({ mailbox, userId: mailbox === ines ? users.ines.id : users.marcus.id, ...given })
  const store = (where: Where, given: Letter): Outcome => acted((tx) => storeMail(tx, where, letter(given)))
  const acted = <T>(work: (tx: Tx) => T): T => act(db, systemActor('capture'), 'Captured mail', work).result
  const setMailbox = (address: string, level: PrivacyLevel) =>
    acted((tx) => {
      amend(tx, 'mailboxes', address === ines ? fund.mailboxes.ines.id : fund.mailboxes.marcus.id, { level })
      relevel(tx, { mailbox: address })
    })
  return {
    db,
    ...fund,
    inMailbox,
    store,
    acted,
    setMailbox,
    all: (sql: string, ...values: unknown[]) => all(db, sql, values),
  }
}

export type Mailboxes = ReturnType<typeof openMailboxes>

const all = (db: Db, sql: string, values: unknown[]) =>
  db.$client.prepare(sql).all(...values) as Record<string, unknown>[]

function seed() {
  const db = openDb(':memory:')
  migrateDb(db)
  layGround(db, new Date('2026-01-01T09:00:00Z'))
  const { result: fund } = act(db, systemActor('cli'), 'Set up the test fund', seedFund)
  return { image: db.$client.serialize(), fund }
}

function seedFund(tx: Tx) {
  const person = (full_name: string, email: string, role: 'admin' | 'member') =>
    addUser(tx, { full_name, email, role, passwordHash: '' })
  const users = { ines: person('Ines Okafor', ines, 'admin'), marcus: person('Marcus Lindqvist', marcus, 'member') }
  const mailbox = (address: string, userId: string) => record(tx, 'mailboxes', { address, userId, enabled: true })
  const mailboxes = { ines: mailbox(ines, users.ines.id), marcus: mailbox(marcus, users.marcus.id) }
  const harbor = addInvestor(tx, { name: 'Harbor Family Office' })
  const alder = addInvestor(tx, { name: 'Alder Pension' })
  const mayaChen = addContact(tx, { name: 'Maya Chen', emails: [maya], investor_ids: [harbor.id] })
  const tomReed = addContact(tx, { name: 'Tom Reed', emails: [tom], investor_ids: [alder.id] })
  return { users, mailboxes, harbor, alder, mayaChen, tomReed }
}

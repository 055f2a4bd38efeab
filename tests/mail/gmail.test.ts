/** To Gmail dots mean nothing, googlemail.com is gmail.com and a plus says nothing: one mailbox, one person. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { browseCommunications } from '../../server/communications/list.ts'
import { addContact, contactsByAddress, setAddresses } from '../../server/contacts/contacts.ts'
import { migrateDb, migrationsFolder, openDb } from '../../server/db/db.ts'
import { migrate } from '../../server/db/drizzle.ts'
import { record } from '../../server/db/write.ts'
import { knownAddresses } from '../../server/mail/known.ts'
import { matchOf } from '../../server/mail/match.ts'
import { addNeverLog } from '../../server/mail/never-log.ts'
import { rematchChanged } from '../../server/mail/rematch.ts'
import { ines, openMailboxes, tom } from './mailboxes.ts'

const forms = ['lee.park@gmail.com', 'leepark@gmail.com', 'Lee.Park+fund@googlemail.com']

/** Lee Park of Harbor, whose address is written as given. */
function withLee(address: string) {
  const boxes = openMailboxes()
  const { id } = boxes.acted((tx) =>
    addContact(tx, { name: 'Lee Park', emails: [address], investor_ids: [boxes.harbor.id] }),
  )
  return { ...boxes, lee: id }
}

test.each(forms)('mail from %s is from the contact, however their address stands in the record', (from) => {
  for (const written of forms) {
    const { store, inMailbox, db, lee } = withLee(written)
    const { mailId } = store(inMailbox(ines), { text: 'Count us in.', from, to: [ines] })

    expect(matchOf(db, mailId ?? '').map(({ contactId }) => contactId)).toEqual([lee])
  }
})

test('mail that was there before is matched when the contact gets the address in another form', () => {
  const { store, inMailbox, acted, db, mayaChen } = openMailboxes()
  const { mailId } = store(inMailbox(ines), { text: 'With Lee.', to: [ines, tom, 'lee.park@googlemail.com'] })

  acted((tx) => setAddresses(tx, mayaChen.id, ['leepark@gmail.com']))
  rematchChanged(db, new Date('2026-02-01T09:00:00Z'))

  expect(matchOf(db, mailId ?? '').map(({ contactId }) => contactId)).toContain(mayaChen.id)
})

test('Gmail is asked for every form, since its search compares letters', () => {
  const { db } = withLee('Lee.Park+fund@gmail.com')

  expect(knownAddresses(db)).toEqual(
    expect.arrayContaining([
      'lee.park+fund@gmail.com',
      'lee.park@gmail.com',
      'leepark@gmail.com',
      'lee.park@googlemail.com',
      'leepark@googlemail.com',
    ]),
  )
})

test('who is never logged is so in every form', () => {
  const { acted, store, inMailbox, db } = withLee('lee.park@gmail.com')
  acted((tx) => addNeverLog(tx, { address: 'leepark@googlemail.com' }))

  const { outcome } = store(inMailbox(ines), { text: 'Hello.', from: 'lee.park@gmail.com', to: [ines, tom] })

  expect([outcome, knownAddresses(db).filter((address) => address.startsWith('lee'))]).toEqual(['unwanted', []])
})

test('what was logged by hand is found by any form of who wrote it', () => {
  const { db, acted, harbor } = withLee('lee.park@gmail.com')
  acted((tx) => {
    const { id } = record(tx, 'communications', {
      ...{
        type: 'email',
        summary: 'Terms',
        occurredAt: '2026-01-10T09:00:00.000Z',
        fromAddress: 'Lee.Park+x@gmail.com',
      },
    })
    record(tx, 'communication_investors', {
      communicationId: id,
      investorId: harbor.id,
      occurredAt: '2026-01-10T09:00:00.000Z',
    })
  })

  const { total } = browseCommunications(db, { sender: 'leepark@googlemail.com' }, { limit: 10, offset: 0 })

  expect(total).toBe(1)
})

test('a record from before this release follows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'venture-gmail-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const db = openDb(':memory:')
  migrate(db, { migrationsFolder: before('0011_gmail_addresses', folder) })
  const run = (sql: string) => db.$client.exec(sql)
  const stamps = `1, '2026-01-01', '2026-01-01'`
  run(
    `INSERT INTO contacts (id, version, created_at, updated_at, name, name_key) VALUES ('lee', ${stamps}, 'Lee', 'lee')`,
  )
  run(`INSERT INTO contact_addresses (id, version, created_at, updated_at, contact_id, address, address_key, domain)
    VALUES ('a1', ${stamps}, 'lee', 'Lee.Park@googlemail.com', 'lee.park@googlemail.com', 'googlemail.com'),
      ('a2', ${stamps}, 'lee', 'lee.park@harbor.example', 'lee.park@harbor.example', 'harbor.example')`)
  run(`INSERT INTO mail_parties (address_key, mail, role) VALUES ('leepark@gmail.com', 1, 'from'), ('lee.park@gmail.com', 1, 'from'),
    ('lee.park@gmail.com', 2, 'to'), ('tom.reed@alder.example', 2, 'cc')`)
  run(`INSERT INTO log_cursors (name, seq) VALUES ('rematch', 7), ('digest', 7)`)

  migrateDb(db)

  const column = (sql: string) => db.$client.prepare(sql).pluck().all()
  expect(column('SELECT address_key FROM contact_addresses ORDER BY id')).toEqual([
    'leepark@gmail.com',
    'lee.park@harbor.example',
  ])
  expect(contactsByAddress(db, ['lee.park@gmail.com']).map(({ contact }) => contact.id)).toEqual(['lee'])
  expect(column(`SELECT address_key || ' ' || mail || ' ' || role FROM mail_parties ORDER BY 1`)).toEqual([
    'leepark@gmail.com 1 from',
    'leepark@gmail.com 2 to',
    'tom.reed@alder.example 2 cc',
  ])
  expect(column('SELECT seq FROM log_cursors ORDER BY name')).toEqual([7, 0])
})

/** The migrations of earlier releases, up to this one, in a folder of their own. */
function before(tag: string, folder: string): string {
  cpSync(migrationsFolder, folder, { recursive: true })
  const file = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { tag: string }[] }
  const entries = journal.entries.slice(
    0,
    journal.entries.findIndex((entry) => entry.tag === tag),
  )
  writeFileSync(file, JSON.stringify({ ...journal, entries }))
  return folder
}

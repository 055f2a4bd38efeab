import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { User } from '../../server/accounts/users.ts'
import type { Actor } from '../../server/db/actor.ts'
import { openDb } from '../../server/db/db.ts'
import type { MailNature } from '../../server/db/mirror.ts'
import { record } from '../../server/db/write.ts'
import { knownAddresses } from '../../server/mail/known.ts'
import { addNeverLog, listNeverLog, removeNeverLog } from '../../server/mail/never-log.ts'
import { scrubErased, scrubSoon } from '../../server/mail/scrub.ts'
import { setThreadLevel } from '../../server/mail/thread-levels.ts'
import { reject, takeBack } from '../../server/proposals/decide.ts'
import { undo } from '../../server/undo/undo.ts'
import { emptyFolder } from '../support/folder.ts'
import { ines, type Mailboxes, marcus, maya, openMailboxes, tom } from './mailboxes.ts'

const adminOf = (user: User): Actor => ({
  id: user.id,
  name: user.fullName,
  email: user.email,
  role: 'admin',
  surface: 'web',
})

const lawyer = 'Priva Ledge <priva@Lawyers.example>'
const mirror = [
  'mail_messages',
  'mail_bodies',
  'mail_copies',
  'mail_parties',
  'mail_search',
  'mail_thread_keys',
  'mail_sightings',
]

/** A database in a file, whose bytes can be looked at. */
function openOnDisk() {
  const file = join(emptyFolder(), 'crm.db')
  const world = openMailboxes((image) => {
    writeFileSync(file, image)
    return openDb(file)
  })
  return {
    ...world,
    bytes: () =>
      ['', '-wal']
        .map((end) => textOf(file + end))
        .join('')
        .toLowerCase(),
  }
}

const textOf = (path: string) => (existsSync(path) ? readFileSync(path, 'latin1') : '')
const count = ({ all }: Mailboxes) => mirror.map((table) => Number(all(`SELECT count(*) AS n FROM ${table}`)[0]?.['n']))

test('a listed domain leaves no byte of its mail in the file, and no row', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ isTheirs: fc.boolean(), long: fc.nat(3) }), { minLength: 20, maxLength: 60 }),
      (mails) => {
        const world = openOnDisk()
        for (const [n, { isTheirs, long }] of mails.entries()) deliver(world, n, isTheirs, long)
        const theirs = mails.filter(({ isTheirs }) => isTheirs).length

        const { erased } = world.acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))
        scrubErased(world.db)

        expect(erased.messages).toBe(theirs)
        for (const secret of ['privilegedword', 'priva@', 'ledge', 'secretsubject', 'sealed@'])
          expect(world.bytes()).not.toContain(secret)
        expect(world.all('SELECT id FROM mail_messages')).toHaveLength(mails.length - theirs)
        expect(world.all("SELECT rowid FROM mail_search WHERE mail_search MATCH 'privilegedword'")).toEqual([])
        world.db.$client.close()
      },
    ),
    { numRuns: 8 },
  )
})

function deliver(world: Mailboxes, n: number, isTheirs: boolean, long: number): void {
  const words = isTheirs ? `privilegedword${n} ` : `ordinaryword${n} `
  const letter = {
    from: isTheirs ? lawyer : `Maya Chen <${maya}>`,
    to: [ines, ...(isTheirs ? [maya] : [])],
    subject: isTheirs ? `secretsubject${n}` : 'Plain',
    text: words.repeat(1 + long * 300),
    trimmed: words,
    snippet: words,
    html: `<p>${words}</p>`,
    messageId: isTheirs ? `sealed@${n}.example` : `open${n}@mail.example`,
    references: n > 0 && isTheirs ? [`sealed@${n - 1}.example`] : [],
  }
  world.store(world.inMailbox(ines), letter)
  if (n % 3 === 0) world.store(world.inMailbox(marcus), { ...letter, subject: `${letter.subject} [external]` })
}

test('what waits and what is logged of a listed person is put aside', () => {
  const { all, acted, store, inMailbox } = openMailboxes()
  store(inMailbox(ines), { from: lawyer, to: [ines, maya], text: 'Sealed.' })
  store(inMailbox(ines), { to: [ines], text: 'Open.' })
  expect(all('SELECT id FROM live_communications')).toHaveLength(2)
  expect(all("SELECT id FROM live_proposals WHERE status = 'pending'")).toHaveLength(1)

  const { erased } = acted((tx) => addNeverLog(tx, { address: 'PRIVA+sealed@lawyers.example' }))

  expect(erased).toEqual({ messages: 1, meetings: 0, communications: 1 })
  expect(all('SELECT id FROM live_communications')).toHaveLength(1)
  expect(all("SELECT id FROM live_proposals WHERE status = 'pending'")).toEqual([])
})

test('what a policy or a person decided about a listed person is put aside too, and no undo brings it back', () => {
  const world = openMailboxes()
  const { db, all, acted, store, inMailbox, users } = world
  const ledger = () => all('SELECT status FROM live_proposals ORDER BY 1').map(({ status }) => status)
  store(inMailbox(ines), { from: lawyer, to: [ines, maya], text: 'Sealed.' })
  const [waiting] = all("SELECT id FROM live_proposals WHERE status = 'pending'")
  acted((tx) => reject(tx, String(waiting?.['id'])))
  expect(ledger()).toEqual(['approved', 'rejected'])
  const ids = all('SELECT id FROM live_proposals').map(({ id }) => String(id))
  const byPolicy = String(all("SELECT id FROM live_proposals WHERE status = 'approved'")[0]?.['id'])
  acted((tx) => takeBack(tx, byPolicy))
  const acts = all("SELECT batch_id AS id FROM changes WHERE entity IN ('proposals', 'communications') GROUP BY 1")

  acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))

  expect(ledger()).toEqual([])
  for (const id of ids) expect(() => acted((tx) => takeBack(tx, id))).toThrow(/proposal/)
  for (const { id } of acts) undo(db, adminOf(users.ines), String(id))
  expect(ledger()).toEqual([])
  expect(all('SELECT id FROM live_communications')).toEqual([])
})

test('mail with a listed person is not kept from then on, and is again once they are taken off', () => {
  const { acted, store, inMailbox } = openMailboxes()
  const { entry } = acted((tx) => addNeverLog(tx, { domain: '@Lawyers.example' }))
  const where = inMailbox(ines)
  const letter = { from: 'a@mail.lawyers.example', to: [ines, maya] }
  expect(store(where, letter).outcome).toBe('unwanted')

  acted((tx) => removeNeverLog(tx, entry.id))

  expect(store(where, letter).outcome).toBe('stored')
})

test('taking somebody off has everything searched for anew', () => {
  const { acted, db, all } = openMailboxes()
  const { entry } = acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))
  db.$client.prepare('INSERT INTO mail_searched VALUES (?, ?, ?)').run(ines, maya, '2026-01-10T00:00:00.000Z')

  acted((tx) => removeNeverLog(tx, entry.id))

  expect(all('SELECT * FROM mail_searched')).toEqual([])
})

test('the rest of a thread stays, and what was decided for one that is gone is put aside', () => {
  const world = openMailboxes()
  const { all, acted, store, inMailbox, users } = world
  store(inMailbox(ines, { gmailThreadId: 't1' }), { to: [ines], messageId: 'open@x', text: 'Open.' })
  store(inMailbox(ines, { gmailThreadId: 't1' }), {
    from: lawyer,
    to: [ines, maya],
    messageId: 'sealed@x',
    text: 'Sealed.',
  })
  store(inMailbox(ines, { gmailThreadId: 't2' }), {
    from: lawyer,
    to: [ines, tom],
    messageId: 'alone@x',
    text: 'Alone.',
  })
  for (const { thread_id } of all('SELECT DISTINCT thread_id FROM mail_messages'))
    acted((tx) => setThreadLevel(tx, users.ines, String(thread_id), 'subject'))

  acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))

  expect(all('SELECT message_id, level FROM mail_messages')).toEqual([{ message_id: 'open@x', level: 'subject' }])
  expect(all('SELECT key FROM mail_thread_keys').map(({ key }) => key)).toEqual(
    expect.arrayContaining(['id:open@x', `gmail:${ines}:t1`]),
  )
  expect(all('SELECT key FROM mail_thread_keys')).toHaveLength(2)
  expect(all('SELECT id FROM live_thread_levels')).toHaveLength(1)
})

test('erasing all there is leaves empty tables', () => {
  const world = openMailboxes()
  world.store(world.inMailbox(ines), { from: lawyer, to: [ines, maya], bcc: ['new@else.example'] })
  expect(count(world).every((n) => n > 0)).toBe(true)

  world.acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))

  expect(count(world)).toEqual(mirror.map(() => 0))
})

test('what a colleague logged by hand of them is put aside too', () => {
  const { acted, all, users } = openMailboxes()
  const values = { type: 'email' as const, summary: 'Asked the lawyer', occurredAt: '2026-01-02T00:00:00.000Z' }
  acted((tx) =>
    record(tx, 'communications', { ...values, userId: users.ines.id, toAddresses: ['Priva@lawyers.example'] }),
  )

  const { erased } = acted((tx) => addNeverLog(tx, { address: 'priva@lawyers.example' }))

  expect(erased.communications).toBe(1)
  expect(all('SELECT id FROM live_communications')).toEqual([])
})

test.each([
  ['our own domain', { domain: 'northlight.example' }],
  ['a domain below our own', { domain: 'mail.northlight.example' }],
  ['a domain above all', { domain: 'example' }],
  ['an address of our own', { address: 'Ines@northlight.example' }],
  ['no address', { address: 'everybody' }],
  ['no domain', { domain: 'a b.example' }],
])('%s cannot be listed', (_, given) => {
  const { acted, db } = openMailboxes()

  expect(() => acted((tx) => addNeverLog(tx, given))).toThrow()
  expect(listNeverLog(db)).toEqual([])
})

test('listing somebody twice is listing them once', () => {
  const { acted, db } = openMailboxes()

  const one = acted((tx) => addNeverLog(tx, { address: 'priva@lawyers.example' }))
  const other = acted((tx) => addNeverLog(tx, { address: 'Priva+x@Lawyers.example' }))

  expect(other.entry.id).toBe(one.entry.id)
  expect(listNeverLog(db)).toHaveLength(1)
})

test('nobody searches for the mail of a listed contact', () => {
  const { acted, db } = openMailboxes()
  expect(knownAddresses(db)).toEqual([tom, maya])

  acted((tx) => addNeverLog(tx, { domain: 'harborfo.example' }))

  expect(knownAddresses(db)).toEqual([tom])
})

test('a process that ended before the file was written anew leaves that to the next', () => {
  const world = openOnDisk()
  deliver(world, 1, true, 3)
  world.acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))
  const file = world.db.$client.name
  world.db.$client.close()

  const db = openDb(file)
  expect(scrubErased(db)).toBe(true)
  expect(scrubErased(db)).toBe(false)

  expect(world.bytes()).not.toContain('privilegedword')
  db.$client.close()
})

test('while somebody reads from the file the rest of erasing waits', () => {
  const world = openOnDisk()
  deliver(world, 1, true, 3)
  const other = openDb(world.db.$client.name)
  const reading = other.$client.prepare('SELECT rowid FROM mail_messages').iterate()
  reading.next()
  world.acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))

  expect(scrubErased(world.db)).toBe(false)
  reading.return?.()
  expect(scrubErased(world.db)).toBe(true)

  expect(world.bytes()).not.toContain('privilegedword')
  other.$client.close()
})

test('listing somebody of whom nothing is held leaves the file as it is', () => {
  const world = openOnDisk()
  deliver(world, 1, false, 0)

  world.acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))

  expect(scrubErased(world.db)).toBe(false)
  world.db.$client.close()
})

const stranger = fc.constantFrom('Nia Roth <nia@rothco.example>', 'Lee <lee@gmail.com>', 'priva@lawyers.example')
const mail = fc.record({
  people: fc.uniqueArray(stranger, { maxLength: 3 }),
  from: fc.constantFrom(maya, tom),
  nature: fc.constantFrom<MailNature>('personal', 'bulk'),
})

test('erasing leaves what would be there if they had been listed from the start', () => {
  fc.assert(
    fc.property(fc.array(mail, { maxLength: 8 }), (mails) => {
      const [before, after] = [openMailboxes(), openMailboxes()]
      before.acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))
      for (const world of [before, after])
        for (const [n, { people, ...letter }] of mails.entries()) {
          const where = world.inMailbox(ines, { gmailId: `g${n}`, at: `2026-01-10T09:30:0${n}.000Z` })
          world.store(where, { ...letter, to: [ines, ...people], text: `Message ${n}` })
        }
      after.acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))

      expect(left(after)).toEqual(left(before))
    }),
    { numRuns: 60 },
  )
})

const left = ({ all }: Mailboxes) => ({
  messages: all('SELECT rowid, snippet, parties FROM mail_messages ORDER BY 1'),
  parties: all('SELECT * FROM mail_parties ORDER BY 1, 2, 3'),
  copies: all('SELECT mailbox, gmail_id FROM mail_copies ORDER BY 1, 2'),
  strangers: all('SELECT address_key, address, name, gmail_id, at FROM mail_sightings ORDER BY 1'),
  waiting: all("SELECT kind, investor_id IS NULL AS new FROM live_proposals WHERE status = 'pending' ORDER BY 1, 2"),
  logged: all('SELECT occurred_at FROM live_communications ORDER BY 1'),
})

test('of a large file what was erased is overwritten at once, and nobody waits for it to be written anew', () => {
  const world = openOnDisk()
  deliver(world, 1, true, 1)
  world.db.$client.exec(`CREATE TABLE ballast (content BLOB); INSERT INTO ballast VALUES (zeroblob(${130 * 2 ** 20}))`)

  world.acted((tx) => addNeverLog(tx, { domain: 'lawyers.example' }))
  scrubSoon(world.db)

  expect(world.all("SELECT seq FROM log_cursors WHERE name = 'scrub'")).toHaveLength(1)
  expect(world.bytes()).not.toContain('priva@')
  expect(scrubErased(world.db)).toBe(true)
})

/** Who is known changes while mail is captured: what counts is what the record says when a message is stored. */
import { expect, test } from 'vitest'
import { addContact, archiveContact, editContact } from '../../server/contacts/contacts.ts'
import { restore } from '../../server/db/write.ts'
import { addNeverLog, removeNeverLog } from '../../server/mail/never-log.ts'
import { setPolicies } from '../../server/proposals/policies.ts'
import { minutes } from '../support/clock.ts'
import { change, type Fund, ines, marcus, maya, messages, openFund, post } from './fund.ts'

const tom = 'tom.reed@alderpension.example'

const learn = ({ db, clock, alder }: Fund, address: string) =>
  change(db, clock.now(), (tx) => addContact(tx, { name: 'Tom Reed', emails: [address], investor_ids: [alder.id] }))

test('a new address has its old mail searched for in every mailbox', async () => {
  const fund = openFund([ines, marcus])
  await post(fund.workspace, { subject: 'To Ines', from: tom })
  await post(fund.workspace, { subject: 'To Marcus', from: tom, to: marcus })
  await fund.capture.run()
  const before = messages(fund)
  learn(fund, tom)

  await fund.capture.run()

  expect([before, messages(fund)]).toEqual([[], ['To Ines', 'To Marcus']])
})

test('an address that is searched for is not searched for again', async () => {
  const asked: string[] = []
  const fund = openFund([ines], ({ method }) => asked.push(method))
  await fund.capture.run()
  learn(fund, tom)

  await fund.capture.run()
  await fund.capture.run()

  expect(asked.filter((method) => method === 'list')).toHaveLength(2)
})

test('a person who comes back between the headers of their letter and its commit is not passed by', async () => {
  let person = ''
  const fund: Fund = openFund([ines], ({ method }) => {
    if (method === 'raw' && person) change(fund.db, fund.clock.now(), (tx) => restore(tx, 'contacts', person))
  })
  const { id } = learn(fund, tom)
  await fund.capture.run()
  change(fund.db, fund.clock.now(), (tx) => archiveContact(tx, id))
  await post(fund.workspace, { subject: 'From Tom', from: tom })
  await post(fund.workspace, { subject: 'From Maya' })
  person = id

  await fund.capture.run()

  expect(messages(fund)).toEqual(['From Maya', 'From Tom'])
})

test('mail of a person who was away from the record in between is searched for when they are back', async () => {
  const fund = openFund([ines])
  const { id } = learn(fund, tom)
  await fund.capture.run()
  change(fund.db, fund.clock.now(), (tx) => archiveContact(tx, id))
  await post(fund.workspace, { subject: 'While away', from: tom })
  await fund.capture.run()
  const whileAway = messages(fund)
  change(fund.db, fund.clock.now(), (tx) => restore(tx, 'contacts', id))

  await fund.capture.run()

  expect([whileAway, messages(fund)]).toEqual([[], ['While away']])
})

test('a person who was away for one page of their own search is searched for again', async () => {
  const fund: Fund = openFund([ines], ({ method }) => {
    if (method !== 'list' || !person) return
    lists += 1
    if (lists === 2) change(fund.db, fund.clock.now(), (tx) => archiveContact(tx, person))
    if (lists === 3) change(fund.db, fund.clock.now(), (tx) => restore(tx, 'contacts', person))
  })
  let lists = 0
  let person = ''
  for (const n of [...Array(12).keys()]) await post(fund.workspace, { subject: `Letter ${n}`, from: tom })
  person = learn(fund, tom).id

  await fund.capture.run()

  expect(messages(fund)).toHaveLength(12)
})

test('a changed address is searched for under its new form', async () => {
  const fund = openFund([ines])
  await post(fund.workspace, { subject: 'From the new address', from: 'maya@newplace.example' })
  await fund.capture.run()
  change(fund.db, fund.clock.now(), (tx) => editContact(tx, fund.maya.id, { emails: ['maya@newplace.example'] }))

  await fund.capture.run()

  expect(messages(fund)).toEqual(['From the new address'])
})

test('what was left out for a name that is never logged comes when the name is taken off the list', async () => {
  const fund = openFund([ines])
  const never = (address: string) => change(fund.db, fund.clock.now(), (tx) => addNeverLog(tx, { address }).entry)
  const entry = never('counsel@lawyers.example')
  await post(fund.workspace, { subject: 'With counsel', cc: 'counsel@lawyers.example' })
  await post(fund.workspace, { subject: 'Without' })
  await fund.capture.run()
  const whileListed = messages(fund)
  fund.clock.advance(minutes(1))
  change(fund.db, fund.clock.now(), (tx) => removeNeverLog(tx, entry.id))

  await fund.capture.run()

  expect([whileListed, messages(fund)]).toEqual([['Without'], ['With counsel', 'Without']])
})

test('stored mail follows a person who joins the record at once, before any pass', async () => {
  const fund = openFund([ines])
  await post(fund.workspace, { subject: 'Both of you', from: maya, cc: tom })
  await fund.capture.run()
  const { id } = learn(fund, tom)

  const logged = () =>
    fund.db.$client.prepare('SELECT count(*) FROM live_communication_contacts WHERE contact_id = ?').pluck().get(id)

  await expect.poll(logged).toBe(1)
})

test('somebody unknown at a domain we know is noted, and their letter is not kept', async () => {
  const fund = openFund([ines])
  await fund.capture.run()
  await post(fund.workspace, { subject: 'I am new here', from: 'Noor Haddad <noor@harborfo.example>' })

  await fund.capture.run()

  const noted = fund.db.$client.prepare('SELECT address, name, mail_id FROM mail_sightings').all()
  expect(noted).toEqual([{ address: 'noor@harborfo.example', name: 'Noor Haddad', mail_id: null }])
  expect(messages(fund)).toEqual([])
})

test('a mailing from a domain we know brings nobody forward', async () => {
  const fund = openFund([ines])
  await fund.capture.run()
  await post(fund.workspace, {
    from: 'Harbor News <letters@harborfo.example>',
    headers: { 'List-Unsubscribe': '<mailto:off@harborfo.example>' },
  })

  await fund.capture.run()

  expect(fund.db.$client.prepare('SELECT count(*) FROM mail_sightings').pluck().get()).toBe(0)
})

test.each([
  { policy: true, answered: true, seen: ['Ben Ito'] },
  { policy: true, answered: false, seen: [] },
  { policy: false, answered: true, seen: [] },
])('a stranger is put forward after letters both ways, where the fund wants that: %j', async (given) => {
  const fund = openFund([ines])
  change(fund.db, fund.clock.now(), (tx) => setPolicies(tx, { correspondents: given.policy }))
  if (given.answered) await post(fund.workspace, { from: ines, to: 'ben@elsewhere.example' })
  await fund.capture.run()
  await post(fund.workspace, { from: 'Ben Ito <ben@elsewhere.example>' })

  await fund.capture.run()

  expect(fund.db.$client.prepare('SELECT name FROM mail_sightings').pluck().all()).toEqual(given.seen)
  expect(messages(fund)).toEqual([])
})

test('a clock that was set back after a name was released does not have everything searched for ever', async () => {
  let lists = 0
  const fund = openFund([ines], ({ method }) => {
    if (method === 'list') lists += 1
    if (lists > 50) throw new Error('It goes round in circles.')
  })
  await post(fund.workspace, { subject: 'The deck' })
  await fund.capture.run()
  const later = new Date(fund.clock.now().getTime() + minutes(60))
  const { entry } = change(fund.db, later, (tx) => addNeverLog(tx, { domain: 'lawyers.example' }))
  change(fund.db, later, (tx) => removeNeverLog(tx, entry.id))

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ problem: null })
})

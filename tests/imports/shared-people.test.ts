import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contactsOf } from '../../server/contacts/cards.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { act } from '../../server/db/write.ts'
import { actorFor } from '../support/world.ts'
import { csv, openImports } from './importing.ts'

const header = ['Name', 'Contacts', 'Email (from Contacts)', 'Contact title', 'Contact phone']
const nothing = { created: 0, updated: 0, changes: [] }

test('a person named twice in one cell, as look-ups do, is one contact', async () => {
  const { run, dryRun, db, investor } = openImports()
  const file = csv([header.slice(0, 3), ['Otter Vale', 'Mia Koch,Mia Koch', 'mia@otter.example,MIA@otter.example']])

  const report = await run(file)

  expect(report).toMatchObject({ created: 1, errors: [] })
  expect(contactsOf(db, investor('Otter Vale')?.id ?? '')).toHaveLength(1)
  expect(await dryRun(file)).toMatchObject(nothing)
})

test('of two rows that give one person different titles the first holds, and the report says so', async () => {
  const { run, dryRun, db, investor } = openImports()
  const file = csv([
    header,
    ['Otter Vale', 'Mia Koch', 'mia@otter.example', 'CIO', ''],
    ['Fenwick', 'Mia Koch', 'mia@otter.example', 'Partner', ''],
  ])

  const dry = await dryRun(file)
  const report = await run(file)

  expect(report.warnings).toEqual([expect.stringContaining('What the first row says is kept.')])
  expect(dry.warnings).toEqual(report.warnings)
  expect(contactsOf(db, investor('Fenwick')?.id ?? '')[0]?.title).toBe('CIO')
  expect(await dryRun(file)).toMatchObject(nothing)
})

test('the addresses that several rows give one person add up', async () => {
  const { run, dryRun, db, investor } = openImports()
  const file = csv([
    header,
    ['Otter Vale', 'Mia Koch', 'mia@otter.example', '', ''],
    ['Fenwick', 'Mia Koch', 'mia@otter.example; mia@fenwick.example', '', ''],
  ])

  await run(file)

  const [mia] = contactsOf(db, investor('Otter Vale')?.id ?? '')
  expect(mia?.addresses.map(({ address }) => address)).toEqual(['mia@otter.example', 'mia@fenwick.example'])
  expect(await dryRun(file)).toMatchObject(nothing)
})

test('what a row adds to a contact the fund has at another investor is written with the link', async () => {
  const { run, dryRun, db, maya, harbor } = openImports()
  const file = csv([header, ['Otter Vale', 'Maya Chen', 'maya.chen@harborfo.example', 'Partner', '+1 617 555 0100']])

  await run(file)

  expect(contactsOf(db, harbor.id)).toMatchObject([{ id: maya.id, title: 'Partner', phone: '+1 617 555 0100' }])
  expect(await dryRun(file)).toMatchObject(nothing)
})

test('a new title of a person at two investors counts as one change, in the check as in the run', async () => {
  const { run, dryRun } = openImports()
  const rows = (title: string) =>
    csv([header, ...['Otter Vale', 'Fenwick'].map((name) => [name, 'Mia Koch', 'mia@otter.example', title, ''])])
  await run(rows('CIO'))

  const dry = await dryRun(rows('Partner'))

  expect(dry).toMatchObject({ updated: 1, unchanged: 1, warnings: [] })
  expect(await run(rows('Partner'))).toMatchObject({ updated: 1, unchanged: 1 })
})

const name = fc.constantFrom('Mia Koch', 'mia koch', 'Ana Lee', 'Bo Ek')
const address = fc.constantFrom('mia@otter.example', 'Mia@otter.example', 'ana@otter.example', 'bo+crm@ek.example')
const people = fc.tuple(
  fc.array(name, { maxLength: 3 }),
  fc.array(address, { maxLength: 3 }),
  fc.constantFrom('', 'CIO', 'Partner'),
  fc.constantFrom('', '+1 617 555 0100'),
)

test('whatever people the rows name, the same file again changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(people, { minLength: 1, maxLength: 5 }), fc.boolean(), async (rows, isKnown) => {
      const { db, ines, alder, run, dryRun } = openImports()
      const known = { name: 'Ana Lee', emails: ['ana@otter.example'], title: 'Analyst', investor_ids: [alder.id] }
      if (isKnown) act(db, actorFor(ines), 'Added a contact', (tx) => addContact(tx, known))
      const file = csv([
        header,
        ...rows.map(([names, emails, ...details], n) => [`LP ${n}`, names.join(','), emails.join(','), ...details]),
      ])

      const dry = await dryRun(file)
      const { batch_id: _batch, ...report } = await run(file)

      expect({ ...report, dry_run: true, batch_id: null }).toEqual(dry)
      expect(await dryRun(file)).toMatchObject({ ...nothing, errors: report.errors })
    }),
    { numRuns: 60 },
  )
})

import { describe, expect, test } from 'vitest'
import { contactCard } from '../../server/contacts/cards.ts'
import { addContact, findContact } from '../../server/contacts/contacts.ts'
import { contacts } from '../../server/db/live.ts'
import { act } from '../../server/db/write.ts'
import { actorFor } from '../support/world.ts'
import { type Asked, csv, openImports } from './importing.ts'

const rows = [
  ['Name', 'Email', 'Title', 'Company', 'Role'],
  ['Mia Koch', 'mia@harborfo.example,mia@koch.example', 'Partner', 'Harbor Family Office', 'decides'],
  ['Ana Lee', 'ana@alder.example', '', '"Alder Pension",Quill Endowment', ''],
]

function openContacts() {
  const world = openImports()
  const called = (name: string) => {
    const found = world.db
      .select()
      .from(contacts)
      .all()
      .find((contact) => contact.name === name)
    return found && contactCard(world.db, findContact(world.db, found.id))
  }
  const runRows = (table: string[][], asked: Asked = {}) => world.run(csv(table), { entityType: 'contacts', ...asked })
  return { ...world, called, runRows }
}

describe('a file of contacts', () => {
  test('makes people with their addresses and their roles at investors', async () => {
    const { runRows, called } = openContacts()

    expect(await runRows(rows)).toMatchObject({ total: 2, created: 2, errors: [] })

    const mia = called('Mia Koch')
    expect(mia?.addresses.map(({ address }) => address)).toEqual(['mia@harborfo.example', 'mia@koch.example'])
    expect(mia?.roles).toMatchObject([{ investorName: 'Harbor Family Office', role: 'decides' }])
    expect(called('Ana Lee')?.roles.map(({ investorName }) => investorName)).toEqual([
      'Alder Pension',
      'Quill Endowment',
    ])
  })

  test('the same file again changes nothing; a changed one changes its cells', async () => {
    const { runRows, called } = openContacts()
    await runRows(rows)
    expect(await runRows(rows)).toMatchObject({ created: 0, updated: 0, unchanged: 2, batch_id: null })

    const changed = [rows[0] ?? [], ['Mia Koch', 'mia@harborfo.example', 'CIO', 'Quill Endowment', 'decides']]
    const report = await runRows(changed)

    expect(report.changes.map(({ field }) => field)).toEqual(['title', 'emails', 'investor_ids'])
    expect(called('Mia Koch')).toMatchObject({ title: 'CIO', roles: [{ investorName: 'Quill Endowment' }] })
  })

  test('an investor nobody knows is an error, not a new investor', async () => {
    const { runRows, investor } = openContacts()

    const report = await runRows([
      ['Name', 'Company'],
      ['Mia Koch', 'Otter Vale'],
    ])

    expect(report).toMatchObject({ created: 0 })
    expect(report.errors).toEqual([
      { row: 1, column: 'Company', value: 'Otter Vale', message: expect.stringContaining('no investor called') },
    ])
    expect(investor('Otter Vale')).toBeUndefined()
  })

  test('the address may be the key, so that namesakes stay apart and a renamed person is the same', async () => {
    const { runRows, called, maya } = openContacts()

    const report = await runRows(
      [
        ['Name', 'Email'],
        ['Maya Chen-Okafor', 'Maya.Chen@harborfo.example'],
        ['Maya Chen', 'maya@other.example'],
      ],
      { key: 'Email' },
    )

    expect(report).toMatchObject({ created: 1, updated: 1 })
    expect(called('Maya Chen-Okafor')?.id).toBe(maya.id)
  })

  test('columns a contact has no place for are left out with a warning', async () => {
    const { dryRun } = openContacts()

    const report = await dryRun('Name,Birthday\nMia Koch,2031-03-04', { entityType: 'contacts' })

    expect(report.warnings).toEqual(['The column “Birthday” is left out (1 filled cells).'])
  })
})

test('of several contacts with one name, the one who has an address of the row is meant', async () => {
  const { runRows, db, alder, ines } = openContacts()
  act(db, actorFor(ines), 'Added two people', (tx) => {
    for (const emails of [['jo@alder.example', 'jo.smith@alder.example'], ['jo@quill.example']])
      addContact(tx, { name: 'Jo Smith', emails, investor_ids: [alder.id] })
  })
  const jo = (email: string, title: string) => ['Jo Smith', email, title]

  const report = await runRows([
    ['Name', 'Email', 'Title'],
    jo('jo@quill.example', 'CIO'),
    jo('jo.smith@alder.example', 'Analyst'),
    jo('JO@quill.example', 'Partner'),
    jo('jo@elsewhere.example', 'Intern'),
  ])

  expect(report).toMatchObject({ updated: 2, created: 0 })
  expect(report.errors.map(({ row, message }) => [row, message.split(':')[0]])).toEqual([
    [3, 'Ambiguous'],
    [4, 'Ambiguous'],
  ])
})

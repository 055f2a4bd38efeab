import { describe, expect, test } from 'vitest'
import { contactsOf } from '../../server/contacts/cards.ts'
import { linkContact } from '../../server/contacts/contacts.ts'
import { contacts } from '../../server/db/live.ts'
import { act } from '../../server/db/write.ts'
import { actorFor } from '../support/world.ts'
import { type Asked, csv, openImports } from './importing.ts'

function openPeople() {
  const world = openImports()
  const peopleAt = (name: string) =>
    contactsOf(world.db, world.investor(name)?.id ?? '').map((card) => [
      card.name,
      ...card.addresses.map((a) => a.address),
    ])

  return { ...world, peopleAt, runRows: (rows: string[][], asked?: Asked) => world.run(csv(rows), asked) }
}

describe('contact columns', () => {
  test('a name and its address are one contact', async () => {
    const { runRows, peopleAt } = openPeople()

    await runRows([
      ['Name', 'Contact', 'Contact email', 'Contact title'],
      ['Otter Vale', 'Mia Koch', 'mia@otter.example', 'CIO'],
    ])

    expect(peopleAt('Otter Vale')).toEqual([['Mia Koch', 'mia@otter.example']])
  })

  test('numbered columns pair up, in whatever order they stand', async () => {
    const { runRows, peopleAt } = openPeople()

    await runRows([
      ['Name', 'Email 2', 'Contact', 'Contact email', 'Contact 2'],
      ['Otter Vale', 'ana@otter.example', 'Mia Koch', 'mia@otter.example', 'Ana Lee'],
    ])

    expect(peopleAt('Otter Vale')).toEqual([
      ['Ana Lee', 'ana@otter.example'],
      ['Mia Koch', 'mia@otter.example'],
    ])
  })

  test('a second address without a second name belongs to the only person', async () => {
    const { runRows, peopleAt } = openPeople()

    await runRows([
      ['Name', 'Contact', 'Email', 'Email 2'],
      ['Otter Vale', 'Mia Koch', 'mia@otter.example', 'mia@koch.example'],
    ])

    expect(peopleAt('Otter Vale')).toEqual([['Mia Koch', 'mia@otter.example', 'mia@koch.example']])
  })

  test('linked people and the look-up of their addresses pair by place', async () => {
    const { runRows, peopleAt } = openPeople()

    await runRows([
      ['Name', 'Contacts', 'Email (from Contacts)'],
      ['Otter Vale', '"Koch, Mia",Ana Lee', 'mia@otter.example,ana@otter.example'],
      ['Kestrel', 'Ana Lee', 'ana@otter.example'],
    ])

    expect(peopleAt('Otter Vale')).toEqual([
      ['Koch, Mia', 'mia@otter.example'],
      ['Ana Lee', 'ana@otter.example'],
    ])
  })

  test('where a comma and a space stand in names, a cell is one name', async () => {
    const { runRows, peopleAt } = openPeople()

    await runRows([
      ['Name', 'Contact'],
      ['Otter Vale', 'Koch, Mia'],
    ])

    expect(peopleAt('Otter Vale')).toEqual([['Koch, Mia']])
  })

  test('names and addresses that cannot be matched stand alone, with a warning', async () => {
    const { runRows, peopleAt } = openPeople()

    const report = await runRows([
      ['Name', 'Contacts', 'Emails'],
      ['Otter Vale', 'Mia Koch,Ana Lee', 'ana@otter.example'],
    ])

    expect(report.warnings).toEqual([expect.stringContaining('Nothing says which belongs to whom')])
    expect(peopleAt('Otter Vale')).toEqual([['Mia Koch'], ['Ana Lee'], ['ana@otter.example', 'ana@otter.example']])
  })

  test('one bad address fails the row', async () => {
    const { runRows } = openPeople()

    const report = await runRows([
      ['Name', 'Contact', 'Contact email'],
      ['Otter Vale', 'Mia Koch', 'mia@otter.example; n/a'],
    ])

    expect(report.errors).toEqual([
      {
        row: 1,
        column: 'Contact email',
        value: 'mia@otter.example; n/a',
        message: expect.stringContaining('not an e-mail'),
      },
    ])
  })

  test('a title without a person is an error, not dropped', async () => {
    const { runRows } = openPeople()

    const report = await runRows([
      ['Name', 'Contact', 'Contact title'],
      ['Otter Vale', '', 'CIO'],
    ])

    expect(report.errors[0]).toMatchObject({ row: 1, column: 'Contact title', value: 'CIO' })
  })
})

describe('people who are there already', () => {
  const rows = [
    ['Name', 'Contact', 'Contact email'],
    ['Harbor Family Office', 'Maya Chen', 'Maya.Chen+fund@harborfo.example'],
    ['Otter Vale', 'Mia Koch', 'mia@otter.example'],
    ['Kestrel', 'mia koch', 'mia@otter.example'],
  ]

  test('an address is compared, not spelled: nothing is added', async () => {
    const { runRows, peopleAt, maya } = openPeople()

    const report = await runRows(rows)

    expect(report).toMatchObject({ created: 2, updated: 0, unchanged: 1 })
    expect(peopleAt('Harbor Family Office')).toEqual([[maya.name, 'maya.chen@harborfo.example']])
  })

  test('one name and address at two investors is one contact', async () => {
    const { runRows, db } = openPeople()

    await runRows(rows)

    expect(db.select().from(contacts).all()).toHaveLength(2)
  })

  test('the same address under another name is another contact, never merged by guess', async () => {
    const { runRows, db } = openPeople()

    await runRows([...rows.slice(0, 3), ['Kestrel', 'Front desk', 'mia@otter.example']])

    expect(db.select().from(contacts).all()).toHaveLength(3)
  })

  test('the same file again changes nothing', async () => {
    const { runRows } = openPeople()
    await runRows(rows)

    expect(await runRows(rows)).toMatchObject({ created: 0, updated: 0, unchanged: 3 })
  })

  test('a new spelling and a new address change the contact in place', async () => {
    const { runRows, peopleAt, db } = openPeople()
    await runRows(rows.slice(0, 3))

    const report = await runRows([
      rows[0] ?? [],
      ['Otter Vale', 'Mia Koch-Lee', 'mia@otter.example,mia@kochlee.example'],
    ])

    expect(report.changes).toEqual([
      {
        row: 1,
        id: expect.any(String),
        field: 'contacts',
        before: ['Mia Koch <mia@otter.example>'],
        after: ['Mia Koch-Lee <mia@otter.example, mia@kochlee.example>'],
      },
    ])
    expect(peopleAt('Otter Vale')).toEqual([['Mia Koch-Lee', 'mia@otter.example', 'mia@kochlee.example']])
    expect(db.select().from(contacts).all()).toHaveLength(2)
  })

  test('an emptied cell takes away whom an import of this shape brought, and nobody else', async () => {
    const { runRows, peopleAt, db, ines, maya, investor } = openPeople()
    await runRows(rows.slice(0, 3))
    act(db, actorFor(ines), 'Linked', (tx) => linkContact(tx, maya.id, investor('Otter Vale')?.id ?? '', null))
    const emptied = [rows[0] ?? [], ['Otter Vale', '', ''], ['Harbor Family Office', '', '']]

    expect(await runRows(emptied)).toMatchObject({ updated: 1, unchanged: 1 })
    expect(peopleAt('Otter Vale').map(([name]) => name)).toEqual(['Maya Chen'])
    expect(peopleAt('Harbor Family Office').map(([name]) => name)).toEqual(['Maya Chen'])
    expect(await runRows(emptied)).toMatchObject({ updated: 0, unchanged: 2 })
  })
})

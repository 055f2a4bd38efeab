import { expect, test } from 'vitest'
import { contactsOf } from '../../server/contacts/cards.ts'
import { eq } from '../../server/db/drizzle.ts'
import { contacts } from '../../server/db/live.ts'
import { commitmentTotal } from '../../server/funds/commitments.ts'
import { openImports } from './importing.ts'

const left = 'where a cell is missing, what is stored is left as it is.'

test('a row that ends early leaves what is stored in the columns it does not reach, and the report says so', async () => {
  const { run, investor } = openImports()
  await run('Name,City,Country\nRowan Trust,Lisbon,PT\nOtter Vale,Oslo,NO')

  const report = await run('Name,City,Country\nRowan Trust\nOtter Vale,Bergen')

  expect(report).toMatchObject({ updated: 1, unchanged: 1, errors: [], warnings: [`2 rows end early: ${left}`] })
  expect(investor('Rowan Trust')).toMatchObject({ city: 'Lisbon', country: 'PT' })
  expect(investor('Otter Vale')).toMatchObject({ city: 'Bergen', country: 'NO' })
})

test('a cell that is there and empty still clears', async () => {
  const { run, investor } = openImports()
  await run('Name,City,Country\nRowan Trust,Lisbon,PT')

  await run('Name,City,Country\nRowan Trust,')

  expect(investor('Rowan Trust')).toMatchObject({ city: null, country: 'PT' })
})

test('money, tags, columns of one’s own and the record id are left alone too', async () => {
  const { run, investor, db, fundI } = openImports()
  const header = 'Name,List,Tags,Score,Fund I commitment,Record ID'
  const full = `${header}\nRowan Trust,Follow-up,Seed,4,$500,recAbCdEfGhIjKlMn`
  await run(full)

  const cut = await run(`${header}\nRowan Trust\nOtter Vale,Main,,,,recAbCdEfGhIjKlMo`)

  expect(cut).toMatchObject({ created: 1, unchanged: 1, changes: [] })
  expect(commitmentTotal(db, investor('Rowan Trust')?.id ?? '', fundI.id, 'signed')).toBe(50_000)
  expect(await run(full)).toMatchObject({ unchanged: 1, changes: [] })
})

test('a new record gets what every new one has', async () => {
  const { run, investor } = openImports()

  expect(await run('Name,List,City\nRowan Trust\nOtter Vale,Main,Oslo')).toMatchObject({ created: 2 })

  expect(investor('Rowan Trust')).toMatchObject({ list: 'main', city: null })
})

test('people of columns the row does not reach stay, with their addresses and titles', async () => {
  const { run, investor, db } = openImports()
  const header = 'Name,Contact,Contact email,Contact title,Contact 2,Email 2'
  const full = `${header}\nRowan Trust,Mia Koch,mia@rowan.example,CIO,Ana Lee,ana@rowan.example`
  await run(full)
  const people = () =>
    contactsOf(db, investor('Rowan Trust')?.id ?? '').map(({ name, title, addresses }) => [
      name,
      title,
      addresses.length,
    ])

  for (const end of ['Rowan Trust', 'Rowan Trust,Mia Koch', 'Rowan Trust,Mia Koch,mia@rowan.example'])
    expect(await run(`${header}\n${end}`)).toMatchObject({ unchanged: 1 })

  expect(people()).toEqual([
    ['Mia Koch', 'CIO', 1],
    ['Ana Lee', null, 1],
  ])
  expect(await run(full)).toMatchObject({ unchanged: 1 })
})

test('a file of contacts works the same way', async () => {
  const { run, db } = openImports()
  const header = 'Name,E-mail,Title,Role,Investor'
  const asked = { entityType: 'contacts' as const }
  await run(`${header}\nMia Koch,mia@koch.example,CIO,Signatory,Alder Pension`, asked)

  const cut = await run(`${header}\nMia Koch`, asked)

  expect(cut).toMatchObject({ unchanged: 1, warnings: [`1 row ends early: ${left}`] })
  expect(db.select().from(contacts).where(eq(contacts.name, 'Mia Koch')).get()).toMatchObject({ title: 'CIO' })
})

test('a row without its name is a problem, however few cells it has', async () => {
  const { run } = openImports()

  const report = await run('City,Name\nOslo\nLima,Rowan Trust', { mapping: { City: 'city', Name: 'name' } })

  expect(report).toMatchObject({ created: 1, errors: [{ row: 1, message: expect.stringContaining('name is blank') }] })
})

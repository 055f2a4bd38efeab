import { expect, test } from 'vitest'
import { percentText } from '../../shared/money.ts'
import { openApp } from '../support/world.ts'
import { csv } from './importing.ts'

/** Something of everything that could come back as another value. */
const table = csv([
  ['Name', 'Fund I commitment', 'Tags', 'Links', 'Check-in', 'Share', 'Score', 'Phone', 'Notes', 'Deck', 'Contacts'],
  [
    'Otter Vale, "LLC"',
    '$1250000.5',
    'Climate,Seed',
    '"Otter Vale, LLC",Fenwick',
    '19/10/2031 9:40am',
    '0.07%',
    '-4',
    '+1 617 555 0100',
    '- warm\n- "maybe", in May',
    'Deck v2 (final).pdf (https://files.example/a),Memo, short.pdf (https://files.example/b)',
    'Mia Koch,Ana Lee',
  ],
  ['=Kestrel', '', '"Late, or never"', 'Fenwick', '', '-12.5%', '0.1', '+47 22 00 00 00', '@home', '', 'Bo Ek'],
])

async function exported(url: string) {
  const panel = await openApp()
  await panel.asInes('POST', '/api/import/csv', { data: table, entity_type: 'investors' })
  const { body } = await panel.asInes('GET', url)
  return { ...panel, body }
}

test.each([
  ['investors', '/api/fundraising/export?format=csv'],
  ['investors', '/investors/export.csv'],
  ['contacts', '/contacts/export.csv'],
  ['contacts', '/api/export/contacts'],
])('an export of %s (%s) that is imported changes nothing', async (entityType, url) => {
  const { asInes, body } = await exported(url)

  const reply = await asInes('POST', '/api/import/csv', { data: body, entity_type: entityType, dry_run: true })

  const { total } = reply.json()
  expect(total).toBeGreaterThan(3)
  expect(reply.json()).toMatchObject({ created: 0, updated: 0, unchanged: total, changes: [], errors: [] })
})

test('an apostrophe of somebody else’s file is part of the cell', async () => {
  const { asInes } = await openApp()
  const data = "Name,City\n'=Kestrel,Oslo"

  await asInes('POST', '/api/import/csv', { data, entity_type: 'investors' })

  const found = await asInes('GET', '/api/fundraising/rows?search=kestrel')
  expect(found.json().data[0].values.name).toBe("'=Kestrel")
})

test('the guard of a phone number is taken off whatever else the file holds', async () => {
  const { asInes } = await openApp()
  const data = "Name,Phone,Contact,Contact phone\nKestrel,'+47 22 00 00 00,Bo Ek,'+47 22 00 00 01"

  await asInes('POST', '/api/import/csv', { data, entity_type: 'investors' })

  const found = await asInes('GET', '/api/fundraising/rows?search=kestrel')
  const people = await asInes('GET', '/api/contacts?search=Bo%20Ek')
  expect(found.json().data[0].values.phone).toBe('+47 22 00 00 00')
  expect(people.json().data[0].phone).toBe('+47 22 00 00 01')
})

test.each([
  [0.07, '7%'],
  [1 / 3, '33.33333333333333%'],
  [-0.125, '-12.5%'],
  [1e-9, '0.0000001%'],
  [0, '0%'],
])('the fraction %d is %s', (fraction, text) => {
  expect(percentText(fraction)).toBe(text)
})

test('an instant comes back to the thousandth of a second', async () => {
  const { asInes, harbor } = await openApp()
  const { key } = (await asInes('POST', '/api/fundraising/fields', { label: 'Called', type: 'datetime' })).json()
  const at = '2026-11-20T23:59:59.999Z'
  await asInes('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { [key]: at } })
  const data = (await asInes('GET', '/api/fundraising/export?format=csv')).body

  const body = { data, entity_type: 'investors', dry_run: true }
  expect((await asInes('POST', '/api/import/csv', body)).json()).toMatchObject({ updated: 0, errors: [] })
})

import { expect, test } from 'vitest'
import { act, type Tx } from '../../server/db/write.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addCustomField } from '../../server/grid/custom-fields.ts'
import { allFields, fieldByKey, fieldsOf } from '../../server/grid/fields.ts'
import { actorFor } from '../support/world.ts'
import { openPanel, textOf } from './person.ts'

type Panel = Awaited<ReturnType<typeof openPanel>>

/** The panel with a text column that Harbor and Alder have something in. */
async function openWithTicket() {
  const panel = await openPanel()
  const doing = <T>(work: (tx: Tx) => T) => act(panel.db, actorFor(panel.ines), 'Set up', work).result
  const field = doing((tx) => addCustomField(tx, { label: 'Ticket', type: 'text' }))
  doing((tx) => writeCells(tx, panel.harbor.id, { ticket: '12' }))
  doing((tx) => writeCells(tx, panel.alder.id, { ticket: 'plenty' }))
  return { ...panel, field, doing }
}

const labels = ({ db }: Panel) => allFields(db).map(({ label }) => label)
const plain = { label: 'Mood', type: 'text', exposure: 'box', required: '', entity: 'investors' }

test('the page lists every column with its type, where it goes and what it starts with', async () => {
  const panel = await openPanel()

  const page = textOf((await panel.inesAt.visit('/admin/fields')).body)

  for (const label of labels(panel)) expect(page).toContain(label)
  expect(page).toMatch(/Total committed .* Rollup amount Sheets, sidebar/)
})

test('people and opportunities have pages of their own, which say what will be there', async () => {
  const { inesAt } = await openPanel()

  const contacts = textOf((await inesAt.visit('/admin/fields?entity=contacts')).body)

  expect(contacts).toContain('Columns of contacts')
  expect(contacts).toContain('No column yet')
})

test('the page is the admins’, the forms are the members’', async () => {
  const { marcusAt, veraAt } = await openPanel()

  const replies = [
    await marcusAt.visit('/admin/fields'),
    await marcusAt.visit('/fields/new'),
    await veraAt.visit('/fields/new'),
  ]

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([403, 200, 403])
})

test('a select column is added with its options, colours, default and description', async () => {
  const { inesAt, db } = await openPanel()
  const body = new URLSearchParams([
    ...Object.entries({ ...plain, type: 'single_select', description: 'How they feel.', default: 'Warm' }),
    ...['Warm', 'yellow', 'Hot', 'red', '', 'gray'].map((text, n): [string, string] => [
      n % 2 === 0 ? 'option_name' : 'option_color',
      text,
    ]),
  ])

  const reply = await inesAt.post('/fields', body.toString())

  expect(reply.statusCode).toBe(303)
  expect(fieldByKey(db, 'mood')).toMatchObject({
    type: 'single_select',
    description: 'How they feel.',
    defaultValue: 'Warm',
    options: {
      choices: [
        { name: 'Warm', color: 'yellow' },
        { name: 'Hot', color: 'red' },
      ],
    },
  })
})

test('a column of people is added from their page and listed there', async () => {
  const { inesAt, db } = await openPanel()

  const reply = await inesAt.submit('/fields', { ...plain, label: 'Birthday', type: 'date', entity: 'contacts' })

  expect(reply.headers.location).toBe('/admin/fields?entity=contacts')
  expect(fieldsOf(db, 'contacts')).toMatchObject([{ label: 'Birthday', type: 'date' }])
})

test.each<[object, string]>([
  [{ label: ' ' }, 'Give the column a name.'],
  [{ label: 'City' }, 'There is already a column called “City”.'],
  [{ type: 'number', default: 'many' }, '“many” is not a number.'],
  [{ type: 'formula', formula: '1 +' }, 'Formula'],
  [{ type: 'currency', currency: 'dollars' }, 'Use a three-letter currency code such as USD.'],
])('a column with %j is refused beside what is wrong, and what was typed is kept', async (wrong, sentence) => {
  const { inesAt } = await openPanel()

  const reply = await inesAt.submit('/fields', { ...plain, description: 'Kept as typed', ...wrong })

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain(sentence)
  expect(reply.body).toContain('Kept as typed')
})

test('another type shows what it would do, and is given once the loss is agreed to', async () => {
  const { inesAt, db, field } = await openWithTicket()
  const form = { ...plain, label: 'Ticket', type: 'number' }

  const outlook = textOf((await inesAt.submit(`/fields/${field.id}/outlook`, form)).body)
  const asked = await inesAt.submit(`/fields/${field.id}`, form)
  const still = fieldByKey(db, 'ticket')?.type
  const agreed = await inesAt.submit(`/fields/${field.id}`, { ...form, confirm: 'true' })

  expect(outlook).toContain('1 of 2 filled cells fits the type “Number”; 1 does not, and would be left blank')
  expect([asked.statusCode, still]).toEqual([409, 'text'])
  expect(textOf(asked.body)).toMatch(/Alder Pension plenty blank “plenty” is not a number\./)
  expect([agreed.statusCode, fieldByKey(db, 'ticket')?.type]).toEqual([303, 'number'])
})

test('an option that is chosen asks what comes in its place', async () => {
  const { inesAt, db, harbor, doing } = await openWithTicket()
  const choices = [{ name: 'Warm' }, { name: 'Hot' }]
  const { id } = doing((tx) => addCustomField(tx, { label: 'Mood', type: 'single_select', options: { choices } }))
  doing((tx) => writeCells(tx, harbor.id, { mood: 'Hot' }))
  const form = { ...plain, type: 'single_select', option_name: 'Warm', option_was: 'Warm', option_color: 'gray' }

  const asked = await inesAt.submit(`/fields/${id}`, form)
  await inesAt.submit(`/fields/${id}`, { ...form, replace_from: 'Hot', replace_to: 'Warm' })

  expect(asked.statusCode).toBe(409)
  expect(textOf(asked.body)).toContain('“Hot” is chosen for 1 row. It becomes')
  const cell = db.$client.prepare(`SELECT cells ->> 'mood' FROM live_investors WHERE id = ?`).pluck()
  expect(cell.get(harbor.id)).toBe('Warm')
})

test('before a column is deleted, everything that depends on it is listed', async () => {
  const { inesAt, db, field, doing } = await openWithTicket()
  doing((tx) => addCustomField(tx, { label: 'Loud', type: 'formula', formula: 'UPPER({Ticket})' }))

  const asked = textOf((await inesAt.visit(`/fields/${field.id}/delete`)).body)
  const reply = await inesAt.submit(`/fields/${field.id}/delete`, { confirm: 'true' })

  expect(asked).toContain('Formula Loud would show an error in its cells')
  expect(asked).toContain('Cells 2 cells with a value')
  expect(reply.statusCode).toBe(303)
  expect(fieldByKey(db, 'ticket')).toBeUndefined()
})

test('a column is moved by its arrows', async () => {
  const panel = await openWithTicket()

  await panel.inesAt.submit(`/fields/${panel.field.id}/place`, { place: '1' })

  expect(labels(panel).slice(0, 2)).toEqual(['Name', 'Ticket'])
})

test('from the grid, a column is added without leaving it', async () => {
  const { marcusAt } = await openPanel()
  const here = { 'hx-request': 'true', 'hx-current-url': 'http://crm.test/investors?view=main' }

  const reply = await marcusAt.submit('/fields', plain, here)

  expect(reply.headers['hx-location']).toBeUndefined()
  expect([reply.headers['hx-done'], reply.headers['hx-trigger']]).toEqual(['true', 'fields-changed'])
})

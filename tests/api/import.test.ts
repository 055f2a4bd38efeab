import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { funds, investors } from '../../server/db/live.ts'
import type { Report } from '../../server/imports/report.ts'
import { stage } from '../../server/imports/uploads.ts'
import { emptyFolder } from '../support/folder.ts'
import { openApp } from '../support/world.ts'

const url = '/api/import/csv'
const data = 'Name,City,Fund I commitment\nJuniper Trust,Lisbon,$250000\nAlder Pension,Leeds,\n'
const changed = data.replace('Leeds', 'York')
const csv = { 'content-type': 'text/csv' }
const query = (parameters: Record<string, string>) => `${url}?${new URLSearchParams(parameters)}`

async function openApi() {
  const dataDir = emptyFolder()
  const world = await openApp({ CRM_DATA_DIR: dataDir })
  const names = () =>
    world.db
      .select({ name: investors.name })
      .from(investors)
      .all()
      .map(({ name }) => name)
  const kept = () => (existsSync(join(dataDir, 'uploads')) ? readdirSync(join(dataDir, 'uploads')) : [])
  return { ...world, names, kept }
}

test('a dry run reports what would happen and creates nothing at all', async () => {
  const { asMarcus, db, names } = await openApi()
  const file = data.replace('Fund I commitment', 'Fund III commitment')

  const reply = await asMarcus('POST', url, { data: file, entity_type: 'investors', dry_run: true })

  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toMatchObject({ dry_run: true, total: 2, created: 1, updated: 1, unchanged: 0, batch_id: null })
  expect(names()).not.toContain('Juniper Trust')
  expect(db.select().from(funds).all()).toHaveLength(2)
})

test('a run writes what the dry run said, cell by cell, and a second one changes nothing', async () => {
  const { asMarcus, alder, names } = await openApi()

  const done = (await asMarcus('POST', url, { data, entity_type: 'investors' })).json<Report>()
  const again = (await asMarcus('POST', url, { data, entity_type: 'investors' })).json<Report>()

  expect(done).toMatchObject({
    dry_run: false,
    total: 2,
    created: 1,
    updated: 1,
    errors: [],
    batch_id: expect.any(String),
  })
  expect(done.changes).toEqual([{ row: 2, id: alder.id, field: 'city', before: null, after: 'Leeds' }])
  expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 2, changes: [], batch_id: null })
  expect(names()).toContain('Juniper Trust')
})

test('a text/csv body with query parameters is the same import', async () => {
  const { asMarcus } = await openApi()
  const settled = { mapping: { City: 'country' }, key: 'Name', dry_run: true }

  const asJson = await asMarcus('POST', url, { data, entity_type: 'investors', ...settled })
  const parameters = { entity_type: 'investors', mapping: '{"City":"country"}', key: 'Name', dry_run: 'true' }
  const asFile = await asMarcus('POST', query(parameters), data, csv)

  expect(asFile.json()).toEqual(asJson.json())
  expect(asFile.json<Report>().changes.map(({ field }) => field)).toEqual(['country'])
})

test('dry_run in the address holds for a JSON body too', async () => {
  const { asMarcus, names } = await openApi()

  const reply = await asMarcus('POST', query({ dry_run: 'true' }), { data, entity_type: 'investors' })

  expect(reply.json()).toMatchObject({ dry_run: true })
  expect(names()).not.toContain('Juniper Trust')
})

test('a file in Windows-1252 with semicolons arrives as it was meant', async () => {
  const { asMarcus, names } = await openApi()

  await asMarcus(
    'POST',
    query({ entity_type: 'investors' }),
    Buffer.from('Name;City\nVermögen Süd;Köln\n', 'latin1'),
    csv,
  )

  expect(names()).toContain('Vermögen Süd')
})

test('contacts are imported with their addresses', async () => {
  const { asMarcus } = await openApi()
  const file = 'Name,Email,Investor\nNoor Haddad,noor@alder.example,Alder Pension\n'

  const reply = await asMarcus('POST', url, { data: file, entity_type: 'contacts' })
  const found = await asMarcus('GET', '/api/contacts?search=noor')

  expect(reply.json()).toMatchObject({ created: 1, errors: [] })
  expect(found.json().data[0]).toMatchObject({ name: 'Noor Haddad', emails: ['noor@alder.example'] })
})

test('a bad cell leaves out its row, says where, and lets the others in', async () => {
  const { asMarcus, names } = await openApi()
  const file = 'Name,Fund I commitment\nJuniper Trust,$12.3.4\nHeron Capital,$5\n'

  const reply = await asMarcus('POST', url, { data: file, entity_type: 'investors' })

  expect(reply.json<Report>().errors).toEqual([
    { row: 1, column: 'Fund I commitment', value: '$12.3.4', message: expect.stringContaining('is not an amount') },
  ])
  expect(names()).toContain('Heron Capital')
  expect(names()).not.toContain('Juniper Trust')
})

test('dates that can be read two ways are a warning in a dry run and refuse the run until somebody says which', async () => {
  const { asMarcus, names } = await openApi()
  const body = { data: 'Name,Met\nJuniper Trust,4/3/2031\n', entity_type: 'investors' }

  const dry = await asMarcus('POST', url, { ...body, dry_run: true })
  const refused = await asMarcus('POST', url, body)
  const told = await asMarcus('POST', url, { ...body, date_order: { Met: 'dmy' } })

  expect(dry.json<Report>().warnings.join()).toContain('“Met”')
  expect(refused.statusCode).toBe(422)
  expect(refused.json()).toMatchObject({ code: 'invalid', fields: { date_order: expect.stringContaining('“Met”') } })
  expect(told.json()).toMatchObject({ created: 1 })
  expect(names().filter((name) => name === 'Juniper Trust')).toHaveLength(1)
})

const asked = { data, entity_type: 'investors' }
const json = { 'content-type': 'application/json' }
const investorsUrl = query({ entity_type: 'investors' })

test.each<
  [what: string, url: string, body: unknown, headers: Record<string, string>, status: number, field: string | null]
>([
  ['an unclosed quote', url, { ...asked, data: 'Name,City\n"Juniper,Lisbon\n' }, json, 422, 'data'],
  ['a binary', investorsUrl, Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 1, 2]), csv, 422, 'data'],
  ['NUL in the text', url, { ...asked, data: 'Name\nJuni\u0000per\n' }, json, 422, 'data'],
  ['an empty text', url, { ...asked, data: '' }, json, 422, 'data'],
  ['an empty file', investorsUrl, '', csv, 422, 'data'],
  ['nothing but blanks', url, { ...asked, data: ' \n \n' }, json, 422, 'data'],
  ['no data', url, { entity_type: 'investors' }, json, 422, 'data'],
  ['data that is no text', url, { ...asked, data: 12 }, json, 422, 'data'],
  ['no entity type', url, { data }, json, 422, 'entity_type'],
  ['an unknown entity type', query({ entity_type: 'deals' }), data, csv, 422, 'entity_type'],
  ['an unknown key of the body', url, { ...asked, force: true }, json, 422, 'force'],
  ['an unknown parameter', query({ entity_type: 'investors', force: 'yes' }), data, csv, 422, 'force'],
  ['a mapping to nowhere', url, { ...asked, mapping: { City: 'planet' } }, json, 422, 'mapping'],
  ['a mapping of no column', url, { ...asked, mapping: { Town: 'city' } }, json, 422, 'mapping'],
  ['a mapping of the wrong type', url, { ...asked, mapping: { City: 7 } }, json, 422, 'mapping.City'],
  ['a mapping that is no JSON', query({ entity_type: 'investors', mapping: '{City' }), data, csv, 422, 'mapping'],
  ['two columns for one field', url, { ...asked, mapping: { Name: 'city' } }, json, 422, 'mapping'],
  ['an unknown key column', url, { ...asked, key: 'Town' }, json, 422, 'key'],
  ['an unknown date order', url, { ...asked, date_order: { City: 'ymd' } }, json, 422, 'date_order.City'],
  ['a dry_run that is no boolean', query({ entity_type: 'investors', dry_run: 'perhaps' }), data, csv, 422, 'dry_run'],
  ['JSON that breaks off', url, '{"data": "Na', json, 400, null],
  ['JSON that is a list', url, '[]', json, 400, null],
  ['another type of content', url, data, { 'content-type': 'application/octet-stream' }, 400, null],
  [
    'a file announced as too large',
    investorsUrl,
    data,
    { ...csv, 'content-length': String(600 * 1024 ** 2) },
    413,
    null,
  ],
  ['JSON announced as too large', url, '{}', { ...json, 'content-length': String(65 * 1024 ** 2) }, 413, null],
])('%s is refused with a sentence, and nothing is written or kept', async (_what, at, body, headers, status, field) => {
  const { asMarcus, names, kept } = await openApi()

  const reply = await asMarcus('POST', at, body, headers)

  expect(reply.statusCode).toBe(status)
  expect(reply.json()).toMatchObject({ detail: expect.stringMatching(/\w.*\.$/), code: expect.any(String) })
  if (field) expect(Object.keys(reply.json().fields)).toContain(field)
  expect(names()).toHaveLength(3)
  expect(kept()).toEqual([])
})

test('more bytes than the limit are refused while they arrive, and the beginning is not kept', async () => {
  const folder = emptyFolder()
  const endless = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(100)))

  await expect(stage(folder, endless, 1500)).rejects.toMatchObject({ status: 413 })
  expect(readdirSync(folder)).toEqual([])
})

test('a streamed file is gone from the data folder after the answer', async () => {
  const { asMarcus, kept } = await openApi()

  await asMarcus('POST', investorsUrl, data, csv)

  expect(kept()).toEqual([])
})

test.each([
  ['as JSON', url, asked, json],
  ['as a file', investorsUrl, data, csv],
])('a viewer and a stranger are refused %s before their body is read', async (_how, at, body, headers) => {
  const { app, asVera, names, kept } = await openApi()

  const viewer = await asVera('POST', at, body, headers)
  const stranger = await app.inject({ method: 'POST', url: at, payload: body, headers })

  expect([viewer.statusCode, stranger.statusCode]).toEqual([403, 401])
  expect(names()).toHaveLength(3)
  expect(kept()).toEqual([])
})

test.each([
  ['JSON', (body: string) => ({ at: url, body: { data: body, entity_type: 'investors' }, headers: {} })],
  ['a file', (body: string) => ({ at: investorsUrl, body, headers: csv })],
])('a repeat of %s under its Idempotency-Key answers the first result and acts once', async (_how, request) => {
  const { asMarcus, names, kept } = await openApi()
  const send = (text: string) => {
    const { at, body, headers } = request(text)
    return asMarcus('POST', at, body, { ...headers, 'idempotency-key': 'nightly-17' })
  }

  const [first, twin] = await Promise.all([send(data), send(data)])
  const repeat = await send(data)
  const other = await send(changed)

  expect(first.statusCode).toBe(200)
  expect([twin.body, repeat.body]).toEqual([first.body, first.body])
  expect(repeat.headers['idempotent-replay']).toBe('true')
  expect(other.statusCode).toBe(422)
  expect(names()).toHaveLength(4)
  expect(kept()).toEqual([])
})

test('one import runs at a time; another is told who is at it and how far', async () => {
  const { app, asMarcus, names } = await openApi()
  let finish = () => {}
  const about = { who: 'Ines Okafor', fileName: 'LPs.csv' }
  const running = app.importJobs.run('first', about, async ({ progress }) => {
    progress(500, 2000)
    await new Promise<void>((resolve) => {
      finish = resolve
    })
  })

  const refused = await asMarcus('POST', url, asked)
  const looked = await asMarcus('POST', url, { ...asked, dry_run: true })
  finish()
  await running
  const taken = await asMarcus('POST', url, asked)

  expect(refused.statusCode).toBe(409)
  expect(refused.json().detail).toContain('Ines Okafor is importing “LPs.csv” right now (500 of 2,000 rows)')
  expect(looked.statusCode).toBe(200)
  expect(taken.json()).toMatchObject({ created: 1 })
  expect(names()).toContain('Juniper Trust')
})

test('a stopped service takes back the import it was in the middle of', async () => {
  const { app, asMarcus, db, names } = await openApi()
  const many = `Name\n${Array.from({ length: 3000 }, (_, n) => `Investor ${n}`).join('\n')}`
  const sent = asMarcus('POST', url, { data: many, entity_type: 'investors' })
  while (!names().includes('Investor 0')) await new Promise((resolve) => setImmediate(resolve))

  await app.importJobs.close()

  expect((await sent).json()).toMatchObject({ code: 'conflict', detail: 'The service was stopped during this import.' })
  expect(db.select().from(investors).all()).toHaveLength(3)
})

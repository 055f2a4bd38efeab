import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { funds, investors } from '../../server/db/live.ts'
import { act } from '../../server/db/write.ts'
import { editCells } from '../../server/grid/cells.ts'
import { openUpload, saveUpload, sweepUploads, uploadsFolder } from '../../server/imports/uploads.ts'
import { emptyFolder } from '../support/folder.ts'
import { actorFor, origin } from '../support/world.ts'
import { agreeToUndo, openPanel, person, textOf } from './person.ts'

const file = [
  'Investor,City,Fund I commitment,Fund III soft circle,Sectors,First met,Score',
  'Juniper Trust,Lisbon,$250000,$1000000,"Climate,Growth",4/3/2026,7',
  'Alder Pension,Leeds,,,"Growth,Seed",5/6/2026,8',
  'Heron Capital,York,$12.3.4,,Climate,7/8/2026,9',
  'Juniper Trust,Porto,,,"Seed,Growth",1/2/2026,3',
].join('\n')

type Person = ReturnType<typeof person>
type Handed = { name?: string; text?: string; pasted?: string; type?: string }

async function openWizard() {
  const dataDir = emptyFolder()
  const panel = await openPanel({ CRM_DATA_DIR: dataDir })
  const cityOf = (name: string) =>
    panel.db
      .select()
      .from(investors)
      .all()
      .find((row) => row.name === name)?.city
  return {
    ...panel,
    dataDir,
    uploads: uploadsFolder(dataDir),
    cityOf,
    handIn: (who: Person, what: Handed) => handIn(panel.app, who, what),
  }
}

/** Sends the form of the first step, as a browser does: multipart, with an empty file part when none was chosen. */
function handIn(
  app: Awaited<ReturnType<typeof openPanel>>['app'],
  who: Person,
  { name = '', text = '', pasted = '', type = 'investors' }: Handed,
) {
  const part = (head: string, content: string) =>
    `--edge\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`
  const payload = [
    part('name="entity_type"', type),
    part(`name="file"; filename="${name}"\r\nContent-Type: text/csv`, text),
    part('name="pasted"', pasted),
    '--edge--\r\n',
  ].join('')
  const cookie = [...who.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  const headers = { cookie, origin, accept: 'text/html', 'content-type': 'multipart/form-data; boundary=edge' }
  return app.inject({ method: 'POST', url: '/import', headers, payload })
}

/** Goes through the form of the second step with what it proposes, `changes` aside, and answers the check. */
async function checkWith(who: Person, at: string, changes: Record<string, string> = {}) {
  const fields = formOf((await who.visit(at)).body)
  const sent = await who.submit(`${at}/check`, { ...fields, ...changes })
  return who.visit(String(sent.headers.location))
}

/** The values a browser would send of the mapping form. */
function formOf(html: string): Record<string, string> {
  const form = html.slice(html.indexOf('<form class="mapping"'))
  const selects = [...form.matchAll(/<select[^>]* name="([^"]+)"[\s\S]*?<\/select>/g)].map(([select, name]) => {
    const chosen = /<option value="([^"]*)"[^>]* selected/.exec(select) ?? /<option value="([^"]*)"/.exec(select)
    return [String(name), textOf(chosen?.[1] ?? '').trim()]
  })
  const inputs = [...form.matchAll(/<input[^>]* name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ])
  return Object.fromEntries([...selects, ...inputs])
}

const met = { order_5: 'dmy' }
const pressOf = (html: string) => ({ choices: /name="choices" value="(\w+)"/.exec(html)?.[1] ?? '' })
const placeOf = (reply: { headers: { location?: unknown } }) => String(reply.headers.location)

test('a file goes from recognition to mapping, check, run and back out again', async () => {
  const { marcusAt, handIn, cityOf, db } = await openWizard()

  const handed = await handIn(marcusAt, { name: 'LPs-Grid view.csv', text: file })
  const at = placeOf(handed)
  const recognised = textOf((await marcusAt.visit(at)).body)
  expect(handed.statusCode).toBe(303)
  expect(recognised).toContain('4 rows, 7 columns, UTF-8, separated by commas')
  expect(recognised).toContain('new fund Fund III (USD)')

  const check = await checkWith(marcusAt, at, met)
  const told = textOf(check.body)
  expect(told).toMatch(/ 1 will be created 1 will be updated 0 unchanged 2 rows with problems /)
  expect(told).toContain('“$12.3.4” is not an amount')
  expect(cityOf('Alder Pension')).toBeNull()
  expect(db.select().from(funds).all()).toHaveLength(2)

  const run = await marcusAt.submit(`${at}/run`, pressOf(check.body))
  const done = await marcusAt.visit(placeOf(run))
  expect(textOf(done.body)).toMatch(/ 1 created 1 updated 0 unchanged 2 rows with problems /)
  expect(cityOf('Juniper Trust')).toBe('Lisbon')
  expect(cityOf('Alder Pension')).toBe('Leeds')

  await agreeToUndo(marcusAt, done.body)
  expect(cityOf('Juniper Trust')).toBeUndefined()
  expect(cityOf('Alder Pension')).toBeNull()
  expect(db.select().from(funds).all()).toHaveLength(2)
  expect(textOf((await marcusAt.visit('/import')).body)).toContain('LPs-Grid view.csv just now Marcus Undone')
})

test('the same file again has nothing to write, and is mapped as the first time', async () => {
  const { marcusAt, inesAt, handIn } = await openWizard()
  const once = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: file }))
  const check = await checkWith(marcusAt, once, { ...met, target_1: 'country', target_6: '' })
  await marcusAt.submit(`${once}/run`, pressOf(check.body))

  const again = placeOf(await handIn(inesAt, { name: 'LPs (1).csv', text: file }))
  const columns = await inesAt.visit(again)

  expect(textOf(columns.body)).toContain('was imported by Marcus')
  expect(formOf(columns.body)).toMatchObject({ target_1: 'country', target_6: '' })
  expect(textOf((await checkWith(inesAt, again, met)).body)).toContain(
    'Nothing to write; 2 rows have problems and are not in the CRM.',
  )
})

test.each([
  ['is there already', 'Investor,City\nAlder Pension,\n', 'Everything in this file is in the CRM already'],
  ['has problems', 'Investor,City\n,Oslo\n', 'No row can be imported as it is.'],
  ['is there, with a problem', 'Investor,City\nAlder Pension,\n,Oslo\n', '1 row has a problem and is not in the CRM.'],
])('a file whose every row %s says so', async (_what, text, sentence) => {
  const { marcusAt, handIn } = await openWizard()

  const check = await checkWith(marcusAt, placeOf(await handIn(marcusAt, { name: 'LPs.csv', text })))

  expect(textOf(check.body)).toContain(sentence)
  expect(check.body).not.toContain('name="choices"')
})

test.each([
  ['', false],
  [', also when the import was undone', true],
])('what was chosen in the browser holds for a script with the same headers%s', async (_also, isUndone) => {
  const { marcusAt, asInes, asMarcus, handIn } = await openWizard()
  const text = 'Investor,List,Owner,City\nJuniper Trust,Nonlist,Max,Lisbon\n'
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text }))
  const check = await checkWith(marcusAt, at, { target_1: 'new:single_select', target_2: 'source', key: 'Investor' })
  await marcusAt.submit(`${at}/run`, pressOf(check.body))
  if (isUndone) await asMarcus('POST', '/api/fundraising/undo', {})

  const data = 'Investor,List,Owner,City\nHeron Capital,Follow-up,Ines Okafor,York\n'
  const done = await asInes('POST', '/api/import/csv', { data, entity_type: 'investors' })

  expect(done.json()).toMatchObject({ created: 1, errors: [] })
  const [heron] = (await asInes('GET', '/api/fundraising/rows?search=Heron')).json().data
  expect(heron.values).toMatchObject({ list: 'main', source: 'Ines Okafor' })
  expect(Object.values(heron.values)).toContain('Follow-up')
  const again = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: data }))
  expect(formOf((await marcusAt.visit(again)).body)).toMatchObject({ target_2: 'source', key: 'Investor' })
})

test('what was chosen survives a reload, the Back button and another browser', async () => {
  const { marcusAt, app, marcus, handIn } = await openWizard()
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: file }))
  const elsewhere = person(app, marcus)

  const saved = await marcusAt.submit(
    `${at}/choices`,
    { target_1: 'country', order_5: 'mdy', key: 'City' },
    { 'hx-request': 'true' },
  )

  expect(textOf(saved.body)).toContain('Records are found by “City”')
  expect(formOf((await elsewhere.visit(at)).body)).toMatchObject({ target_1: 'country', order_5: 'mdy', key: 'City' })
})

test('a date order nothing settles is asked with an example before anything is compared', async () => {
  const { marcusAt, handIn } = await openWizard()
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: file }))

  const columns = await marcusAt.visit(at)
  const check = await marcusAt.submit(`${at}/check`, formOf(columns.body))
  const led = await marcusAt.visit(placeOf(check))

  expect(textOf(columns.body)).toContain('Month first: 4/3/2026 is 3 Apr 2026')
  expect(placeOf(led)).toBe(`${at}#column-5`)
  expect(textOf(columns.body)).toContain('Say whether the day or the month comes first in “First met”')
})

test('a fund that does not exist yet is named beside the select', async () => {
  const { marcusAt, handIn, db } = await openWizard()
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: 'Investor,Pledge\nJuniper Trust,$5000\n' }))

  const nameless = await marcusAt.submit(`${at}/choices`, { target_1: 'commitment', fund_1: ' ', measure_1: 'soft' })
  const check = await checkWith(marcusAt, at, { target_1: 'commitment', fund_1: 'Opportunity Fund', measure_1: 'soft' })
  await marcusAt.submit(`${at}/run`, pressOf(check.body))

  expect(textOf(nameless.body)).toContain('Name the fund that “Pledge” belongs to.')
  expect(
    db
      .select()
      .from(funds)
      .all()
      .map(({ name }) => name),
  ).toContain('Opportunity Fund')
})

test('two columns for one field are told at once, and the check waits', async () => {
  const { marcusAt, handIn } = await openWizard()
  const at = placeOf(
    await handIn(marcusAt, { name: 'LPs.csv', text: 'Investor,City,Town\nJuniper Trust,Lisbon,Porto\n' }),
  )

  const told = await marcusAt.submit(`${at}/choices`, { target_2: 'city' })
  const check = await marcusAt.visit(`${at}/check`)

  expect(textOf(told.body)).toContain('“City” and “Town” cannot both fill city.')
  expect(placeOf(check)).toBe(at)
})

test('each number of a check opens its rows, changed ones cell by cell', async () => {
  const { marcusAt, handIn, db, alder, marcus } = await openWizard()
  act(db, actorFor(marcus), 'Moved', (tx) => editCells(tx, alder.id, { city: 'Hull' }))
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: file }))
  await checkWith(marcusAt, at, met)
  const opened = async (show: string) => textOf((await marcusAt.visit(`${at}/check?show=${show}`)).body)

  expect(await opened('updated')).toMatch(/2 Alder Pension City Hull Leeds/)
  expect(await opened('created')).toMatch(/1 Juniper Trust Lisbon \$250,000 \$1,000,000 Climate, Growth 4 Mar 2026 7/)
  expect(await opened('unchanged')).toContain('No row is here.')
  expect(await opened('problems')).toMatch(/4 Investor Juniper Trust Ambiguous/)
})

test('the problems are a file of row, column, value and reason that no spreadsheet runs', async () => {
  const { marcusAt, handIn } = await openWizard()
  const at = placeOf(
    await handIn(marcusAt, { name: 'LPs.csv', text: 'Investor,Fund I commitment\nJuniper Trust,=1+1\n' }),
  )
  await checkWith(marcusAt, at, { target_1: 'commitment:Fund I:signed' })

  const problems = await marcusAt.visit(`${at}/problems.csv`)

  expect(problems.headers['content-disposition']).toContain('attachment')
  expect(problems.body).toContain("1,Fund I commitment,'=1+1,")
})

test('an import that was undone can be brought back', async () => {
  const { marcusAt, handIn, cityOf } = await openWizard()
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: 'Investor,City\nJuniper Trust,Lisbon\n' }))
  await marcusAt.submit(`${at}/run`, pressOf((await checkWith(marcusAt, at)).body))
  const turn = async () => {
    const { body } = await marcusAt.visit(`${at}/run`)
    await agreeToUndo(marcusAt, body)
    return cityOf('Juniper Trust')
  }

  expect([await turn(), await turn(), await turn()]).toEqual([undefined, 'Lisbon', undefined])
})

test('a press on an outdated check imports nothing and shows what would happen now', async () => {
  const { marcusAt, handIn, cityOf } = await openWizard()
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: file }))
  const check = await checkWith(marcusAt, at, met)
  await marcusAt.submit(`${at}/choices`, { target_1: 'country' })

  const refused = await marcusAt.submit(`${at}/run`, pressOf(check.body))

  expect(refused.statusCode).toBe(409)
  expect(textOf(refused.body)).toContain('The columns were changed since this page was shown')
  expect(cityOf('Juniper Trust')).toBeUndefined()
})

test('while somebody else imports, a press is answered with who and how far', async () => {
  const { marcusAt, handIn, app, cityOf } = await openWizard()
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: file }))
  const check = await checkWith(marcusAt, at, met)
  let finish = () => {}
  const running = app.importJobs.run(
    'other',
    { who: 'Ines Okafor', fileName: 'All.csv' },
    () => new Promise<void>((r) => (finish = r)),
  )

  const refused = await marcusAt.submit(`${at}/run`, pressOf(check.body))
  finish()
  await running

  expect(refused.statusCode).toBe(409)
  expect(textOf(refused.body)).toContain('Ines Okafor is importing “All.csv” right now')
  expect(cityOf('Juniper Trust')).toBeUndefined()
})

test('a long run shows a bar that moves by itself, with and without script, and can be stopped', async () => {
  const { marcusAt, handIn, app, clock } = await openWizard()
  const rows = Array.from({ length: 4000 }, (_, n) => `Investor ${n},Lisbon`).join('\n')
  const at = placeOf(await handIn(marcusAt, { name: 'Many.csv', text: `Investor,City\n${rows}` }))
  const check = await checkWith(marcusAt, at)
  const pressed = marcusAt.submit(`${at}/run`, pressOf(check.body))
  while (!app.importJobs.running(at.split('/')[2] ?? '')?.done) await new Promise((resolve) => setImmediate(resolve))
  clock.advance(2000)

  const page = await marcusAt.visit(`${at}/run`)
  const bar = await marcusAt.visit(`${at}/progress`, { 'hx-request': 'true' })
  const list = await marcusAt.visit('/import')
  await marcusAt.submit(`${at}/stop`, {})
  await pressed

  expect(page.body).toContain('<noscript><meta http-equiv="refresh"')
  expect(bar.body).toMatch(/<progress[^>]* max="4000" value="\d+"/)
  expect(textOf(bar.body)).toMatch(/[\d,]+ of 4,000 rows · [\d,]+ rows a second · \d+ seconds? left/)
  expect(textOf(list.body)).toContain('Under way')
  expect(textOf((await marcusAt.visit(`${at}/run`)).body)).toContain('Everything it had written was taken back')
  expect(app.db.select().from(investors).all()).toHaveLength(3)
})

test('a check whose columns are changed while it is made begins anew', async () => {
  const { marcusAt, handIn, app } = await openWizard()
  const rows = Array.from({ length: 4000 }, (_, n) => `Investor ${n},Lisbon`).join('\n')
  const at = placeOf(await handIn(marcusAt, { name: 'Many.csv', text: `Investor,City\n${rows}` }))
  const first = marcusAt.visit(`${at}/check`)
  while (!app.importJobs.checking(at.split('/')[2] ?? '')?.done) await new Promise((resolve) => setImmediate(resolve))

  const second = await checkWith(marcusAt, at, { target_1: '' })

  expect((await first).statusCode).toBe(409)
  expect(textOf(second.body)).toContain('4,000 will be created')
  expect(second.body).not.toContain('Lisbon')
})

test('a commitment column with a word among its amounts is shown as one of amounts, with its doubt', async () => {
  const { marcusAt, handIn } = await openWizard()
  const text = 'Investor,Fund II soft circle\nJuniper,5000\nKestrel,TBD\nOtter,7000\n'

  const columns = await marcusAt.visit(placeOf(await handIn(marcusAt, { name: 'LPs.csv', text })))

  expect(textOf(columns.body)).toMatch(/Amount 5000 TBD 7000 .*1 of 3 values is no amount: “TBD”/)
})

test('a run that the end of the service cut off says so, and the file can be run again', async () => {
  const { marcusAt, marcus, handIn, uploads, cityOf } = await openWizard()
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: file }))
  const check = await checkWith(marcusAt, at, met)
  const upload = openUpload(uploads, marcus.id, at.split('/')[2] ?? '')
  saveUpload(uploads, { ...upload, run: { state: 'running', at: upload.at, finishedAt: null, problem: null } })

  const page = await marcusAt.visit(`${at}/run`)
  await marcusAt.submit(`${at}/run`, pressOf(check.body))

  expect(textOf(page.body)).toContain('This import was cut off')
  expect(cityOf('Juniper Trust')).toBe('Lisbon')
})

test('rows pasted from a grid are read, with line breaks inside cells as they were', async () => {
  const { marcusAt, handIn, db } = await openWizard()
  const pasted = 'Investor\tNotes\r\nJuniper Trust\t"Met in May.\r\nSaid ""maybe""."'

  const at = placeOf(await handIn(marcusAt, { pasted }))
  await marcusAt.submit(`${at}/run`, pressOf((await checkWith(marcusAt, at)).body))

  expect(
    db
      .select()
      .from(investors)
      .all()
      .find(({ name }) => name === 'Juniper Trust')?.notes,
  ).toBe('Met in May.\nSaid "maybe".')
})

test('a file can be read as contacts instead', async () => {
  const { marcusAt, handIn } = await openWizard()
  const at = placeOf(
    await handIn(marcusAt, { name: 'People.csv', text: 'Name,Email\nNoor Haddad,noor@alder.example\n' }),
  )

  await marcusAt.submit(`${at}/type`, { entity_type: 'contacts' })

  expect(formOf((await marcusAt.visit(at)).body)).toMatchObject({ target_0: 'name', target_1: 'email' })
})

test.each<[what: string, handed: Handed, status: number, sentence: string]>([
  ['nothing', {}, 422, 'Choose a file, or paste rows together with their header.'],
  ['an empty file', { name: 'LPs.csv', text: '' }, 422, 'The file is empty.'],
  [
    'a header alone',
    { name: 'LPs.csv', text: 'Investor,City\n' },
    422,
    '“LPs.csv” has a header, but no rows below it.',
  ],
  ['an unclosed quote', { name: 'LPs.csv', text: 'Investor\n"Juniper\n' }, 422, 'is never closed'],
  ['a workbook', { name: 'LPs.xlsx', text: 'PK\u0003\u0004rest' }, 422, 'This is an Excel workbook'],
])('%s is refused with a sentence and not kept', async (_what, handed, status, sentence) => {
  const { marcusAt, handIn, uploads } = await openWizard()

  const reply = await handIn(marcusAt, handed)

  expect(reply.statusCode).toBe(status)
  expect(textOf(reply.body)).toContain(sentence)
  expect(readdirSync(uploads, { recursive: true })).toEqual([])
})

test('HTML in headers, cells and file names is shown as text', async () => {
  const { marcusAt, handIn } = await openWizard()
  const evil = '<img src=x onerror=alert(1)>'
  const text = `Investor,"${evil}"\n${evil},${evil}\n${evil},x\n`
  const at = placeOf(await handIn(marcusAt, { name: `${evil}.csv`, text }))

  const pages = [
    await marcusAt.visit(at),
    await checkWith(marcusAt, at),
    await marcusAt.visit(`${at}/check?show=created`),
  ]

  for (const { body } of pages) {
    expect(body).not.toContain('<img src=x')
    expect(body).toContain('&lt;img src=x')
  }
})

test('a file handed in is readable by its owner only, on disk and in the panel, and gone after a day', async () => {
  const { marcusAt, inesAt, handIn, uploads } = await openWizard()
  const at = placeOf(await handIn(marcusAt, { name: '../../etc/LPs\u202e.csv', text: file }))

  const files = readdirSync(uploads)
  const modes = files.map((name) => statSync(join(uploads, name)).mode & 0o777)
  const foreign = await inesAt.visit(at)
  const own = await marcusAt.visit('/import')
  sweepUploads(uploads, new Date(Date.now() + 23 * 60 * 60 * 1000))
  const kept = readdirSync(uploads).length
  sweepUploads(uploads, new Date(Date.now() + 25 * 60 * 60 * 1000))

  expect(modes).toEqual(files.map(() => 0o600))
  expect(foreign.statusCode).toBe(404)
  expect(textOf(own.body)).toContain('LPs.csv 4 rows')
  expect([kept, readdirSync(uploads).length]).toEqual([files.length, 0])
})

test('a file can be put aside', async () => {
  const { marcusAt, handIn, uploads } = await openWizard()
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: file }))

  await marcusAt.submit(`${at}/drop`, {})

  expect(readdirSync(uploads)).toEqual([])
  expect((await marcusAt.visit(at)).statusCode).toBe(404)
})

test('a viewer is refused at every step', async () => {
  const { marcusAt, veraAt, handIn, uploads } = await openWizard()
  const at = placeOf(await handIn(marcusAt, { name: 'LPs.csv', text: file }))
  const before = readdirSync(uploads).length

  const replies = [
    await veraAt.visit('/import'),
    await handIn(veraAt, { name: 'LPs.csv', text: file }),
    ...(await Promise.all(['', '/check', '/run', '/progress', '/problems.csv'].map((step) => veraAt.visit(at + step)))),
    ...(await Promise.all(
      ['/choices', '/type', '/check', '/run', '/stop', '/drop'].map((step) => veraAt.submit(at + step, {})),
    )),
  ]

  expect(replies.map(({ statusCode }) => statusCode)).toEqual(replies.map(() => 403))
  expect(readdirSync(uploads)).toHaveLength(before)
})

test('a form from another website is not taken', async () => {
  const { app, marcusAt } = await openWizard()
  const cookie = `crm_session=${marcusAt.cookies.get('crm_session')}`
  const headers = { cookie, origin: 'https://evil.example', 'content-type': 'multipart/form-data; boundary=edge' }

  const reply = await app.inject({ method: 'POST', url: '/import', headers, payload: '--edge--\r\n' })

  expect(reply.statusCode).toBe(403)
})

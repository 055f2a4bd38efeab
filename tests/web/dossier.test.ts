import { expect, test } from 'vitest'
import { contactsOf } from '../../server/contacts/cards.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { tagsOf } from '../../server/contacts/tags.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { enterCommitment, ledger } from '../../server/funds/commitments.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { rowVersion } from '../../server/grid/conflicts.ts'
import { addField } from '../../server/grid/fields.ts'
import { addInvestor, findInvestor } from '../../server/grid/investors.ts'
import { actorFor } from '../support/world.ts'
import { openPanel, textOf } from './person.ts'

const htmx = { 'hx-request': 'true' }

const versionIn = (html: string) => /name="version" value="(\d+)"/.exec(html)?.[1] ?? ''

async function openDossier() {
  const panel = await openPanel()
  const { db, ines, clock, harbor } = panel
  const doing = <T>(what: string, work: (tx: Tx) => T, who = ines) =>
    act(db, actorFor(who), what, work, { now: clock.now() })
  const version = () => String(rowVersion(db, harbor.id))
  return { ...panel, doing, version, at: `/investors/${harbor.id}`, current: () => findInvestor(db, harbor.id) }
}

test('the dossier says what is known: list, owner, people, money and next step', async () => {
  const { inesAt, doing, harbor, fundII, at } = await openDossier()
  doing('Filled', (tx) => {
    enterCommitment(tx, { investor_id: harbor.id, fund_id: fundII.id, measure: 'soft', amount: 5_000_000_00 })
    writeCells(tx, harbor.id, { next_step: 'Send the DDQ', next_step_at: '2026-11-18', tags: ['Re-up'] })
  })

  const page = textOf((await inesAt.visit(at)).body)

  for (const text of [
    'Harbor Family Office',
    'Main',
    'Ines',
    'Re-up',
    'Fund II',
    '$5,000,000',
    'Send the DDQ',
    'Maya Chen',
    'maya.chen@harborfo.example',
  ]) {
    expect(page).toContain(text)
  }
})

test('a custom column shows under its label, in the form of its type', async () => {
  const { inesAt, doing, harbor, at } = await openDossier()
  doing('Added columns', (tx) => {
    addField(tx, { label: 'Ticket size', type: 'currency' })
    addField(tx, { label: 'Allocation', type: 'percent' })
    writeCells(tx, harbor.id, { ticket_size: 2_500_000_00, allocation: 0.125 })
  })

  const page = textOf((await inesAt.visit(at)).body)

  expect(page).toMatch(/Ticket size\s+\$2,500,000/)
  expect(page).toMatch(/Allocation\s+12\.5%/)
})

test('a link to an address writes to nobody else', async () => {
  const { inesAt, doing, harbor, at } = await openDossier()
  doing('Added a contact', (tx) =>
    addContact(tx, { name: 'Eve', emails: ['eve?bcc=all@evil.example'], investor_ids: [harbor.id] }),
  )

  const { body } = await inesAt.visit(at)

  expect(body).toContain('href="mailto:eve%3Fbcc%3Dall@evil.example"')
})

test('what people typed is shown inert', async () => {
  const { inesAt, doing, harbor, at } = await openDossier()
  doing('Typed', (tx) =>
    writeCells(tx, harbor.id, { notes: '<img src=x onerror=alert(1)>', website: 'javascript:alert(1)' }),
  )

  const { body } = await inesAt.visit(at)

  expect(body).not.toContain('<img src=x')
  expect(body).not.toMatch(/href="javascript:/)
})

test('another investor of the same name is pointed out', async () => {
  const { inesAt, doing, at } = await openDossier()
  doing('Added', (tx) => addInvestor(tx, { name: 'HARBOR family office', city: 'Porto' }))

  expect(textOf((await inesAt.visit(at)).body)).toContain('Another investor has the same name')
})

test('a viewer reads the dossier and finds nothing to press', async () => {
  const { veraAt, at } = await openDossier()

  const { body, statusCode } = await veraAt.visit(at)
  const main = body.slice(body.indexOf('<main'), body.indexOf('</main>'))

  expect(statusCode).toBe(200)
  expect(main).not.toMatch(/<form|hx-post|\/edit|\/new/)
})

test.each([
  ['POST', '/facts/city', { city: 'Lisbon' }],
  ['POST', '/archive', {}],
  ['POST', '/tags', { add: 'Re-up' }],
  ['POST', '/commitments', {}],
] as const)('a viewer’s %s to %s is refused', async (_, path, fields) => {
  const { veraAt, at, current, harbor } = await openDossier()

  expect((await veraAt.submit(at + path, fields)).statusCode).toBe(403)
  expect(current()).toEqual(harbor)
})

test('a fact is edited in place: the answer is the fact as it is now, with Undo, and the new timeline', async () => {
  const { inesAt, at, current, version } = await openDossier()

  const reply = await inesAt.submit(`${at}/facts/city`, { city: 'Lisbon', version: version() }, htmx)

  expect(current().city).toBe('Lisbon')
  expect(reply.body).toContain('id="fact-city"')
  expect(textOf(reply.body)).toMatch(/changed City: Boston → to Lisbon/)
  expect(JSON.parse(String(reply.headers['hx-toast']))).toMatchObject({
    message: 'City saved',
    undo: expect.any(String),
  })
})

test('without script a fact has a page of its own and leads back to the dossier', async () => {
  const { inesAt, at, current, version } = await openDossier()
  const form = await inesAt.visit(`${at}/facts/city`)

  const reply = await inesAt.submit(`${at}/facts/city`, { city: 'Lisbon', version: version() })

  expect(form.body).toContain('value="Boston"')
  expect(reply.headers.location).toBe(at)
  expect(current().city).toBe('Lisbon')
})

test('a fact that cannot be read comes back as typed, with the sentence beside it', async () => {
  const { inesAt, doing, at } = await openDossier()
  doing('Added a column', (tx) => addField(tx, { label: 'Ticket size', type: 'currency' }))

  const reply = await inesAt.submit(`${at}/facts/ticket_size`, { ticket_size: 'a lot' }, htmx)

  expect(reply.statusCode).toBe(422)
  expect(reply.body).toContain('value="a lot"')
  expect(textOf(reply.body)).toContain('Write it like 5m or 5,000,000.')
})

test('a fact a colleague changed meanwhile shows both values, and saving again replaces theirs', async () => {
  const { inesAt, doing, at, marcus, harbor, current } = await openDossier()
  const seen = versionIn((await inesAt.visit(`${at}/facts/city`)).body)
  doing('Moved', (tx) => writeCells(tx, harbor.id, { city: 'Porto' }), marcus)

  const clash = await inesAt.submit(`${at}/facts/city`, { city: 'Lisbon', version: seen }, htmx)
  await inesAt.submit(`${at}/facts/city`, { city: 'Lisbon', version: versionIn(clash.body) }, htmx)

  expect(clash.statusCode).toBe(409)
  expect(textOf(clash.body)).toContain('Marcus Lindqvist changed this to “Porto”')
  expect(clash.body).toContain('value="Lisbon"')
  expect(current().city).toBe('Lisbon')
})

test('the whole form writes only what was touched', async () => {
  const { inesAt, doing, at, marcus, harbor, current } = await openDossier()
  const { body } = await inesAt.visit(`${at}/edit`)
  const was = JSON.parse(textOf(/name="was" value="([^"]*)"/.exec(body)?.[1] ?? ''))
  doing('Moved', (tx) => writeCells(tx, harbor.id, { country: 'Portugal' }), marcus)

  const fields = { ...was, name: 'Harbor Capital', was: JSON.stringify(was), version: versionIn(body) }
  const reply = await inesAt.submit(at, fields)

  expect(reply.statusCode).toBe(303)
  expect(current()).toMatchObject({ name: 'Harbor Capital', country: 'Portugal', city: 'Boston' })
})

test('a clash in the whole form is said beside its field, in the reader’s words', async () => {
  const { inesAt, doing, at, ines, marcus, vera, harbor } = await openDossier()
  const { body } = await inesAt.visit(`${at}/edit`)
  const was = JSON.parse(textOf(/name="was" value="([^"]*)"/.exec(body)?.[1] ?? ''))
  doing('Handed over', (tx) => writeCells(tx, harbor.id, { owner: marcus.id }), marcus)

  const fields = { ...was, owner: vera.id, was: JSON.stringify(was), version: versionIn(body) }
  const reply = await inesAt.submit(at, fields)

  expect(reply.statusCode).toBe(409)
  expect(textOf(reply.body)).toContain('Marcus Lindqvist changed this to “Marcus Lindqvist” while you were typing.')
  expect(was.owner).toBe(ines.id)
})

test('an investor without a name is asked for again with everything else that was typed', async () => {
  const { inesAt } = await openDossier()

  const reply = await inesAt.submit('/investors', { name: ' ', city: 'Lisbon', list: 'longshot' })

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('Give the investor a name.')
  expect(reply.body).toContain('value="Lisbon"')
})

test('a name that is there already has to be meant', async () => {
  const { inesAt } = await openDossier()

  const first = await inesAt.submit('/investors', { name: 'Alder pension' })
  const meant = await inesAt.submit('/investors', { name: 'Alder pension', same_name: 'yes' })

  expect(first.statusCode).toBe(422)
  expect(textOf(first.body)).toContain('There is already an investor called Alder Pension')
  expect(meant.statusCode).toBe(303)
})

test('tags are added and taken away one by one', async () => {
  const { inesAt, db, harbor, at } = await openDossier()
  const names = () => tagsOf(db, harbor.id).map((tag) => tag.name)

  await inesAt.submit(`${at}/tags`, { add: 'Re-up, Boston trip' })
  expect(names()).toEqual(['Re-up', 'Boston trip'])

  await inesAt.submit(`${at}/tags/${tagsOf(db, harbor.id)[0]?.id}/remove`, {})
  expect(names()).toEqual(['Boston trip'])
})

test('a contact is added at the investor, with several addresses', async () => {
  const { inesAt, db, quill } = await openDossier()

  const reply = await inesAt.submit('/contacts', {
    name: 'Joan Pell',
    emails: 'joan@quill.example\nj.pell@mail.example',
    role: 'Decides',
    investor_id: quill.id,
  })

  expect(reply.headers.location).toBe(`/investors/${quill.id}`)
  expect(contactsOf(db, quill.id)).toMatchObject([
    {
      name: 'Joan Pell',
      addresses: [{ address: 'joan@quill.example' }, { address: 'j.pell@mail.example' }],
      roles: [{ role: 'Decides' }],
    },
  ])
})

test('a wrong address of a contact is said beside its field', async () => {
  const { inesAt, harbor } = await openDossier()

  const reply = await inesAt.submit(
    '/contacts',
    { name: 'Joan Pell', emails: 'joan at quill', investor_id: harbor.id },
    htmx,
  )

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('is not an e-mail address.')
  expect(reply.body).toContain('value="Joan Pell"')
})

test('a person is removed from an investor and stays in the contacts', async () => {
  const { inesAt, db, harbor, maya, at } = await openDossier()

  await inesAt.submit(`${at}/contacts/${maya.id}/remove`, {})

  expect(contactsOf(db, harbor.id)).toEqual([])
  expect((await inesAt.visit(`/contacts/${maya.id}/edit`)).statusCode).toBe(200)
})

test.each([
  ['new money', { kind: 'entry', amount: '2.5m' }, 2_500_000_00],
  ['a reduction is taken off', { kind: 'reduced', amount: '$1,000,000' }, -1_000_000_00],
  ['a transfer away has its minus', { kind: 'transferred', amount: '-750k' }, -750_000_00],
])('a ledger entry: %s', async (_, typed, amount) => {
  const { inesAt, db, harbor, fundII, at } = await openDossier()

  const reply = await inesAt.submit(`${at}/commitments`, {
    fund_id: fundII.id,
    measure: 'soft',
    date: '2026-11-02',
    ...typed,
  })

  expect(reply.headers.location).toBe(at)
  expect(ledger(db, harbor.id)).toMatchObject([{ amount, measure: 'soft', date: '2026-11-02' }])
})

test('an entry without an amount is asked for again', async () => {
  const { inesAt, fundII, at } = await openDossier()

  const reply = await inesAt.submit(`${at}/commitments`, { fund_id: fundII.id, measure: 'soft', note: 'On the call' })

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('Give the amount.')
  expect(reply.body).toContain('value="On the call"')
})

test('an archived entry leaves the sums and stays in the history', async () => {
  const { inesAt, doing, db, harbor, fundII, at } = await openDossier()
  const { result } = doing('Entered', (tx) =>
    enterCommitment(tx, { investor_id: harbor.id, fund_id: fundII.id, measure: 'signed', amount: 3_000_000_00 }),
  )

  await inesAt.submit(`/commitments/${result.id}/archive`, {})

  expect(ledger(db, harbor.id)).toEqual([])
  expect(textOf((await inesAt.visit(`${at}/history`)).body)).toContain('took back Fund II signed +$3,000,000')
})

test('the history tells who changed what, from what to what, and undoes it', async () => {
  const { inesAt, doing, harbor, at, current } = await openDossier()
  const { batchId } = doing('Moved Harbor', (tx) => writeCells(tx, harbor.id, { city: 'Lisbon' }))

  const { body } = await inesAt.visit(`${at}/history`)
  await inesAt.submit('/undo', { batch_id: batchId })

  expect(textOf(body)).toMatch(/Ines panel changed City Boston Lisbon Undo/)
  expect(current().city).toBe('Boston')
  expect(textOf((await inesAt.visit(`${at}/history`)).body)).toContain('undone')
})

test('the history is saved as a file that no spreadsheet executes', async () => {
  const { inesAt, doing, harbor, at } = await openDossier()
  doing('Typed', (tx) => writeCells(tx, harbor.id, { city: '=HYPERLINK("http://x")' }))

  const { body, headers } = await inesAt.visit(`${at}/history.csv`)

  expect(headers['content-disposition']).toContain('attachment')
  expect(body).toContain(`"'=HYPERLINK(""http://x"")"`)
})

test('an archived investor says so and comes back with one press', async () => {
  const { inesAt, at } = await openDossier()
  const archived = await inesAt.submit(`${at}/archive`, {})
  const gone = await inesAt.visit(at)
  const back = await inesAt.submit(`${at}/restore`, {})

  expect(archived.headers.location).toBe('/investors')
  expect(gone.statusCode).toBe(404)
  expect(textOf(gone.body)).toContain('This investor was archived')
  expect(back.headers.location).toBe(at)
  expect((await inesAt.visit(at)).statusCode).toBe(200)
})

test('an older page of the timeline continues where the first ended', async () => {
  const { inesAt, doing, harbor, clock, at } = await openDossier()
  for (let n = 1; n <= 40; n += 1) {
    clock.advance(60_000)
    doing(`Change ${n}`, (tx) => writeCells(tx, harbor.id, { city: `City ${n}.` }))
  }
  const first = await inesAt.visit(at)
  const older = textOf(/id="older"><a class="btn" href="([^"]*)"/.exec(first.body)?.[1] ?? '')
  const second = await inesAt.visit(older)

  expect(textOf(first.body)).toContain('City 11.')
  expect(textOf(first.body)).not.toContain('City 9.')
  expect(textOf(second.body)).toContain('City 9.')
  expect(second.body).not.toContain('id="older"')
})

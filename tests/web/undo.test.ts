import { expect, test } from 'vitest'
import { addContact } from '../../server/contacts/contacts.ts'
import { changes } from '../../server/db/live.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { editCells, writeCells } from '../../server/grid/cells.ts'
import { addInvestor, investorsNamed } from '../../server/grid/investors.ts'
import { days, minutes } from '../support/clock.ts'
import { actorFor, origin } from '../support/world.ts'
import { agreeToUndo, openPanel, person, textOf } from './person.ts'

async function openUndo() {
  const panel = await openPanel()
  const { db, ines, clock, harbor } = panel
  const does = (what: string, work: (tx: Tx) => unknown, who = ines) =>
    act(db, actorFor(who), what, (tx) => void work(tx), { now: clock.now() }).batchId
  /** Twenty investors with a person each, and Harbor's city: what a file brings. */
  const importLps = () =>
    does('Imported LPs.csv', (tx) => {
      for (let n = 1; n <= 20; n += 1) {
        const { id } = addInvestor(tx, { name: `LP ${n}` })
        addContact(tx, { name: `Person ${n}`, emails: [`p${n}@lp.example`], investor_ids: [id] })
      }
      writeCells(tx, harbor.id, { city: 'Lisbon', country: 'Portugal' })
    })
  return { ...panel, does, importLps, at: `/investors/${harbor.id}` }
}

test('a small, fresh act of this investor is undone at a press', async () => {
  const { does, harbor, inesAt, at } = await openUndo()
  const batch = does('Moved Harbor', (tx) => writeCells(tx, harbor.id, { city: 'Lisbon' }))

  for (const page of [at, `${at}/history`, '/activity']) {
    expect((await inesAt.visit(page)).body).toContain(`name="batch_id" value="${batch}"`)
  }
})

test.each([
  ['a file', (w: Awaited<ReturnType<typeof openUndo>>) => w.importLps()],
  [
    'what was done twenty minutes ago',
    (w: Awaited<ReturnType<typeof openUndo>>) => {
      const batch = w.does('Moved Harbor', (tx) => writeCells(tx, w.harbor.id, { city: 'Lisbon' }))
      w.clock.advance(minutes(20))
      return batch
    },
  ],
])('%s is asked about wherever its Undo stands', async (_name, make) => {
  const world = await openUndo()
  const batch = make(world)

  for (const page of [world.at, `${world.at}/history`, '/activity']) {
    const { body } = await world.inesAt.visit(page)
    expect(body).toContain(`href="/undo/${batch}" hx-get="/undo/${batch}" hx-target="#dialog"`)
    expect(body).not.toContain(`name="batch_id" value="${batch}"`)
  }
})

test('an act that also changed another investor is asked about on the page of one', async () => {
  const { does, harbor, alder, inesAt, at } = await openUndo()
  const batch = does('Edited 2 rows', (tx) => {
    for (const { id } of [harbor, alder]) writeCells(tx, id, { city: 'Lisbon' })
  })

  expect((await inesAt.visit(at)).body).toContain(`href="/undo/${batch}"`)
  expect((await inesAt.visit('/activity')).body).toContain(`name="batch_id" value="${batch}"`)
})

test('asking tells what the act was, by whom and when, and what undoing all of it would do, and does nothing', async () => {
  const { importLps, app, db, ines, clock, asMarcus } = await openUndo()
  const batch = importLps()
  const [third] = investorsNamed(db, 'LP 3')
  await asMarcus('PATCH', `/api/fundraising/rows/${third?.id}`, { values: { city: 'Oslo' } })
  clock.advance(days(400))
  const inesAt = person(app, ines)
  const entries = () => db.select().from(changes).all().length
  const before = entries()

  const page = textOf((await inesAt.visit(`/undo/${batch}`)).body)

  expect(page).toContain('Imported LPs.csv By Ines Okafor, Mon, 16 Nov 2026, 09:00: 82 entries.')
  expect(page).toContain('19 investors archived 19 contacts archived 19 e-mail addresses archived')
  expect(page).toContain('2 cells put back')
  expect(page).toContain(
    '4 entries are left alone, because somebody has changed or used them since: LP 3 and Person 3.',
  )
  expect(entries()).toBe(before)
})

test('agreeing undoes all of it, goes back to the page and says what was taken back and what was left', async () => {
  const { importLps, app, db, ines, clock, asMarcus, at, harbor } = await openUndo()
  importLps()
  const [third] = investorsNamed(db, 'LP 3')
  await asMarcus('PATCH', `/api/fundraising/rows/${third?.id}`, { values: { city: 'Oslo' } })
  clock.advance(days(400))
  const inesAt = person(app, ines)

  const { reply } = await agreeToUndo(inesAt, (await inesAt.visit(at)).body)
  const page = textOf((await inesAt.visit('/investors')).body)

  expect([reply.statusCode, reply.headers.location]).toEqual([303, '/investors'])
  expect(page).toContain('Undid: Imported LPs.csv. 19 investors archived, 19 contacts archived, 19 e-mail addresses')
  expect(page).toContain('4 entries are left alone')
  expect(page).toContain('LP 3 and Person 3')
  expect(investorsNamed(db, 'LP 4')).toEqual([])
  expect((await asMarcus('GET', `/api/fundraising/rows/${harbor.id}`)).json().values.city).toBe('Boston')
})

test('an Undo on a page that was left open asks, in the dialog, before it does anything', async () => {
  const { does, harbor, inesAt, clock, asMarcus, at } = await openUndo()
  const batch = does('Moved Harbor', (tx) => writeCells(tx, harbor.id, { city: 'Lisbon' }))
  clock.advance(minutes(20))

  const headers = { 'hx-request': 'true', 'hx-current-url': `${origin}${at}` }
  const reply = await inesAt.submit('/undo', { batch_id: batch }, headers)

  expect(reply.headers).toMatchObject({ 'hx-retarget': '#dialog', 'hx-reswap': 'innerHTML' })
  expect(textOf(reply.body)).toContain('Undo all of it')
  expect(reply.body).not.toContain('<html')
  expect((await asMarcus('GET', `/api/fundraising/rows/${harbor.id}`)).json().values.city).toBe('Lisbon')
})

test('the toast right after a large act still undoes at once', async () => {
  const { importLps, inesAt, db } = await openUndo()

  await inesAt.submit('/undo', { batch_id: importLps() })

  expect(investorsNamed(db, 'LP 4')).toEqual([])
})

test('bringing a large act back is asked about too', async () => {
  const { importLps, inesAt, asInes, db } = await openUndo()
  const { batch_id } = (await asInes('POST', '/api/fundraising/undo', { batch_id: importLps() })).json()

  const { asked } = await agreeToUndo(inesAt, (await inesAt.visit('/activity')).body)

  expect(asked.body).toContain(batch_id)
  expect(textOf(asked.body)).toMatch(/Bring this back\?.* 20 investors restored .*Bring all of it back/)
  expect(investorsNamed(db, 'LP 4')).toHaveLength(1)
})

test('when everything was changed since there is nothing to press', async () => {
  const { does, harbor, inesAt, clock } = await openUndo()
  const batch = does('Moved Harbor', (tx) => writeCells(tx, harbor.id, { city: 'Lisbon' }))
  does('Moved Harbor again', (tx) => editCells(tx, harbor.id, { city: 'Porto' }))
  clock.advance(minutes(20))

  const page = textOf((await inesAt.visit(`/undo/${batch}`)).body)

  expect(page).toContain('Nothing of it can be taken back any more. One entry is left alone')
  expect(page).not.toContain('Undo all of it')
})

test('nobody is shown what undoing would do who may not do it', async () => {
  const { importLps, veraAt, marcusAt, anon } = await openUndo()
  const batch = importLps()

  const ask = async (who: typeof marcusAt) => (await who.visit(`/undo/${batch}`)).statusCode

  expect([await ask(veraAt), await ask(marcusAt), await ask(anon)]).toEqual([403, 404, 303])
})

import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { allFunds, archiveFund, findFund } from '../../server/funds/funds.ts'
import { allFields } from '../../server/grid/fields.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor } from '../support/world.ts'
import { openPanel, textOf } from './person.ts'

const growth = { name: 'Growth Fund', currency: 'eur', target: '200m', hard_cap: '€250,000,000' }
type Panel = Awaited<ReturnType<typeof openPanel>>

const labels = ({ db }: Panel) => allFields(db).flatMap((field) => (field.type === 'commitment' ? [field.label] : []))
const names = ({ db }: Panel) => allFunds(db).map((fund) => fund.name)

/** Harbor has signed $5M in Fund II and stands in the pipeline of Fund I, without an amount. */
async function openRaised() {
  const panel = await openPanel()
  const { db, ines, harbor, fundI, fundII } = panel
  const investor_id = harbor.id
  act(db, actorFor(ines), 'Raised', (tx) => {
    enterCommitment(tx, { investor_id, fund_id: fundII.id, measure: 'signed', amount: 5_000_000_00 })
    flagOpportunity(tx, { investor_id, fund_id: fundI.id })
  })
  return panel
}

/** The small fund's people before anybody added a fund. */
async function openWithoutFunds() {
  const panel = await openPanel()
  act(panel.db, actorFor(panel.ines), 'Began anew', (tx) => {
    for (const { id } of [panel.fundI, panel.fundII]) archiveFund(tx, id)
  })
  return panel
}

test('an admin adds a fund with amounts as people say them, and it brings its columns', async () => {
  const panel = await openPanel()

  const reply = await panel.inesAt.submit('/admin/funds', growth)

  expect(reply.statusCode).toBe(303)
  expect(allFunds(panel.db).at(-1)).toMatchObject({
    name: 'Growth Fund',
    currency: 'EUR',
    target: 200_000_000_00,
    hardCap: 250_000_000_00,
  })
  expect(labels(panel)).toEqual(
    expect.arrayContaining(['Growth Fund soft', 'Growth Fund signed', 'Growth Fund funded']),
  )
  expect(textOf((await panel.inesAt.visit('/admin/funds')).body)).toMatch(/Growth Fund EUR .* €200M €250M €0 €0 €0/)
})

test('the page shows what each fund has raised, without the graveyard', async () => {
  const { inesAt } = await openRaised()

  const page = textOf((await inesAt.visit('/admin/funds')).body)

  expect(page).toMatch(/Fund I USD No target\s+\$0 \$0 \$0 /)
  expect(page).toMatch(/Fund II USD of \$200M \$200M \$250M \$0 \$5M \$0/)
})

test.each([
  [{ name: ' ' }, 'Give the fund a name.'],
  [{ name: 'fund ii' }, 'There is already a fund called fund ii.'],
  [{ currency: 'Euro' }, 'Use a three-letter currency code such as USD.'],
  [{ target: 'a lot' }, '“a lot” is not an amount.'],
  [{ target: '-5m' }, 'An amount cannot be negative.'],
  [{ target: '$200m' }, 'This counts in EUR.'],
  [{ hard_cap: '150m' }, 'not below its target'],
])('a fund with %j is refused beside the field, and what was typed is kept', async (wrong, sentence) => {
  const panel = await openPanel()

  const reply = await panel.inesAt.submit('/admin/funds', { ...growth, ...wrong })

  expect(reply.statusCode).toBe(422)
  expect(reply.body).toMatch(/field__error/)
  expect(textOf(reply.body)).toContain(sentence)
  expect(reply.body).toContain('value="€250,000,000"'.replace('€250,000,000', String({ ...growth, ...wrong }.hard_cap)))
  expect(names(panel)).toEqual(['Fund I', 'Fund II'])
})

test('a fund cannot take the name of a column that is there', async () => {
  const panel = await openPanel()
  await panel.asInes('POST', '/api/fundraising/fields', { label: 'growth fund Soft', type: 'number' })

  const reply = await panel.inesAt.submit('/admin/funds', growth)

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('There is already a column called “growth fund Soft”.')
})

test('a new name goes to the fund’s columns in the same act, and Undo takes both back', async () => {
  const panel = await openPanel()
  const { inesAt, fundII, db, ines } = panel

  await inesAt.submit(`/admin/funds/${fundII.id}`, { name: 'Northlight II', currency: 'USD', target: '', hard_cap: '' })
  expect(labels(panel)).toEqual(expect.arrayContaining(['Northlight II soft', 'Northlight II signed', 'Fund I soft']))
  expect(labels(panel).join()).not.toContain('Fund II')
  expect(findFund(db, fundII.id)).toMatchObject({ target: null, hardCap: null })

  undo(db, actorFor(ines))
  expect(labels(panel)).toContain('Fund II signed')
  expect(findFund(db, fundII.id)).toMatchObject({ name: 'Fund II', target: 200_000_000_00 })
})

test('a column somebody named otherwise keeps its name', async () => {
  const panel = await openPanel()
  const { inesAt, asInes, fundII, db } = panel
  const soft = allFields(db).find((field) => field.label === 'Fund II soft')
  await asInes('PATCH', `/api/fundraising/fields/${soft?.id}`, { label: 'Fund II said' })

  await inesAt.submit(`/admin/funds/${fundII.id}`, { name: 'Northlight II', currency: 'USD' })

  expect(labels(panel)).toEqual(expect.arrayContaining(['Fund II said', 'Northlight II signed']))
})

test('the form writes only what was touched in it', async () => {
  const { inesAt, fundII, db } = await openPanel()
  const form = await inesAt.visit(`/admin/funds/${fundII.id}/edit`)
  const was = textOf(/name="was" value="([^"]*)"/.exec(form.body)?.[1] ?? '')
  expect(form.body).toContain('value="200,000,000"')
  await inesAt.submit(`/admin/funds/${fundII.id}`, { ...JSON.parse(was), target: '180m', was })

  await inesAt.submit(`/admin/funds/${fundII.id}`, { ...JSON.parse(was), hard_cap: '260m', was })

  expect(findFund(db, fundII.id)).toMatchObject({ target: 180_000_000_00, hardCap: 260_000_000_00 })
})

test('the currency can be changed while there is no amount in it, and goes to the columns', async () => {
  const { inesAt, fundI, db } = await openPanel()

  await inesAt.submit(`/admin/funds/${fundI.id}`, { name: 'Fund I', currency: 'JPY', target: '200m' })

  expect(findFund(db, fundI.id)).toMatchObject({ currency: 'JPY', target: 200_000_000 })
  const currencies = allFields(db).flatMap(({ options }) =>
    options.fund_id === fundI.id && options.measure ? [options.currency] : [],
  )
  expect(currencies).toEqual(['JPY', 'JPY', 'JPY'])
})

test('a target keeps its number when the currency changes without it', async () => {
  const { asInes, fundII } = await openPanel()

  const reply = await asInes('PATCH', `/api/funds/${fundII.id}`, { currency: 'JPY' })

  expect(reply.json()).toMatchObject({ currency: 'JPY', target: 200_000_000, hard_cap: 250_000_000 })
})

test('the currency stays once amounts are kept in it', async () => {
  const { inesAt, fundII, db } = await openRaised()

  const form = await inesAt.visit(`/admin/funds/${fundII.id}/edit`)
  const reply = await inesAt.submit(`/admin/funds/${fundII.id}`, { name: 'Fund II', currency: 'EUR' })

  expect(form.body).toMatch(/name="currency"[^>]*readonly/)
  expect(reply.statusCode).toBe(409)
  expect(textOf(reply.body)).toContain('Amounts of Fund II are kept in USD, so its currency stays.')
  expect(findFund(db, fundII.id).currency).toBe('USD')
})

test('undoing a change of currency leaves it where amounts were entered since', async () => {
  const { inesAt, db, ines, fundI, harbor, clock } = await openPanel()
  await inesAt.submit(`/admin/funds/${fundI.id}`, { name: 'Fund I', currency: 'EUR' })
  const batch = db.$client.prepare('SELECT id FROM batches ORDER BY id DESC LIMIT 1').pluck().get() as string
  const entry = { investor_id: harbor.id, fund_id: fundI.id, measure: 'soft' as const, amount: 5 }
  act(db, actorFor(ines), 'Entered', (tx) => enterCommitment(tx, entry), { now: clock.now() })

  undo(db, actorFor(ines), batch)

  expect(findFund(db, fundI.id).currency).toBe('EUR')
  expect(allFields(db).find((field) => field.options.fund_id === fundI.id)?.options.currency).toBe('EUR')
})

test('undoing the making of a fund leaves fund and columns where money was entered since', async () => {
  const panel = await openPanel()
  const { inesAt, db, ines, harbor } = panel
  await inesAt.submit('/admin/funds', growth)
  const batch = db.$client.prepare('SELECT id FROM batches ORDER BY id DESC LIMIT 1').pluck().get() as string
  const fund_id = allFunds(db).at(-1)?.id ?? ''
  const entry = { investor_id: harbor.id, fund_id, measure: 'soft' as const, amount: 5 }
  act(db, actorFor(ines), 'Entered', (tx) => enterCommitment(tx, entry))

  undo(db, actorFor(ines), batch)

  expect(names(panel)).toContain('Growth Fund')
  expect(labels(panel)).toContain('Growth Fund soft')
})

test('funds are put in another order', async () => {
  const panel = await openPanel()

  const reply = await panel.inesAt.submit(`/admin/funds/${panel.fundII.id}/place`, { place: '0' })

  expect(reply.statusCode).toBe(303)
  expect(names(panel)).toEqual(['Fund II', 'Fund I'])
})

test('an unused fund is archived with its columns, and Undo brings both back', async () => {
  const panel = await openPanel()

  await panel.inesAt.submit(`/admin/funds/${panel.fundI.id}/archive`, {})
  expect(names(panel)).toEqual(['Fund II'])
  expect(labels(panel)).not.toContain('Fund I soft')

  undo(panel.db, actorFor(panel.ines))
  expect(names(panel)).toEqual(['Fund I', 'Fund II'])
  expect(labels(panel)).toContain('Fund I soft')
})

test('a fund in use is not archived, and the refusal says by what', async () => {
  const panel = await openRaised()

  const said = await panel.inesAt.submit(`/admin/funds/${panel.fundII.id}/archive`, {}, { 'hx-request': 'true' })
  const flagged = await panel.inesAt.submit(`/admin/funds/${panel.fundI.id}/archive`, {}, { 'hx-request': 'true' })

  expect([said.statusCode, flagged.statusCode]).toEqual([409, 409])
  expect(String(said.headers['hx-toast'])).toContain('Fund II has 1 commitment entry.')
  expect(String(flagged.headers['hx-toast'])).toContain('Fund I has 1 opportunity.')
  expect(names(panel)).toEqual(['Fund I', 'Fund II'])
})

test('only admins come to the funds, by the panel and by the API', async () => {
  const { marcusAt, asMarcus, fundI } = await openPanel()

  expect((await marcusAt.visit('/admin/funds')).statusCode).toBe(403)
  expect((await marcusAt.submit('/admin/funds', growth)).statusCode).toBe(403)
  expect((await asMarcus('PATCH', `/api/funds/${fundI.id}`, { name: 'Mine' })).statusCode).toBe(403)
})

test.each(['/pipeline', '/opportunities/new', '/investors/:harbor/commitments/new'])(
  'without a fund %s offers admins to add the first, and tells others whom to ask',
  async (path) => {
    const { inesAt, marcusAt, harbor } = await openWithoutFunds()
    const url = path.replace(':harbor', harbor.id)

    const [forInes, forMarcus] = [(await inesAt.visit(url)).body, (await marcusAt.visit(url)).body]

    expect(textOf(forInes)).toContain('Add the first fund')
    expect(forInes).toContain('href="/admin/funds/new"')
    expect(textOf(forMarcus)).toContain('Ask an admin to add a fund')
    expect(forMarcus).not.toContain('/admin/funds/new')
  },
)

test('the change log tells amounts of a fund as money', async () => {
  const { inesAt, fundII } = await openPanel()
  await inesAt.submit(`/admin/funds/${fundII.id}`, {
    name: 'Fund II',
    currency: 'USD',
    target: '210m',
    hard_cap: '250m',
  })

  expect(textOf((await inesAt.visit('/admin/log?entity=funds')).body)).toContain(
    'changed the target of Fund II: $200,000,000 → $210,000,000',
  )
})

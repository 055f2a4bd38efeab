import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { findOpportunity, flagOpportunity, listOpportunities } from '../../server/pipeline/opportunities.ts'
import { actorFor } from '../support/world.ts'
import { openPanel, textOf } from './person.ts'

const htmx = { 'hx-request': 'true', 'hx-current-url': 'http://crm.test/pipeline?owner=' }

/** Harbor stands at due diligence for Fund II with $8M. */
async function openBoard() {
  const panel = await openPanel()
  const { db, ines, harbor, fundII, clock } = panel
  const flag = { investor_id: harbor.id, fund_id: fundII.id, stage: 'due_diligence', expected_amount: 8_000_000_00 }
  const { result: deal } = act(db, actorFor(ines), 'Flagged', (tx) => flagOpportunity(tx, flag), { now: clock.now() })
  return { ...panel, deal, stage: () => findOpportunity(db, deal.id).stage }
}

test('an empty board says what will be here and how it begins', async () => {
  const { inesAt, veraAt } = await openPanel()

  const { body } = await inesAt.visit('/pipeline')

  expect(textOf(body)).toContain('Nobody is in the pipeline')
  expect(body).toContain('/opportunities/new')
  expect((await veraAt.visit('/pipeline')).body).not.toContain('/opportunities/new')
})

test('a column says how many it holds, what they may bring and what that is worth by probability', async () => {
  const { inesAt } = await openBoard()

  const page = textOf((await inesAt.visit('/pipeline')).body)

  expect(page).toContain('1 open opportunity, $8M expected , $4M weighted')
  expect(page).toMatch(/Due diligence 1\s+\$8M\s+\$4M weighted/)
})

test('the strip shows a fund on the way to its target, without the graveyard', async () => {
  const { inesAt, db, ines, harbor, quill, fundII } = await openBoard()
  act(db, actorFor(ines), 'Signed', (tx) => {
    for (const investor of [harbor, quill]) {
      enterCommitment(tx, { investor_id: investor.id, fund_id: fundII.id, measure: 'signed', amount: 50_000_000_00 })
    }
    writeCells(tx, quill.id, { list: 'graveyard' })
  })

  expect(textOf((await inesAt.visit('/pipeline')).body)).toContain('$50M signed $0 soft-circled 25% of $200M target')
})

test('the board of one fund leaves the others out', async () => {
  const { inesAt, fundI } = await openBoard()

  expect(textOf((await inesAt.visit(`/pipeline?fund=${fundI.id}`)).body)).not.toContain('Harbor Family Office')
})

test('a card moved forward is saved, and the board is shown anew where it was', async () => {
  const { inesAt, deal, stage } = await openBoard()

  const reply = await inesAt.submit(`/opportunities/${deal.id}/move`, { stage: 'committed' }, htmx)

  expect(stage()).toBe('committed')
  expect(reply.headers['hx-done']).toBe('true')
  expect(JSON.parse(String(reply.headers['hx-location']))).toMatchObject({ path: '/pipeline?owner=', select: '#page' })
})

test.each([
  ['lost', 'Say why this was lost.'],
  ['lead', 'Say why this goes back to Lead.'],
])('a card dropped on %s is asked for its reason before anything is saved', async (to, question) => {
  const { inesAt, deal, stage } = await openBoard()

  const asked = await inesAt.submit(`/opportunities/${deal.id}/move`, { stage: to }, htmx)
  expect(asked.statusCode).toBe(422)
  expect(textOf(asked.body)).toContain(question)
  expect(asked.body).not.toContain('field__error')
  expect(stage()).toBe('due_diligence')

  const blank = await inesAt.submit(`/opportunities/${deal.id}/move`, { stage: to, reason: ' ' }, htmx)
  expect(blank.body).toContain('field__error')

  await inesAt.submit(`/opportunities/${deal.id}/move`, { stage: to, reason: 'No allocation this year.' }, htmx)
  expect(stage()).toBe(to)
})

test('without script a card is moved by a form', async () => {
  const { inesAt, deal, stage, harbor } = await openBoard()
  const form = await inesAt.visit(`/opportunities/${deal.id}/move`)

  const reply = await inesAt.submit(`/opportunities/${deal.id}/move`, { stage: 'lost', reason: 'Wound up.' })

  expect(form.body).toContain('<select')
  expect(reply.headers.location).toBe(`/investors/${harbor.id}`)
  expect(stage()).toBe('lost')
})

test('flagging reads amounts and probabilities as people type them', async () => {
  const { inesAt, db, quill, fundII } = await openBoard()

  await inesAt.submit('/opportunities', {
    investor_id: quill.id,
    fund_id: fundII.id,
    stage: 'outreach',
    expected_amount: '$2.5m',
    probability: '30',
  })

  expect(listOpportunities(db, { investorId: quill.id })).toMatchObject([
    { opportunity: { stage: 'outreach', expectedAmount: 2_500_000_00, probability: 0.3 } },
  ])
})

test('a second flag for the same fund is refused with the way on, and what was typed is kept', async () => {
  const { inesAt, harbor, fundII } = await openBoard()

  const reply = await inesAt.submit('/opportunities', {
    investor_id: harbor.id,
    fund_id: fundII.id,
    expected_amount: '3m',
  })

  expect(reply.statusCode).toBe(409)
  expect(textOf(reply.body)).toContain('already in the Fund II pipeline, at Due diligence. Move it there instead.')
  expect(reply.body).toContain('value="3m"')
})

test('both wrong numbers are said at once, each beside its field', async () => {
  const { inesAt, deal } = await openBoard()

  const reply = await inesAt.submit(`/opportunities/${deal.id}`, { expected_amount: 'lots', probability: 'likely' })

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('“lots” is not an amount.')
  expect(textOf(reply.body)).toContain('“likely” is not a probability.')
})

test('flagging from nowhere asks which investor first', async () => {
  const { inesAt, quill } = await openBoard()

  const { body } = await inesAt.visit('/opportunities/new?search=quill')

  expect(body).toContain(`/opportunities/new?investor_id=${quill.id}`)
  expect(textOf(body)).not.toContain('Harbor Family Office')
})

test('a viewer sees the board and can move nothing', async () => {
  const { veraAt, deal, stage } = await openBoard()

  const { body } = await veraAt.visit('/pipeline')
  const reply = await veraAt.submit(`/opportunities/${deal.id}/move`, { stage: 'committed' })

  expect(body).toContain('Harbor Family Office')
  expect(body).not.toMatch(/data-board|\/move/)
  expect(reply.statusCode).toBe(403)
  expect(stage()).toBe('due_diligence')
})

test('the pipeline is saved as CSV with plain numbers', async () => {
  const { inesAt } = await openBoard()

  const { body } = await inesAt.visit('/pipeline.csv')

  expect(body).toContain('Harbor Family Office,Fund II,Due diligence,8000000.00,4000000.00,USD,0.5,Ines Okafor')
})

test('a long column shows its largest cards, counts all of them, and shows the rest when asked', async () => {
  const { inesAt, db, ines, fundII, clock } = await openBoard()
  act(
    db,
    actorFor(ines),
    'Flagged many',
    (tx) => {
      for (let n = 1; n <= 45; n += 1) {
        const { id } = addInvestor(tx, { name: `Prospect ${n}` })
        flagOpportunity(tx, { investor_id: id, fund_id: fundII.id, stage: 'lead', expected_amount: n * 100_000_00 })
      }
    },
    { now: clock.now() },
  )
  const cardsOn = (body: string) => body.match(/data-card="/g)?.length

  const first = (await inesAt.visit('/pipeline')).body
  const all = (await inesAt.visit('/pipeline?all=1')).body

  expect(textOf(first)).toMatch(/Lead 45/)
  expect(first).toContain('Prospect 45')
  expect(first).not.toContain('Prospect 5<')
  expect(textOf(first)).toContain('Show all 45')
  expect([cardsOn(first), cardsOn(all)]).toEqual([41, 46])
})

/** The funds the form offers, in order; the first is chosen. */
const offered = (html: string) => {
  const select = /name="fund_id"[\s\S]*?<\/select>/.exec(html)?.[0] ?? ''
  return [...select.matchAll(/<option[^>]*>([^<]*)</g)].map((match) => match[1])
}

test('the newest fund is offered first, and none the investor is in the pipeline of', async () => {
  const { inesAt, harbor, alder, fundII, deal } = await openBoard()

  expect(offered((await inesAt.visit(`/opportunities/new?investor_id=${alder.id}`)).body)).toEqual([
    'Fund II',
    'Fund I',
  ])
  expect(offered((await inesAt.visit(`/opportunities/new?investor_id=${harbor.id}`)).body)).toEqual(['Fund I'])
  const asked = await inesAt.visit(`/opportunities/new?investor_id=${harbor.id}&fund_id=${fundII.id}`)
  expect(offered(asked.body)).toEqual(['Fund II', 'Fund I'])

  await inesAt.submit(`/opportunities/${deal.id}/move`, { stage: 'lost', reason: 'No allocation' })
  expect(offered((await inesAt.visit(`/opportunities/new?investor_id=${harbor.id}`)).body)).toEqual([
    'Fund II',
    'Fund I',
  ])
})

test('an investor in the pipeline of every fund is not flagged again', async () => {
  const { inesAt, harbor, fundI } = await openBoard()
  await inesAt.submit('/opportunities', { investor_id: harbor.id, fund_id: fundI.id })

  const { body } = await inesAt.visit(`/opportunities/new?investor_id=${harbor.id}`)

  expect(textOf(body)).toContain('in the pipeline of every fund already')
})

test('what was lost is neither likely nor waits for a next step, on the board and on the investor’s page', async () => {
  const { inesAt, harbor, deal } = await openBoard()
  const plan = { probability: '70%', next_step: 'Send the DDQ', next_step_at: '2026-11-20', expected_amount: '8m' }
  await inesAt.submit(`/opportunities/${deal.id}`, plan)
  const pages = async () =>
    [await inesAt.visit('/pipeline'), await inesAt.visit(`/investors/${harbor.id}`)].map(({ body }) =>
      textOf(body.slice(body.indexOf(deal.id)).slice(0, 4000)),
    )
  for (const page of await pages()) expect(page).toMatch(/70%[\s\S]*Send the DDQ/)

  await inesAt.submit(`/opportunities/${deal.id}/move`, { stage: 'lost', reason: 'No allocation' })

  for (const page of await pages()) expect(page).not.toMatch(/70%|Send the DDQ/)
})

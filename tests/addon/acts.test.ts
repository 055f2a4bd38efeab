import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dossier, harbor, stranger } from './fund.ts'
import { buildBundle, choicesOf, clickable, openSidebar, type Sidebar, textsOf } from './sidebar.ts'

let bundle: Awaited<ReturnType<typeof buildBundle>>
let sidebar: Sidebar

beforeAll(async () => {
  bundle = await buildBundle()
})
afterAll(() => bundle.remove())
beforeEach(async () => {
  sidebar = await openSidebar(bundle.bundleDir)
})
afterEach(() => sidebar.close())

/** What was written through the gateway, without the questions around it. */
function writes() {
  return sidebar.gateway.asked.filter(({ key }) => key !== undefined)
}

function stateChanged(): boolean {
  return (sidebar.last().result as { stateChanged?: boolean }).stateChanged === true
}

describe('logging the open e-mail', () => {
  test('sends ids, addresses and the moment of the message, and nothing it says', async () => {
    await sidebar.open({})
    await sidebar.click('Log e-mail')

    expect(writes().map(({ url, body }) => ({ url, body }))).toEqual([
      {
        url: '/addon/v1/communications',
        body: {
          investor_id: 'harbor',
          type: 'email',
          summary: 'E-mail from Maya Chen',
          occurred_at: '2025-11-12T09:30:00.000Z',
          addresses: ['maya@harbor.example', 'ines@northgate.example'],
          message_id: expect.any(String),
          thread_id: expect.any(String),
          rfc_message_id: '<hello-1@harbor.example>',
        },
      },
    ])
  })

  test('shows the new state on the card itself, and says what happened', async () => {
    await sidebar.open({})
    const entry = { communication_id: 'new-1', investor_id: 'harbor', by: 'Ines', at: '2025-11-12T10:00:00.000Z' }
    sidebar.gateway.answers.dossier = { ...dossier, logged: [entry] }
    const card = await sidebar.click('Log e-mail')

    expect(sidebar.notice()).toBe('E-mail logged.')
    expect(textsOf(card)).toContain('Already logged by Ines · 12 Nov 2025')
    expect(sidebar.depth()).toBe(1)
    expect(stateChanged()).toBe(true)
  })

  test('twice in a hurry is one request to the service, by its key', async () => {
    const card = await sidebar.open({})
    await sidebar.click('Log e-mail')
    Object.assign(sidebar.card(), card)
    await sidebar.click('Log e-mail')

    const keys = writes().map(({ key }) => key)
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })

  test('again from a card drawn later is another request', async () => {
    await sidebar.open({})
    await sidebar.click('Log e-mail')
    await sidebar.click('Log e-mail')

    expect(new Set(writes().map(({ key }) => key)).size).toBe(2)
  })

  test('says so when somebody had logged it before', async () => {
    await sidebar.open({})
    sidebar.gateway.answers.written = { id: 'c9', batch_id: null, already_logged: true }
    await sidebar.click('Log e-mail')

    expect(sidebar.notice()).toBe('This e-mail was logged before.')
  })
})

describe('logging a call, meeting or note', () => {
  test('is dated today, to the minute, unless another day is chosen', async () => {
    await sidebar.open({})
    await sidebar.click('Log call or note')
    const before = Date.now()
    const card = await sidebar.click('Log', { summary: ' Went through the terms ' })
    const [write] = writes()

    expect(write?.body).toMatchObject({ investor_id: 'harbor', type: 'call', summary: 'Went through the terms' })
    expect(Date.parse(String(write?.body['occurred_at']))).toBeLessThanOrEqual(before)
    expect(Date.parse(String(write?.body['occurred_at']))).toBeGreaterThan(before - 60_000)
    expect(card.header.title).toBe(harbor.name)
    expect(sidebar.depth()).toBe(1)
    expect(sidebar.notice()).toBe('Call logged.')
  })

  test('of another day stands at its noon', async () => {
    await sidebar.open({})
    await sidebar.click('Log call or note')
    await sidebar.click('Log', { type: 'meeting', day: String(Date.UTC(2025, 10, 3)), summary: 'Lunch' })

    expect(writes()[0]?.body).toMatchObject({ type: 'meeting', occurred_at: '2025-11-03T12:00:00.000Z' })
  })

  test('with nothing to say asks for it, keeps the form and writes nothing', async () => {
    await sidebar.open({})
    const form = await sidebar.click('Log call or note')
    const card = await sidebar.click('Log')

    expect(sidebar.notice()).toBe('Say what was discussed, and log again.')
    expect(card).toBe(form)
    expect(writes()).toEqual([])
  })

  test('corrected after a mistake is a new request', async () => {
    await sidebar.open({})
    await sidebar.click('Log call or note')
    sidebar.gateway.answers.failures['/communications'] = {
      status: 422,
      body: { detail: 'Correct the form.', code: 'invalid', fields: { summary: 'Say a little more.' } },
    }
    await sidebar.click('Log', { summary: 'x' })
    expect(sidebar.notice()).toBe('Say a little more.')

    sidebar.gateway.answers.failures = {}
    await sidebar.click('Log', { summary: 'Went through the terms' })
    expect(new Set(writes().map(({ key }) => key)).size).toBe(2)
  })

  test('works from the home card, for a recent investor', async () => {
    await sidebar.openHome()
    const form = { investor_id: 'harbor', type: 'note', summary: 'Met at the conference' }
    const card = await sidebar.click('Log', form)

    expect(writes()[0]?.body).toMatchObject({ investor_id: 'harbor', type: 'note', summary: 'Met at the conference' })
    expect(card.header.title).toBe('Harbor Ventures')
    expect(sidebar.notice()).toBe('Note logged.')
    expect(stateChanged()).toBe(true)
  })
})

test('the home card logs for nobody until an investor is chosen', async () => {
  const home = await sidebar.openHome()
  const card = await sidebar.click('Log', { type: 'note', summary: 'Met at the conference' })

  expect(choicesOf(home, 'investor_id')).toEqual(['Choose an investor', harbor.name])
  expect(sidebar.notice()).toBe('Choose the investor, and log again.')
  expect(card).toBe(home)
  expect(writes()).toEqual([])
})

describe('flagging in the pipeline', () => {
  test('proposes a fund the investor is not flagged for, and reads amount and probability as people write them', async () => {
    await sidebar.open({})
    await sidebar.click('Flag in pipeline')
    const card = await sidebar.click('Flag in pipeline', {
      expected_amount: '$2.5m',
      probability: '40%',
      stage: 'meeting',
    })

    expect(writes()[0]).toMatchObject({
      url: '/addon/v1/opportunities',
      body: {
        investor_id: 'harbor',
        fund_id: 'fund-1',
        stage: 'meeting',
        expected_amount: 250_000_000,
        probability: 0.4,
      },
    })
    expect(sidebar.notice()).toBe('Flagged for Fund I.')
    expect(card.header.title).toBe(harbor.name)
  })

  test('needs neither amount nor probability', async () => {
    await sidebar.open({})
    await sidebar.click('Flag in pipeline')
    await sidebar.click('Flag in pipeline', { fund_id: 'fund-1' })

    expect(writes()[0]?.body).toEqual({ investor_id: 'harbor', fund_id: 'fund-1', stage: 'lead' })
  })

  test('offers the newest fund first, and none the investor is in the pipeline of', async () => {
    const funds = ['I', 'II', 'III'].map((n, at) => ({ id: `fund-${at + 1}`, name: `Fund ${n}`, currency: 'USD' }))
    sidebar.gateway.answers.dossier = { ...dossier, funds }
    await sidebar.open({})
    const form = await sidebar.click('Flag in pipeline')

    expect(choicesOf(form, 'fund_id')).toEqual(['Fund III (USD)', 'Fund I (USD)'])
  })

  test('takes up again what was lost', async () => {
    const lost = harbor.opportunities.map((one) => ({ ...one, stage: 'lost', stage_label: 'Lost' }))
    sidebar.gateway.answers.dossier = { ...dossier, investors: [{ ...harbor, opportunities: lost }] }
    await sidebar.open({})

    expect(choicesOf(await sidebar.click('Flag in pipeline'), 'fund_id')).toEqual(['Fund II (USD)', 'Fund I (USD)'])
  })

  test('is not offered when the investor is in the pipeline of every fund', async () => {
    await sidebar.open({})
    const funds = dossier.funds.filter(({ id }) => id === 'fund-2')
    sidebar.gateway.answers.dossier = { ...dossier, funds }

    expect(textsOf(await sidebar.click('Flag in pipeline')).join()).toContain('in the pipeline of every fund already')
    expect(clickable(await sidebar.open({ messageId: 'hello-2@harbor.example' }))).not.toContain('Flag in pipeline')
  })

  test('without any fund says whom to ask', async () => {
    const nothing = { ...harbor, opportunities: [] }
    sidebar.gateway.answers.dossier = { ...dossier, funds: [], investors: [nothing] }
    await sidebar.open({})

    expect(textsOf(await sidebar.click('Flag in pipeline')).join()).toContain('Ask an admin to add one')
  })

  test.each([
    [{ expected_amount: 'plenty' }, '“plenty” is not an amount. Write it like 5m or 5,000,000.'],
    [{ expected_amount: '€5m' }, 'Fund I counts in USD. Write the amount in USD.'],
    [{ probability: 'maybe' }, '“maybe” is not a probability. Write a percentage such as 40.'],
  ])('with %j keeps the form and says what is wrong', async (form, sentence) => {
    await sidebar.open({})
    const shown = await sidebar.click('Flag in pipeline')

    expect(await sidebar.click('Flag in pipeline', form)).toBe(shown)
    expect(sidebar.notice()).toBe(sentence)
    expect(writes()).toEqual([])
  })
})

describe('moving a stage', () => {
  test('proposes the next one and passes the reason on', async () => {
    await sidebar.open({})
    const form = await sidebar.click('Move')
    expect(form.header.subtitle).toContain('Fund II · Meeting')
    await sidebar.click('Move', { reason: 'Signed on Friday' })

    expect(writes()[0]).toMatchObject({
      url: '/addon/v1/opportunities/opp-1/stage',
      body: { stage: 'committed', reason: 'Signed on Friday' },
    })
    expect(sidebar.notice()).toBe('Stage moved.')
  })

  test('asks for the reason the service misses', async () => {
    await sidebar.open({})
    const form = await sidebar.click('Move')
    sidebar.gateway.answers.failures['/opportunities/opp-1/stage'] = {
      status: 422,
      body: { detail: 'Correct the form.', code: 'invalid', fields: { reason: 'Say why it is lost.' } },
    }

    expect(await sidebar.click('Move', { stage: 'lost' })).toBe(form)
    expect(sidebar.notice()).toBe('Say why it is lost.')
  })

  test('of an opportunity that is gone says so', async () => {
    await sidebar.open({})
    sidebar.gateway.answers.dossier = { ...dossier, investors: [{ ...harbor, opportunities: [] }] }

    expect(textsOf(await sidebar.click('Move')).join()).toContain('no longer in the pipeline')
  })
})

describe('adding an unknown sender', () => {
  beforeEach(async () => {
    sidebar.gateway.answers.dossier = { ...dossier, investors: [], unknown: [stranger] }
    await sidebar.open({ from: 'Nadia Roy <nadia@harbor.example>' })
    sidebar.gateway.answers.dossier = dossier
  })

  test('to a suggested investor is one click', async () => {
    const card = await sidebar.click('Add')

    expect(writes()[0]).toMatchObject({
      url: '/addon/v1/contacts',
      body: { investor_id: 'harbor', name: 'Nadia Roy', emails: ['nadia@harbor.example'] },
    })
    expect(card.header.title).toBe(harbor.name)
    expect(sidebar.notice()).toBe('Nadia Roy added.')
    expect(sidebar.depth()).toBe(1)
  })

  test('to an investor found by searching ends at its dossier', async () => {
    const found = await sidebar.click('Search', { q: 'harbor' })
    expect(found.header.subtitle).toBe('Add Nadia Roy')
    const card = await sidebar.click('Add')

    expect(writes()[0]?.body).toMatchObject({ investor_id: 'harbor', emails: ['nadia@harbor.example'] })
    expect(card.header.title).toBe(harbor.name)
    expect(sidebar.depth()).toBe(1)
  })

  test('as a new prospect needs a glance at two names', async () => {
    await sidebar.click('New prospect')
    sidebar.gateway.answers.written = { id: 'prospect-7', batch_id: 'batch-2' }
    await sidebar.click('Add prospect')

    expect(writes()[0]).toMatchObject({
      url: '/addon/v1/investors',
      body: { name: 'Harbor', contact: { name: 'Nadia Roy', emails: ['nadia@harbor.example'] } },
    })
    expect(sidebar.gateway.asked.at(-1)?.body).toMatchObject({ investor_id: 'prospect-7' })
    expect(sidebar.notice()).toBe('Harbor added as a prospect.')
    expect(sidebar.depth()).toBe(1)
  })
})

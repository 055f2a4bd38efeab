import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkBundle } from '../../emulator/apps-script/runtime.ts'
import { dossier, harbor, home, lighthouse, stranger, victor } from './fund.ts'
import { buildBundle, clickable, linksOf, openSidebar, type Sidebar, textsOf, widgetsOf } from './sidebar.ts'

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

test('Google would take the bundle', async () => {
  expect(await checkBundle(bundle.bundleDir)).toEqual([])
})

describe('the dossier beside a message', () => {
  test('shows in one request who they are and where things stand', async () => {
    const card = await sidebar.open({})
    const texts = textsOf(card)

    expect(card.header).toEqual({ title: harbor.name, subtitle: 'Prospect · Meeting · Ines' })
    expect(texts).toEqual(expect.arrayContaining(['Fund I', 'Signed $2.5M', 'of $5M soft']))
    expect(texts).toEqual(expect.arrayContaining(['Last contact', '10 Nov 2025 · Ines · Call']))
    expect(texts).toEqual(expect.arrayContaining(['Next step', 'Send the DDQ', 'Due 14 Nov 2025']))
    expect(texts).toEqual(expect.arrayContaining(['Maya Chen · CIO', 'maya@harbor.example', 'Tom Reyes']))
    expect(texts).toEqual(expect.arrayContaining(['Fund II', 'Meeting', '$10M · 40%']))
    expect(texts).toContain('Call · 10 Nov 2025 · Ines')
    expect(sidebar.gateway.asked.map(({ url }) => url)).toEqual(['/addon/v1/dossier'])
  })

  test('asks with the addresses and ids of the message, proves who is asking, and passes on neither subject nor body', async () => {
    await sidebar.open({
      cc: '"Reyes, Tom" <Tom+lp@Harbor.example>, maya@harbor.example',
      replyTo: 'office@harbor.example',
    })
    const [asked] = sidebar.gateway.asked

    expect(asked?.body).toEqual({
      addresses: ['maya@harbor.example', 'office@harbor.example', 'ines@northgate.example', 'tom@harbor.example'],
      message_id: expect.any(String),
      thread_id: expect.any(String),
      rfc_message_id: '<hello-1@harbor.example>',
    })
    expect(asked?.authorization).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/)
    expect(JSON.stringify(sidebar.gateway.asked)).not.toMatch(/nobody may pass on/)
  })

  test('opens the page of the investor in the CRM', async () => {
    const card = await sidebar.open({})

    expect(new Set(linksOf(card))).toEqual(new Set(['https://crm.harbor.example/investors/harbor']))
  })

  test('shows names as letters: escaped where Google reads HTML, as they are where it does not', async () => {
    const card = await sidebar.open({})

    expect(card.header.title).toBe('Harbor & Sons <Family Office>')
    expect(textsOf(card)).toContain('Asked for &lt;b&gt;the&lt;/b&gt; DDQ &amp; terms')
  })

  test('says who logged this e-mail already, and does not offer it again', async () => {
    const entry = { communication_id: 'c9', investor_id: 'harbor', by: 'Tomas', at: '2025-11-12T10:00:00.000Z' }
    sidebar.gateway.answers.dossier = { ...dossier, logged: [entry] }
    const card = await sidebar.open({})

    expect(textsOf(card)).toContain('Already logged by Tomas · 12 Nov 2025')
    expect(clickable(card)).not.toContain('Log e-mail')
    expect(clickable(card)).toContain('Log call or note')
  })

  test('shows how likely an opportunity is, unless it was lost', async () => {
    const lost = harbor.opportunities.map((one) => ({ ...one, stage: 'lost', stage_label: 'Lost' }))
    sidebar.gateway.answers.dossier = { ...dossier, investors: [{ ...harbor, opportunities: lost }] }
    const texts = textsOf(await sidebar.open({}))

    expect(texts).toEqual(expect.arrayContaining(['Fund II', 'Lost', '$10M']))
    expect(texts.join()).not.toContain('40%')
  })

  test('offers a viewer nothing that writes', async () => {
    sidebar.gateway.answers.dossier = { ...dossier, viewer: victor, unknown: [stranger] }
    const card = await sidebar.open({})

    expect(new Set(clickable(card))).toEqual(new Set(['Open in CRM', 'Find an investor']))
  })

  test('stays under 40 widgets for an investor with much of everything', async () => {
    const many = <Item>(item: Item | undefined) => Array.from({ length: 50 }, () => item as Item)
    const rich = {
      ...harbor,
      commitments: many(harbor.commitments[0]),
      contacts: many(harbor.contacts[0]),
      contacts_total: 300,
      communications: many(harbor.communications[0]),
      opportunities: many(harbor.opportunities[0]),
    }
    sidebar.gateway.answers.dossier = { ...dossier, investors: [rich], unknown: many(stranger) }
    const card = await sidebar.open({})

    expect(widgetsOf(card).length).toBeLessThan(40)
    expect(textsOf(card)).toContain('294 more in the CRM.')
  })

  test('can show an investor about whom nothing is known, not even a proper name', async () => {
    const bare = { ...lighthouse, name: ' ', stage: null, owner: null, commitments: [], matched: [] }
    sidebar.gateway.answers.dossier = { ...dossier, investors: [bare] }
    const card = await sidebar.open({})

    expect(textsOf(card)).toEqual(expect.arrayContaining(['Last contact', 'Never', 'Not in the pipeline.']))
  })
})

describe('a message with several investors', () => {
  beforeEach(() => {
    sidebar.gateway.answers.dossier = { ...dossier, investors: [harbor, lighthouse], unknown: [stranger] }
  })

  test('lets the person choose whom they mean', async () => {
    const card = await sidebar.open({ cc: 'ola@lighthouse.example' })

    expect(card.header.title).toBe('2 investors on this message')
    expect(textsOf(card)).toEqual(expect.arrayContaining(['ola@lighthouse.example', 'Lighthouse Pension']))
  })

  test('shows the chosen one with what the message adds', async () => {
    await sidebar.open({ cc: 'ola@lighthouse.example' })
    sidebar.gateway.answers.dossier = { ...dossier, investors: [lighthouse] }
    const card = await sidebar.click('Lighthouse Pension')

    expect(card.header.title).toBe('Lighthouse Pension')
    expect(sidebar.depth()).toBe(2)
    expect(sidebar.gateway.asked.at(-1)?.body).toMatchObject({
      investor_id: 'lighthouse',
      message_id: expect.any(String),
    })
  })
})

describe('an unknown sender', () => {
  beforeEach(() => {
    sidebar.gateway.answers.dossier = {
      ...dossier,
      investors: [],
      unknown: [{ ...stranger, suggestions: [] }, stranger],
    }
  })

  test('is shown by the name they write under, with the investors they may belong to and why', async () => {
    sidebar.gateway.answers.dossier = { ...dossier, investors: [], unknown: [stranger] }
    const card = await sidebar.open({ from: 'Nadia Roy <nadia@harbor.example>' })

    expect(card.header).toEqual({ title: 'Nadia Roy', subtitle: 'nadia@harbor.example' })
    expect(textsOf(card)).toEqual(
      expect.arrayContaining(['Harbor &amp; Sons &lt;Family Office&gt;', 'Maya Chen writes from harbor.example too.']),
    )
    expect(clickable(card)).toEqual(expect.arrayContaining(['Add', 'Search', 'New prospect']))
  })

  test('comes before the others who are unknown', async () => {
    const others = ['ola@lighthouse.example', 'nadia@harbor.example'].map((address) => ({ address, suggestions: [] }))
    sidebar.gateway.answers.dossier = { ...dossier, investors: [], unknown: others }
    const card = await sidebar.open({ from: 'Nadia Roy <nadia@harbor.example>', cc: 'ola@lighthouse.example' })

    expect(card.header.title).toBe('Nadia Roy')
    expect(clickable(card)).toContain('Ola')
    expect((await sidebar.click('Ola')).header.subtitle).toBe('ola@lighthouse.example')
  })

  test('can be looked at but not added by a viewer', async () => {
    sidebar.gateway.answers.dossier = { ...dossier, viewer: victor, investors: [], unknown: [stranger] }
    const card = await sidebar.open({ from: 'Nadia Roy <nadia@harbor.example>' })

    expect(clickable(card)).toEqual(['Harbor &amp; Sons &lt;Family Office&gt;', 'Search'])
  })
})

test('a message within the fund shows nobody, and lets the person search', async () => {
  sidebar.gateway.answers.dossier = { ...dossier, investors: [], unknown: [] }
  const card = await sidebar.open({ from: 'Tomas <tomas@northgate.example>' })

  expect(textsOf(card)).toContain('Nobody outside the fund is on this message.')
  expect(clickable(card)).toEqual(['Search'])
})

describe('the home card', () => {
  test('has the search, the quick log, the recent investors and what the team said last, in one request', async () => {
    const card = await sidebar.openHome()

    expect(card.header).toEqual({ title: 'Harbor Ventures', subtitle: 'Ines Duarte' })
    expect(card.sections.map(({ header }: { header?: string }) => header)).toEqual([
      undefined,
      'Quick log',
      'Recent investors',
      'Latest communications',
    ])
    expect(sidebar.gateway.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /addon/v1/home'])
  })

  test('opens a recent investor', async () => {
    await sidebar.openHome()
    const card = await sidebar.click('Harbor &amp; Sons &lt;Family Office&gt;')

    expect(card.header.title).toBe(harbor.name)
    expect(clickable(card)).not.toContain('Log e-mail')
    expect(sidebar.gateway.asked.at(-1)?.body).toEqual({ addresses: [], investor_id: 'harbor' })
  })

  test('has no quick log for a viewer', async () => {
    sidebar.gateway.answers.home = { ...home, viewer: victor }
    const card = await sidebar.openHome()

    expect(card.header.subtitle).toBe('Victor Lang · viewer')
    expect(clickable(card)).not.toContain('Log')
  })

  test('stands on its first day, when there is nothing recent', async () => {
    sidebar.gateway.answers.home = { ...home, recent: [], communications: [] }

    expect(clickable(await sidebar.openHome())).toEqual(['Search'])
  })
})

describe('the search', () => {
  test('finds investors by what was typed, whatever letters it has', async () => {
    await sidebar.openHome()
    const card = await sidebar.click('Search', { q: 'Zoë & Söhne?' })

    expect(new URLSearchParams(sidebar.gateway.asked.at(-1)?.url.split('?')[1]).get('q')).toBe('Zoë & Söhne?')
    expect(card.header.title).toBe('Investors like “Zoë & Söhne?”')
    expect(textsOf(card)).toContain('Prospect · Meeting · Ines · Maya Chen')
  })

  test('says when there is nothing, and when there is more', async () => {
    await sidebar.openHome()
    sidebar.gateway.answers.results = { results: [], total: 0 }
    expect(textsOf(await sidebar.click('Search', { q: 'Nobody' }))).toContain(
      'No investor, contact or address has “Nobody” in it. Try fewer letters.',
    )

    sidebar.gateway.answers.results = { results: home.recent, total: 12 }
    expect(textsOf(await sidebar.click('Search', { q: 'a' }))).toContain('11 more. Type more letters to see them.')
  })

  test('without a word asks for one instead of asking the CRM', async () => {
    await sidebar.openHome()
    const card = await sidebar.click('Search')

    expect(card.header.title).toBe('Find an investor')
    expect(sidebar.gateway.asked.map(({ url }) => url)).toEqual(['/addon/v1/home'])
  })
})

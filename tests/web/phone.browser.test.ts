import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { createSignInLink } from '../../server/accounts/sign-in-links.ts'
import { logCommunication } from '../../server/communications/log.ts'
import { setTags } from '../../server/contacts/tags.ts'
import { act } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { findRow } from '../../server/grid/rows.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { openPage } from '../support/browser.ts'
import { actorFor, openApp } from '../support/world.ts'

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

let panel: Awaited<ReturnType<typeof openFilled>>

beforeAll(async () => {
  panel = await openFilled()
})

afterAll(() => panel?.app.close())

/** Somebody in every stage, large sums, a long summary: what makes a page wide. */
async function openFilled() {
  const world = await openApp()
  const { db, clock, ines, marcus, harbor, alder, quill, fundI, fundII } = world
  const deals = [
    [harbor, fundI, 'lead'],
    [harbor, fundII, 'meeting'],
    [alder, fundI, 'due_diligence'],
    [alder, fundII, 'committed'],
    [quill, fundII, 'funded'],
  ] as const
  const fill = (tx: Parameters<typeof enterCommitment>[0]) => {
    for (const [investor, fund, stage] of deals) {
      const which = { investor_id: investor.id, fund_id: fund.id }
      flagOpportunity(tx, { ...which, stage, expected_amount: 125_500_000_00, next_step: 'Send the reserve model' })
      enterCommitment(tx, { ...which, measure: 'signed', amount: 125_500_000_00 })
    }
    setTags(tx, harbor.id, ['Anchor of the first closing', 'Warm'])
    const said = { type: 'call' as const, summary: 'Asked for the reserve model. '.repeat(12) }
    logCommunication(tx, { ...said, investor_id: harbor.id, occurred_at: clock.now().toISOString() })
  }
  act(db, actorFor(ines), 'Filled the fund', fill, { now: clock.now() })
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  const link = createSignInLink(db, marcus, clock.now())
  return { ...world, address, link, session: startSession(db, ines, {}, clock.now()) }
}

test.each([
  '/investors',
  '/investors/list',
  '/investors/archive',
  '/investors/new',
  '/investors/:harbor',
  '/investors/:harbor/history',
  '/investors/:harbor/edit',
  '/pipeline',
  '/contacts',
  '/activity',
  '/communications',
  '/import',
  '/search?q=a',
  '/account',
  '/admin/users',
  '/admin/funds',
  '/admin/funds/new',
  '/admin/tags',
  '/admin/settings',
  '/admin/backups',
  '/admin/log',
])('%s is as wide as the phone', async (path) => {
  const page = await openPage(panel.address + path.replace(':harbor', panel.harbor.id), {
    session: panel.session,
    ...phone,
  })

  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(390)
})

test('the pages before signing in are as wide as the phone', async () => {
  for (const path of ['/sign-in', `/sign-in/link/${panel.link}`]) {
    const page = await openPage(panel.address + path, phone)

    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  }
})

test('a tap in the grid opens the row, where its facts are edited in place', async () => {
  const page = await openPage(`${panel.address}/investors`, { session: panel.session, ...phone })
  await page.locator('#grid-summary b').first().waitFor()
  await page.locator('.tabulator-row [data-field=name]', { hasText: 'Harbor Family Office' }).tap()
  const row = page.getByRole('complementary', { name: 'Beside the grid' })
  await expect.poll(() => row.evaluate((covering) => covering.contains(document.activeElement))).toBe(true)
  await row.getByRole('link', { name: 'Edit City' }).tap()

  await row.getByRole('textbox', { name: 'City' }).fill('Lisbon')
  await row.getByRole('button', { name: 'Save' }).tap()

  await page.getByText('City saved').waitFor()
  await expect.poll(() => findRow(panel.db, panel.harbor.id)?.values['city']).toBe('Lisbon')
  expect(new URL(page.url()).pathname).toBe('/investors')
})

test('the head of a group cuts long words, not how many there are', async () => {
  const group = [{ key: 'type' }, { key: 'country' }]
  const column = { label: 'Where the money of this family was made', type: 'text' }
  const { key } = (await panel.asInes('POST', '/api/fundraising/fields', column)).json()
  const definition = { group: [{ key }, ...group], figures: { total_committed: 'sum' } }
  const view = (await panel.asInes('POST', '/api/fundraising/views', { name: 'By source', definition })).json()
  const page = await openPage(`${panel.address}/investors?view=${view.id}`, { session: panel.session, ...phone })
  await page.locator('.grid-group[data-level="3"]').first().waitFor()

  const cut = await page
    .locator('.grid-group__label')
    .evaluateAll((heads) => heads.filter((head) => head.scrollWidth > head.clientWidth).map((head) => head.textContent))
  expect(cut).toEqual([])
})

test('the board scrolls in itself, to its last stage', async () => {
  const page = await openPage(`${panel.address}/pipeline`, { session: panel.session, ...phone })

  await page.getByRole('heading', { name: 'Funded' }).scrollIntoViewIfNeeded()

  await expect.poll(() => page.evaluate('document.documentElement.scrollLeft')).toBe(0)
  await expect.poll(() => page.evaluate("document.querySelector('#board').scrollLeft")).toBeGreaterThan(390)
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invite } from '../../server/accounts/invitations.ts'
import { startSession } from '../../server/accounts/sessions.ts'
import { logCommunication } from '../../server/communications/log.ts'
import { act } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { violations } from '../support/axe.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { actorFor, openApp } from '../support/world.ts'

let panel: Awaited<ReturnType<typeof openPanelInBrowser>>

beforeAll(async () => {
  panel = await openPanelInBrowser()
})

afterAll(() => panel?.app.close())

async function openPanelInBrowser() {
  const world = await openApp()
  const { db, clock, ines, harbor, maya, fundI, fundII } = world
  const fill = (tx: Parameters<typeof enterCommitment>[0]) => {
    const which = { investor_id: harbor.id }
    enterCommitment(tx, { ...which, fund_id: fundI.id, measure: 'signed', amount: 5_000_000_00, note: 'Side letter' })
    enterCommitment(tx, { ...which, fund_id: fundII.id, measure: 'soft', amount: 5_000_000_00 })
    const opportunity = flagOpportunity(tx, {
      ...which,
      fund_id: fundII.id,
      stage: 'meeting',
      expected_amount: 5_000_000_00,
    })
    const said = { summary: 'Asked for the reserve model.', contact_ids: [maya.id] }
    logCommunication(tx, { ...which, ...said, type: 'call', occurred_at: clock.now().toISOString() })
    const invited = invite(tx, { email: 'noor@northlight.example', full_name: 'Noor Haddad', role: 'member' })
    return { opportunity, secret: invited.secret }
  }
  const { result } = act(db, actorFor(ines), 'Filled the fund', fill, { now: clock.now() })
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...world, ...result, address, session: startSession(db, ines, {}, clock.now()) }
}

const phone = { width: 390, height: 844 }
type Look = { signedIn?: boolean; forgive?: RegExp[]; prepare?: (page: Page) => Promise<unknown> }

/** Everything axe objects to on a page in both themes, and on a phone. */
async function objections(url: string, { signedIn = true, forgive = [], prepare }: Look = {}): Promise<string[]> {
  const who = signedIn ? { session: panel.session } : {}
  const page = await openPage(panel.address + url, { ...who, forgive, reducedMotion: 'reduce' })
  await prepare?.(page)
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await violations(page)
  await page.setViewportSize(phone)
  return [...light, ...dark, ...(await violations(page))]
}

test.each([
  '/investors',
  '/investors?q=zebra',
  '/investors/list',
  '/investors/list?list=main&q=harbor&stage=meeting&sort=-total_committed',
  '/investors/list?q=zebra',
  '/investors/archive',
  '/investors/new',
  '/investors/:harbor',
  '/investors/:harbor/history',
  '/investors/:harbor/edit',
  '/investors/:harbor/commitments/new',
  '/investors/:harbor/facts/city',
  '/communications',
  '/communications/new?investor_id=:harbor',
  '/contacts',
  '/contacts/new',
  '/pipeline',
  '/opportunities/new',
  '/opportunities/:opportunity/move',
  '/activity',
  '/import',
  '/search?q=a',
  '/account',
  '/admin/users',
  '/admin/funds',
  '/admin/funds/new',
  '/admin/tags',
  '/admin/settings',
  '/admin/log',
])('everybody can use %s, in both themes and on a phone', async (path) => {
  const url = path.replace(':harbor', panel.harbor.id).replace(':opportunity', panel.opportunity.id)

  expect(await objections(url)).toEqual([])
})

test('everybody can use the page that says there is none', async () => {
  expect(await objections('/nowhere', { forgive: [/404/] })).toEqual([])
})

test('everybody can use the pages before signing in', async () => {
  for (const url of ['/sign-in', `/invite/${panel.secret}`]) {
    expect(await objections(url, { signedIn: false })).toEqual([])
  }
})

test.each(['Enter', 'Alt+ArrowDown', 'Shift+F10'])(
  'everybody can use what %s opens on a cell of the grid',
  async (key) => {
    const prepare = async (page: Page) => {
      await page.locator('.tabulator-row', { hasText: 'Harbor' }).locator('[data-field=owner]').click()
      await page.keyboard.press(key)
      await page.locator('.grid-editor, .grid-menu').waitFor()
    }

    expect(await objections('/investors', { prepare })).toEqual([])
  },
)

test('everybody can use the search box', async () => {
  const prepare = async (page: Page) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('harb')
    await page.locator('#jump a', { hasText: 'Harbor Family Office' }).first().waitFor()
  }

  expect(await objections('/contacts', { prepare })).toEqual([])
})

test('everybody can use the list of keys', async () => {
  const prepare = async (page: Page) => {
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keys' }).waitFor()
  }

  expect(await objections('/investors', { prepare })).toEqual([])
})

test('everybody can use the dialog that logs, on the page it stands over', async () => {
  const prepare = async (page: Page) => {
    await takenOver(page)
    await page.keyboard.press('l')
    await page.getByRole('dialog').getByLabel('What was said').waitFor()
  }

  expect(await objections(`/investors/${panel.harbor.id}`, { prepare })).toEqual([])
})

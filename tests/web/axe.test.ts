import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invite } from '../../server/accounts/invitations.ts'
import { startSession } from '../../server/accounts/sessions.ts'
import { act } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { actorFor, openApp } from '../support/world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let browser: Browser
let panel: Awaited<ReturnType<typeof openPanelInBrowser>>

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args })
  panel = await openPanelInBrowser()
})

afterAll(async () => {
  await browser?.close()
  await panel?.app.close()
})

async function openPanelInBrowser() {
  const world = await openApp()
  const { db, clock, ines, harbor, fundI, fundII } = world
  const fill = (tx: Parameters<typeof enterCommitment>[0]) => {
    enterCommitment(tx, { investor_id: harbor.id, fund_id: fundI.id, measure: 'signed', amount: 5_000_000_00 })
    enterCommitment(tx, { investor_id: harbor.id, fund_id: fundII.id, measure: 'soft', amount: 5_000_000_00 })
    flagOpportunity(tx, { investor_id: harbor.id, fund_id: fundII.id, stage: 'meeting' })
    return invite(tx, { email: 'noor@northlight.example', full_name: 'Noor Haddad', role: 'member' }).secret
  }
  const { result: secret } = act(db, actorFor(ines), 'Filled the fund', fill, { now: clock.now() })
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  const session = { name: 'crm_session', value: startSession(db, ines, {}, clock.now()), url: address }
  return { ...world, address, session, secret }
}

/** Opens a page; what the browser's console says of it is collected. */
async function openPage(url: string, signedIn: boolean) {
  const context = await browser.newContext({ viewport: wide, reducedMotion: 'reduce' })
  if (signedIn) await context.addCookies([panel.session])
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(panel.address + url)
  await page.evaluate(axe)
  return { context, page, complaints }
}

async function violations(page: Page): Promise<string[]> {
  const run = `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(rules)} } })`
  const results = (await page.evaluate(run)) as AxeResults
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}

const wide = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }

/** Looks at a page in both themes, and on a phone; answers everything axe and the browser's console complain about. */
async function complaintsAbout(url: string, signedIn = true, prepare?: (page: Page) => Promise<unknown>) {
  const { context, page, complaints } = await openPage(url, signedIn)
  await prepare?.(page)
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await violations(page)
  await page.setViewportSize(phone)
  const small = await violations(page)
  await context.close()
  return [...complaints, ...light, ...dark, ...small]
}

test.each([
  '/investors',
  '/investors?list=main&q=harbor&stage=meeting&sort=-total_committed',
  '/investors?q=zebra',
  '/investors/archive',
  '/contacts',
  '/search?q=a',
  '/account',
  '/admin/users',
  '/admin/settings',
  '/admin/log',
  '/nowhere',
])('everybody can use %s, in both themes and on a phone', async (url) => {
  const complaints = await complaintsAbout(url)

  expect(complaints.filter((text) => !(url === '/nowhere' && text.includes('404')))).toEqual([])
})

test('everybody can use the pages before signing in', async () => {
  for (const url of ['/sign-in', `/invite/${panel.secret}`]) expect(await complaintsAbout(url, false)).toEqual([])
})

test('everybody can use the search box', async () => {
  const look = async (page: Page) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('harb')
    await page.locator('#jump a', { hasText: 'Harbor Family Office' }).first().waitFor()
  }

  expect(await complaintsAbout('/contacts', true, look)).toEqual([])
})

test('everybody can use the list of keys', async () => {
  const look = async (page: Page) => {
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keys' }).waitFor()
  }

  expect(await complaintsAbout('/investors', true, look)).toEqual([])
})

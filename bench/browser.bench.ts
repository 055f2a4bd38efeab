import { existsSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { startSession } from '../server/accounts/sessions.ts'
import { findUser } from '../server/accounts/users.ts'
import { launchChromium } from '../tests/support/chromium.ts'
import { chromiumPath, howToInstall } from '../tests/support/chromium-path.ts'
import { now } from './fund.ts'
import { type Bench, type Lab, sizes } from './lab.ts'
import { compare } from './measure.ts'

/**
 * What a person waits for, in Chromium: the grid until its first cell takes a mark, an edit until it is painted, and a
 * hundred frames of scrolling. Beside it a bare page that asks for its rows and draws the first hundred as a plain table.
 */
export const browserBench: Bench = {
  name: 'browser',
  run: async (lab, report) => {
    if (!existsSync(chromiumPath())) return void process.stderr.write(`browser: left out. ${howToInstall}\n`)

    const bare = await openBare(lab)
    for (const size of [sizes.small, sizes.usual]) {
      const label = `of ${size.toLocaleString('en-US')}`
      const { page, url } = await openGrid(lab, size)
      const calls = { calls: 12, seconds: 30 }
      const loaded = () => untilInteractive(page, url)
      const plain = () => untilInteractive(bare.page, bare.url)
      report(await compare({ name: `the grid ${label} until interactive`, ours: loaded, bare: plain, ...calls }))
      await allRowsIn(page, size)
      const edits = { ours: () => editCell(page), bare: () => editCell(bare.page) }
      report(await compare({ name: `an edit ${label} until painted`, ...edits, calls: 40, seconds: 20 }))
      const frames = { ours: () => scroll(page, '.tabulator-tableholder'), bare: () => scroll(bare.page, 'main') }
      report(await compare({ name: `100 frames of scrolling ${label}`, ...frames, ...calls }))
    }
  },
}

const cell = '#grid-table .tabulator-row .tabulator-cell[data-field="next_step"]'

async function untilInteractive(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'commit' })
  await page.locator(cell).first().click()
  await page.locator('#grid-table [aria-selected="true"]').first().waitFor()
}

/** The rows after the first page come in the background. */
const allRowsIn = (page: Page, size: number) =>
  page.waitForFunction(
    (rows) => Number(document.querySelector('[aria-rowcount]')?.getAttribute('aria-rowcount')) >= rows,
    size,
  )

let written = 0

/** Types into the marked cell and waits until the browser has drawn it. */
async function editCell(page: Page): Promise<void> {
  const text = `Call ${++written}`
  await page.locator(cell).first().click()
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
  await page.locator(cell, { hasText: text }).first().waitFor()
}

/** Two hundred pixels a frame; answers when the hundredth is drawn. */
const scroll = (page: Page, holder: string) =>
  page.evaluate(async (selector) => {
    const element = document.querySelector(selector)
    for (let frame = 0; frame < 100; frame += 1) {
      if (element)
        element.scrollTop = (element.scrollTop + 200) % Math.max(1, element.scrollHeight - element.clientHeight)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  }, holder)

const openBrowser = (lab: Lab) =>
  lab.once('browser', async () => {
    const browser: Browser = await launchChromium()
    return { browser, close: () => browser.close() }
  })

async function openGrid(lab: Lab, size: number) {
  const { origin, headers } = await lab.widePanel(size)
  await showBesideName(origin, headers, 'next_step')
  const { db, actor } = await lab.wideFund(size)
  const { browser } = await openBrowser(lab)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const value = startSession(db, findUser(db, String(actor.id)), {}, now())
  await context.addCookies([{ name: 'crm_session', value, url: origin }])
  return { page: await context.newPage(), url: `${origin}/investors` }
}

/** Columns out of sight are not drawn: the one that is edited is moved to the left. */
async function showBesideName(origin: string, headers: Record<string, string>, key: string) {
  const views = `${origin}/api/fundraising/views`
  const { data } = (await (await fetch(views, { headers })).json()) as { data: { id: string; definition: object }[] }
  const [first] = data
  const definition = { ...first?.definition, columns: [{ key: 'name', frozen: true }, { key }] }
  const body = JSON.stringify({ definition })
  const json = { ...headers, 'content-type': 'application/json' }
  const reply = await fetch(`${views}/${first?.id}/drift`, { method: 'PUT', headers: json, body })
  if (!reply.ok) throw new Error(await reply.text())
}

async function openBare(lab: Lab) {
  const { origin } = await lab.bareServer(sizes.usual)
  const { browser } = await openBrowser(lab)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  return { page: await context.newPage(), url: `${origin}/table` }
}

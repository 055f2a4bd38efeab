import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type Demo, startDemo } from '../../emulator/demo/start.ts'
import { launchChromium } from '../support/chromium.ts'

/** The demo's fund tells its story up to this moment, so that the pictures look alike whenever they are taken. */
const moment = new Date('2026-11-18T10:30:00Z')
const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

type Theme = 'light' | 'dark'
type Scene = { name: string; size: { width: number; height: number }; themes: Theme[]; show: Show }
/** Brings the page to what is to be seen; `page` is Ines's browser. */
type Show = (page: Page, demo: Demo) => Promise<void>

const scenes: Scene[] = [
  { name: 'investors', size: desk, themes: ['light', 'dark'], show: showInvestors },
  { name: 'grid-filter', size: desk, themes: ['light', 'dark'], show: showFilter },
  { name: 'fields', size: desk, themes: ['light'], show: showFields },
  { name: 'dossier', size: desk, themes: ['light', 'dark'], show: showDossier },
  { name: 'pipeline', size: desk, themes: ['light', 'dark'], show: showPipeline },
  { name: 'import', size: desk, themes: ['light', 'dark'], show: showImport },
  { name: 'sidebar', size: desk, themes: ['light', 'dark'], show: showSidebar },
  { name: 'investors-phone', size: phone, themes: ['light'], show: showInvestors },
  { name: 'dossier-phone', size: phone, themes: ['dark'], show: showDossier },
  { name: 'automations', size: desk, themes: ['light'], show: showAutomations },
  { name: 'today', size: desk, themes: ['light'], show: showToday },
  { name: 'review', size: desk, themes: ['light'], show: showReview },
]

/** Takes the pictures the README and the documents show; `wanted` picks some by name. Answers the files. */
export async function takePictures(folder: string, wanted = (_name: string) => true): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const demo = await startDemo({ CRM_PORT: '0', CRM_GATEWAY_PORT: '0', CRM_LOG_LEVEL: 'silent' }, () => moment)
  const browser = await launchChromium()
  try {
    const signedIn = await signIn(browser, demo)
    const files: string[] = []
    for (const { name, size, themes, show } of scenes) {
      for (const theme of themes.filter((theme) => wanted(`${name}-${theme}`))) {
        const options = { ...signedIn, viewport: size, colorScheme: theme, isMobile: size === phone }
        const file = join(folder, `${name}-${theme}.png`)
        await takePicture(browser, options, file, (page) => show(page, demo))
        files.push(file)
      }
    }
    return files
  } finally {
    await browser.close()
    await demo.stop()
  }
}

async function takePicture(
  browser: Browser,
  options: BrowserContextOptions,
  file: string,
  show: (page: Page) => Promise<void>,
) {
  const context = await browser.newContext({ ...options, deviceScaleFactor: 1, reducedMotion: 'reduce' })
  // What the page's own script calls two days ago is so for the fund's moment, not for today.
  await context.clock.setFixedTime(moment)
  const page = await context.newPage()
  await show(page)
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
  await context.close()
}

/** Ines's cookies, by one of the links the demo prints. */
async function signIn(browser: Browser, demo: Demo): Promise<BrowserContextOptions> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(demo.signInLinks()[0]?.url ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Investors' }).waitFor()
  const storageState = await context.storageState()
  await context.close()
  return { storageState }
}

/** All investors in the grid, the keyboard on a name. */
async function showInvestors(page: Page, { panelUrl }: Demo) {
  await page.goto(`${panelUrl}/investors?view=all`)
  await drawn(page)
  await page.locator('#grid-table').focus()
}

/** The rows stand in the table, and the figures of all of them below it. */
async function drawn(page: Page) {
  await page.locator('.tabulator-row[data-kind=row]').first().waitFor()
  await page.locator('#grid-summary b').first().waitFor()
}

/** Who signed before and has said nothing yet: the filter of a view every fund has, opened. */
async function showFilter(page: Page, { panelUrl }: Demo) {
  await page.goto(`${panelUrl}/investors?view=reup`)
  await drawn(page)
  await page.locator('[data-chip=filter]').click()
  await page
    .getByRole('dialog', { name: 'Filter', exact: true })
    .getByText(/^Shows \d+ investors$/)
    .waitFor()
  await page.mouse.move(0, 0)
}

async function showFields(page: Page, { panelUrl }: Demo) {
  await page.goto(`${panelUrl}/admin/fields`)
  await page.getByRole('heading', { name: 'Columns of investors' }).waitFor()
}

/** What a rule would do today, before it is switched on. */
async function showAutomations(page: Page, { panelUrl }: Demo) {
  await page.goto(`${panelUrl}/automations`)
  await page.getByRole('link', { name: 'Follow up', exact: true }).click()
  await page.getByRole('link', { name: 'What it would do today' }).click()
  await page.locator('#dry-run').waitFor()
  await page.mouse.move(0, 0)
}

/** What the Graveyard rule proposes, for somebody to decide. */
async function showReview(page: Page, { panelUrl }: Demo) {
  await page.goto(`${panelUrl}/review`)
  await page.locator('.review__whom').waitFor()
}

async function showDossier(page: Page, { panelUrl }: Demo) {
  await page.goto(`${panelUrl}/investors/list?q=harbor+family`)
  await page.getByRole('link', { name: 'Harbor Family Office' }).click()
  await page.getByRole('heading', { level: 1, name: 'Harbor Family Office' }).waitFor()
}

async function showPipeline(page: Page, { panelUrl }: Demo) {
  await page.goto(`${panelUrl}/pipeline`)
  await page.getByRole('link', { name: 'Fund II', exact: true }).click()
  await page.locator('[aria-current]', { hasText: 'Fund II' }).waitFor()
}

async function showImport(page: Page, { panelUrl }: Demo) {
  const buffer = readFileSync(join(import.meta.dirname, 'fixtures/airtable-investors.csv'))
  const file = { name: 'Investors-Grid view.csv', mimeType: 'text/csv', buffer }
  await page.goto(`${panelUrl}/import`)
  await page.getByLabel('Drop a CSV file here, or choose one').setInputFiles(file)
  await page.getByRole('button', { name: 'See what will happen' }).waitFor()
}

/** A message nobody logged yet: the sidebar's first act is what people open it for. */
async function showSidebar(page: Page, { inboxUrl }: Demo) {
  await page.goto(inboxUrl)
  await page.getByRole('button', { name: 'Follow-up questions from our side' }).first().click()
  await page
    .getByRole('complementary')
    .getByText(/^Already logged by/)
    .waitFor()
}

async function showToday(page: Page, { panelUrl }: Demo) {
  await page.goto(`${panelUrl}/today`)
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor()
}

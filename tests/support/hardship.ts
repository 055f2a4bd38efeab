import type { BrowserContext, Page } from 'playwright-core'

const asked = (name: string) => Number(process.env[name] ?? 0)

/**
 * What a developer burdens the browser tests with, to find the one that reads a page too early:
 * `CRM_TEST_LATENCY`, milliseconds every request and every reply of a page is late;
 * `CRM_TEST_CPU`, by how much the page's own work is slower (6 is a cheap phone);
 * `CRM_TEST_PAUSE`, milliseconds before every act of the test, while the page goes on.
 */
const latency = asked('CRM_TEST_LATENCY')
const slowness = asked('CRM_TEST_CPU')
export const pause = asked('CRM_TEST_PAUSE')

/** How much longer than usual a test waits under that burden. */
export const patience = latency || slowness || pause ? 3 : 1

/** Burdens all pages of a context, those that its pages open too. */
export async function burden(context: BrowserContext): Promise<void> {
  if (latency) await context.route('**/*', (route) => void setTimeout(() => route.continue().catch(gone), latency))
  if (latency || slowness) context.on('page', (page) => void slowDown(page).catch(gone))
}

/** Playwright's own routes delay what is asked; Chromium delays what is answered. */
async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  if (slowness > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: slowness })
}

/** The page was closed meanwhile. */
const gone = () => {}

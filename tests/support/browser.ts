import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type ConsoleMessage,
  chromium,
  type Page,
} from 'playwright-core'
import { inject, onTestFinished } from 'vitest'
import { burden, patience, pause } from './hardship.ts'

/** The run's one Chromium, as this worker is connected to it from its first page on. */
let connected: Promise<Browser> | undefined

type Visit = BrowserContextOptions & {
  /** The secret of somebody's session, for tests that are not about signing in. */
  session?: string
  /** What the browser may complain of in this test, because the test is about it. */
  forgive?: RegExp[]
}

/** A page of a browser of its own. Whatever its console complains of fails the test. */
export async function openPage(url: string, visit: Visit = {}): Promise<Page> {
  const context = await openContext(url, visit)
  const page = await context.newPage()
  await page.addLocatorHandler(page.locator(notTakenOver), () => takenOver(page))
  await page.goto(url)
  return page
}

/** A page that opens another one is watched together with it. */
async function openContext(url: string, { session, forgive = [], ...options }: Visit): Promise<BrowserContext> {
  connected ??= chromium.connect(inject('chromium'), { slowMo: pause })
  const context = await (await connected).newContext({ viewport: { width: 1360, height: 820 }, ...options })
  // Shorter than a test's limit, so that a failure names what was waited for.
  context.setDefaultTimeout(30_000 * patience)
  await burden(context)
  if (session) await context.addCookies([{ name: 'crm_session', value: session, url: new URL(url).origin }])
  const complaints = watch(context)
  onTestFinished(async () => {
    // Counted first: closing cuts off what is under way, which the console then calls an error.
    const left = complaints.filter((text) => !forgive.some((pattern) => pattern.test(text)))
    await context.close()
    if (left.length > 0) throw new Error(`The browser complained:\n${left.join('\n')}`)
  })
  return context
}

/** A page of the panel whose script has not run yet. */
const notTakenOver = `html:has(${['get', 'post', 'put', 'patch', 'delete'].map((verb) => `[hx-${verb}]:not([data-htmx-powered])`)})`

/**
 * Until htmx has taken a page of the panel over, a key or a click follows a link as in a page without script. Locators
 * wait for it by themselves, also on the pages a test comes to; `page.keyboard` knows no element and does not.
 */
export async function takenOver(page: Page): Promise<void> {
  await page.locator('[data-htmx-powered]').first().waitFor({ state: 'attached' })
}

/** Errors in the console, exceptions of the page's scripts, and requests that would have left this machine. */
function watch(context: BrowserContext): string[] {
  const complaints: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(inWords(message))
  })
  context.on('weberror', (error) => complaints.push(error.error().stack ?? error.error().message))
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') complaints.push(`A request to ${request.url()}`)
  })
  return complaints
}

const inWords = (message: ConsoleMessage) => `${message.text()} (${message.location().url})`

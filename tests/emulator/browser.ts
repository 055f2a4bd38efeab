import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, onTestFinished } from 'vitest'

const places = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where this machine has a Chromium; without one the tests in a browser are skipped, not failed. */
export const chromiumPath = places.find((place) => place && existsSync(place))

let running: Promise<Browser> | undefined

afterAll(async () => {
  await (await running)?.close()
})

/** A page of its own for one test; an error in the page fails the test. */
export async function openPage(url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']
  running ??= chromium.launch({ args, ...(chromiumPath && { executablePath: chromiumPath }) })
  const context = await (await running).newContext({ viewport: { width: 1360, height: 820 }, ...options })
  const errors: Error[] = []
  const page = await context.newPage()
  page.on('pageerror', (error) => errors.push(error))
  onTestFinished(async () => {
    await context.close()
    if (errors[0]) throw errors[0]
  })
  await page.goto(url)
  return page
}

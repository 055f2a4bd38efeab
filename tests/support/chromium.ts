import { existsSync } from 'node:fs'
import { type Browser, type BrowserServer, chromium } from 'playwright-core'
import { chromiumPath, howToInstall } from './chromium-path.ts'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Whatever a page names, nothing but this machine is looked up.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
]

/** Starts the machine's own Chromium: the one `CHROMIUM` names, else the system's. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch(installed())
}

/** The same, for others to connect to. */
export async function serveChromium(): Promise<BrowserServer> {
  return chromium.launchServer({ ...installed(), host: '127.0.0.1' })
}

function installed() {
  const executablePath = chromiumPath()
  if (!existsSync(executablePath)) throw new Error(`There is no Chromium at ${executablePath}. ${howToInstall}`)
  return { executablePath, args: flags }
}

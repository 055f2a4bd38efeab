import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
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
  const path = chromiumPath()
  if (!existsSync(path)) {
    throw new Error(`There is no Chromium at ${path}. ${howToInstall}`)
  }
  return chromium.launch({ executablePath: path, args: flags })
}

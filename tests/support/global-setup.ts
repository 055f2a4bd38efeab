import { existsSync } from 'node:fs'
import { chromiumPath, howToInstall } from './chromium-path.ts'

/** Runs once before all tests. */
export function setup() {
  process.env['TZ'] = 'UTC'
  if (!existsSync(chromiumPath()) && !process.env['CI']) {
    process.stderr.write(`\nNo Chromium at ${chromiumPath()}: the browser tests are left out. ${howToInstall}\n\n`)
  }
}

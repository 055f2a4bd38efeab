import { existsSync } from 'node:fs'
import { ensureAssets } from '../../views/assets/build.ts'
import { chromiumPath, howToInstall } from './chromium-path.ts'

/** Runs before all tests. The page's scripts are built here: a file would else fetch what another is writing. */
export async function setup() {
  process.env['TZ'] = 'UTC'
  if (!existsSync(chromiumPath()) && !process.env['CI']) {
    process.stderr.write(`\nNo Chromium at ${chromiumPath()}: the browser tests are left out. ${howToInstall}\n\n`)
  }
  await ensureAssets()
}

import { existsSync } from 'node:fs'
import { configDefaults, defineConfig } from 'vitest/config'
import { chromiumPath } from './tests/support/chromium-path.ts'

const browserTests = 'tests/**/*.browser.test.ts'
/** Without a Chromium its tests are left out, and the set-up says so. CI has to have one. */
const isWithoutBrowser = !existsSync(chromiumPath()) && !process.env['CI']

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(isWithoutBrowser ? [browserTests] : [])],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As long as the browser's own waits: a busy machine is no failure.
    expect: { poll: { timeout: 15_000 } },
    globalSetup: ['tests/support/global-setup.ts'],
  },
})

import { existsSync } from 'node:fs'
import { configDefaults, defineConfig } from 'vitest/config'
import { chromiumPath } from './tests/support/chromium-path.ts'
import { patience } from './tests/support/hardship.ts'

const browserTests = 'tests/**/*.browser.test.ts'
/** The grid's model, run in Node with a `fetch`, a clock and neighbours of its own: each file alone. */
const modelTests = 'tests/grid-page/*.test.ts'
/** Without a Chromium its tests are left out, and the set-up says so. CI has to have one. */
const isWithoutBrowser = !existsSync(chromiumPath()) && !process.env['CI']
/**
 * The server's tests by the first letter of their folder, the last stretch all that is left: workers end between two
 * stretches, and give their memory back.
 */
const stretches = ['a-b', 'c-d', 'e-f', 'g-g', 'h-o', 'p-s', '!a-s']
const setUp = 'tests/support/global-setup.ts'

export default defineConfig({
  test: {
    // Processes, not threads: what the copies of the database took goes back to the machine when they end.
    pool: 'forks',
    maxWorkers: 2,
    // Where glibc keeps large blocks apart, so that they are given back as soon as a test's database is collected.
    env: { MALLOC_MMAP_THRESHOLD_: '131072' },
    // Long, because a busy machine is no failure; what is polled waits as long as the browser's own locators do.
    testTimeout: 120_000 * patience,
    hookTimeout: 120_000 * patience,
    expect: { poll: { timeout: 30_000 * patience } },
    // Files share what they import, which costs more to load than most of them take; no module of the server keeps
    // anything that is not its database's.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'browser',
          include: isWithoutBrowser ? [] : [browserTests],
          globalSetup: [setUp, 'tests/support/one-chromium.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'model',
          include: [modelTests],
          exclude: [...configDefaults.exclude, browserTests],
          isolate: true,
        },
      },
      ...stretches.map((letters) => ({
        extends: true as const,
        test: {
          name: `server ${letters}`,
          include: [`tests/[${letters}]*/**/*.test.ts`, `tests/[${letters}]*.test.ts`],
          exclude: [...configDefaults.exclude, browserTests, modelTests],
          globalSetup: [setUp],
        },
      })),
    ],
  },
})

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { settingNames } from '../server/config.ts'

const read = (path: string) => readFileSync(path, 'utf8')

test.each(settingNames)('%s is explained in the documentation and listed in .env.example', (name) => {
  expect(read('docs/configuration.md')).toContain(`| \`${name}\` |`)
})

test('the documentation and .env.example name no setting that does not exist', () => {
  const named = [...`${read('docs/configuration.md')}\n${read('.env.example')}`.matchAll(/\bCRM_[A-Z_]+/g)].map(
    ([name]) => name,
  )

  expect([...new Set(named)].filter((name) => !settingNames.includes(name))).toEqual([])
})

test.each(['README.md', 'CONTRIBUTING.md', 'docs/install.md', 'docs/google-setup.md', 'docs/configuration.md'])(
  'every link in %s leads somewhere',
  (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) =>
      join(dirname(page), String(target)),
    )

    expect(targets.filter((target) => !existsSync(target))).toEqual([])
  },
)

test.each(
  [...read('CONTRIBUTING.md').matchAll(/`((?:server|addon|shared|tests|views)\/[\w./-]+)`/g)].map(([, path]) =>
    String(path),
  ),
)('CONTRIBUTING points at %s, which exists', (path) => expect(existsSync(path)).toBe(true))

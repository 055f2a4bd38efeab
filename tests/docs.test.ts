import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { settingNames } from '../server/config.ts'

const read = (path: string) => readFileSync(path, 'utf8')

test.each(settingNames)('%s is explained in the documentation and listed in .env.example', (name) => {
  expect(read('docs/configuration.md')).toContain(`| \`${name}\` |`)
  expect(read('.env.example')).toMatch(new RegExp(`^#? ?${name}=`, 'm'))
})

test('the documentation and .env.example name no setting that does not exist', () => {
  const named = [...`${read('docs/configuration.md')}\n${read('.env.example')}`.matchAll(/\bCRM_[A-Z_]+/g)].map(
    ([name]) => name,
  )

  expect([...new Set(named)].filter((name) => !settingNames.includes(name))).toEqual([])
})

const guides = readdirSync('docs').filter((name) => name.endsWith('.md'))
const pages = ['README.md', 'CONTRIBUTING.md', ...guides.map((name) => `docs/${name}`)]

test.each(pages)('every link and picture in %s leads somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)|(?:src|srcset)="([^"]+)"/g)]
  const targets = links.map(([, link, picture]) => join(dirname(page), String(link ?? picture)))

  expect(targets.filter((target) => !existsSync(target))).toEqual([])
})

test.each(pages)('every file that %s names is there', (page) => {
  const named = [...read(page).matchAll(/`((?:server|addon|shared|tests|views|emulator|bench|deploy)\/[\w./-]+)`/g)]

  expect(named.map(([, path]) => String(path)).filter((path) => !existsSync(path))).toEqual([])
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { surfaces } from '../../server/db/actor.ts'
import { statusOf } from '../../server/errors.ts'
import { fieldTypes } from '../../shared/fields.ts'
import { bounds, operators } from '../../shared/filter.ts'

const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')

test.each([
  ['operator', [...new Set(Object.values(operators).flat())]],
  ['column type', [...fieldTypes]],
  ['error code', Object.keys(statusOf)],
  ['surface', [...surfaces]],
])('docs/api.md names every %s', (_what, words) => {
  const missing = words.filter((word) => !page.includes(`\`${word}\``))

  expect(missing).toEqual([])
})

test('docs/api.md states the bounds of a filter', () => {
  expect(page).toContain(`nest up to ${bounds.depth} deep`)
  expect(page).toContain(`up to ${bounds.conditions} conditions`)
})

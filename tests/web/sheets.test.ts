import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../views/assets/css')

/** Sheets in which a rule begins with this class alone: where the thing it names gets its looks. */
function homes(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const file of globSync('*.css', { cwd: folder })) {
    for (const [, name] of outsideMedia(readFileSync(join(folder, file), 'utf8')).matchAll(/^ {2}\.([\w-]+) \{$/gm)) {
      found.set(name ?? '', (found.get(name ?? '') ?? new Set()).add(basename(file)))
    }
  }
  return found
}

/** Rules of a narrower screen stand deeper and may be anywhere. */
const outsideMedia = (css: string) => css.replace(/^ {4,}.*$/gm, '')

test('a class gets its looks in one sheet, so that no page borrows those of another by accident', () => {
  const twice = [...homes()].filter(([, files]) => files.size > 1).map(([name, files]) => `${name}: ${[...files]}`)

  expect(twice).toEqual([])
})

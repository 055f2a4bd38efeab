import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Ways to read a page as it stands, that do not wait until it says what is expected. */
const reads =
  'allInnerTexts|allTextContents|count|evaluateAll|getAttribute|innerText|inputValue|isChecked|isVisible|textContent'
const readOnce = new RegExp(`expect\\(\\s*\\(?await [^\\n]*?\\.(?:${reads})\\(`, 'g')

test('no browser test reads a page once: what it expects may come a moment later', () => {
  const files = globSync('**/*.browser.test.ts', { cwd: import.meta.dirname })
  const found = files.flatMap((file) =>
    [...readFileSync(`${import.meta.dirname}/${file}`, 'utf8').matchAll(readOnce)].map(([text]) => `${file}: ${text}`),
  )

  expect(files.length).toBeGreaterThan(40)
  expect(found).toEqual([])
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { openPage } from '../support/browser.ts'
import { password } from '../support/world.ts'
import { openEmptyService } from './fund.ts'

const setupToken = 'the-set-up-token-of-this-journey'
/** As Airtable wrote it: a mark at the start, LF, no line end at the last row. Row 11 has a bad cell, row 41 a repeated name. */
const exported = readFileSync(join(import.meta.dirname, 'fixtures/airtable-investors.csv'), 'utf8')

/** The first start: the address the server printed, and the first admin. */
async function setUp(): Promise<Page> {
  const service = await openEmptyService(setupToken)
  onTestFinished(service.close)
  const page = await openPage(`${service.panel}/setup?token=${setupToken}`)
  await page.getByLabel('Your name').fill('Ines Okafor')
  await page.getByLabel('E-mail').fill('ines@northlight.example')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Create admin and sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Investors' }).waitFor()
  return page
}

test('from the first start to an investor that is found, read and edited', async () => {
  const page = await setUp()
  await signOutAndIn(page)

  await page.getByRole('link', { name: 'Import a CSV file' }).click()
  await handIn(page, exported)
  await expect
    .poll(() => page.locator('.import-source').innerText())
    .toContain('60 rows, 16 columns, UTF-8, separated by commas')
  await expect.poll(() => targetOf(page, 'Contacts')).toBe('Contact: name')
  await expect.poll(() => targetOf(page, 'Tags')).toBe('Tags')
  await expect.poll(() => targetOf(page, 'Deck')).toBe('New: attachments')
  await expect.poll(() => page.getByLabel('Fund of “Fund I commitment”').inputValue()).toBe('Fund I')
  await expect
    .poll(() => page.getByLabel('Date order of “First met”').innerText())
    .toContain('Day first, as the values show')

  await page.getByRole('button', { name: 'See what will happen' }).click()
  await page.getByRole('heading', { name: 'What will happen' }).waitFor()
  await expect.poll(() => figures(page)).toEqual([58, 0, 0, 2])
  await expect
    .poll(() => tableRows(page))
    .toEqual([
      ['11', 'Fund II soft circle', 'to be confirmed', expect.stringContaining('is not an amount')],
      ['41', 'Name', expect.stringContaining('Hollis Family Office'), expect.stringContaining('Ambiguous')],
    ])

  await page.getByRole('button', { name: 'Import 58 rows' }).click()
  await page.getByRole('heading', { name: 'Imported' }).waitFor()
  await expect.poll(() => figures(page)).toEqual([58, 0, 0, 2])

  await page.getByRole('link', { name: 'See the investors' }).click()
  await page.getByRole('searchbox', { name: 'Search investors' }).fill('ashd')
  await page.waitForURL(/\/investors\?.*q=ashd$/)
  await page.getByText('1 investor', { exact: true }).waitFor()
  await expect
    .poll(() => page.locator('.tabulator-row[data-kind=row]').allInnerTexts())
    .toEqual([expect.stringMatching(/Ashdown Family Office.*\$4\.8M/s)])

  await page
    .getByRole('gridcell', { name: /Ashdown Family Office/ })
    .first()
    .hover()
  await page.getByRole('link', { name: 'Open Ashdown Family Office' }).click()
  await page.getByRole('heading', { level: 1, name: 'Ashdown Family Office' }).waitFor()
  await page.getByRole('complementary').getByText('Mei Lin Zhao, CFA').waitFor()
  await expect.poll(() => page.getByText('Said "maybe" twice.').isVisible()).toBe(true)
  await editFact(page, 'City', 'Aarhus')

  await page.getByRole('navigation', { name: 'What to show' }).getByRole('link', { name: 'History' }).click()
  await page.getByRole('region', { name: 'Every entry' }).waitFor()
  await expect
    .poll(async () => (await tableRows(page))[0]?.slice(0, 5))
    .toEqual(['just now', 'Ines panel', 'changed City', 'Copenhagen', 'Aarhus'])
})

test('the same file changes nothing, a changed one only its cells, and an import is undone whole', async () => {
  const page = await setUp()
  expect(await importOf(page, exported)).toEqual([58, 0, 0, 2])

  expect(await checkOf(page, exported)).toEqual([0, 0, 58, 2])
  await expect.poll(() => page.getByRole('button', { name: /^Import/ }).count()).toBe(0)

  const changed = exported
    .replace(
      'Ashdown Family Office,Main,Family office,Copenhagen',
      'Ashdown Family Office,Follow up,Family office,Aarhus',
    )
    .replace('to be confirmed', '$1000000.00')
  expect(await checkOf(page, changed)).toEqual([1, 1, 57, 1])
  await page.getByRole('link', { name: 'will be updated' }).click()
  const cells = [
    ['1', 'Ashdown Family Office', 'List', 'Main', 'Follow-up'],
    ['City', 'Copenhagen', 'Aarhus'],
  ]
  await expect.poll(() => tableRows(page)).toEqual(cells)

  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await page.getByRole('heading', { name: 'Imported' }).waitFor()
  await page.getByRole('link', { name: '1 updated' }).click()
  await expect.poll(() => tableRows(page)).toEqual(cells)

  await page.getByRole('link', { name: 'Import another file' }).click()
  for (const undone of [1, 2]) {
    await page.getByRole('link', { name: 'Undo the import of' }).first().click()
    await page.getByRole('button', { name: 'Undo all of it' }).click()
    await page
      .getByText('Undone')
      .nth(undone - 1)
      .waitFor()
  }
  await page.getByRole('link', { name: 'Investors', exact: true }).click()
  await page.getByText('No investors yet').waitFor()
})

async function signOutAndIn(page: Page) {
  await page.getByText('Ines Okafor, your menu').locator('..').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('E-mail').fill('ines@northlight.example')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Investors' }).waitFor()
}

/** Step one; ends where the columns are shown. */
async function handIn(page: Page, text: string) {
  const file = { name: 'Investors-Grid view.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
  await page.getByLabel('Drop a CSV file here, or choose one').setInputFiles(file)
  await page.getByRole('button', { name: 'See what will happen' }).waitFor()
}

async function checkOf(page: Page, text: string): Promise<number[]> {
  await page.goto(new URL('/import', page.url()).href)
  await handIn(page, text)
  await page.getByRole('button', { name: 'See what will happen' }).click()
  await page.getByRole('heading', { name: 'What will happen' }).waitFor()
  return figures(page)
}

async function importOf(page: Page, text: string): Promise<number[]> {
  await checkOf(page, text)
  await page.getByRole('button', { name: /^Import \d+ rows$/ }).click()
  await page.getByRole('heading', { name: 'Imported' }).waitFor()
  return figures(page)
}

/** Created, updated, unchanged, with problems. */
async function figures(page: Page): Promise<number[]> {
  const numbers = await page.getByRole('navigation', { name: 'Rows of the file' }).locator('b').allInnerTexts()
  return numbers.map(Number)
}

const targetOf = (page: Page, header: string) =>
  page.getByLabel(`Where “${header}” goes`).locator('option:checked').innerText()

const tableRows = (page: Page): Promise<string[][]> =>
  page
    .locator('main table tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll<HTMLElement>('th, td')].map((cell) => cell.innerText.replace(/\s+/g, ' ').trim()),
      ),
    )

async function editFact(page: Page, label: string, value: string) {
  await page.getByRole('link', { name: `Edit ${label}` }).click()
  await page.getByRole('textbox', { name: label }).fill(value)
  await page.getByRole('textbox', { name: label }).press('Enter')
  await page.locator('.fact__value', { hasText: value }).waitFor()
}

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findInvestor } from '../../server/grid/investors.ts'
import { viewsFor } from '../../server/grid/views/saved-views.ts'
import { violations } from '../support/axe.ts'
import { type GridFund, openGrid } from './grid-page.ts'

let fund: GridFund

const chip = (page: Page, name: string) => page.locator(`[data-chip=${name}]`)
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })
const tab = (page: Page, name: string | RegExp) => page.getByRole('tab', { name })
const shows = (page: Page, many: string) => page.locator('#grid-summary').getByText(many, { exact: true }).waitFor()
const said = (page: Page, message: string | RegExp) => page.locator('#toasts').getByText(message).waitFor()
const storedView = (name: string, user = fund.ines) => viewsFor(fund.db, user.id).find((view) => view.name === name)

/** Presses keys, and types what is none (in lower case), as somebody without a mouse does. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await (/^[A-Z]/.test(key) ? page.keyboard.press(key) : page.keyboard.type(key))
}

async function sortBy(page: Page, column: string): Promise<void> {
  await chip(page, 'sort').click()
  await page.getByRole('button', { name: 'Add a column to sort by' }).click()
  await press(page, column, 'Enter', 'Escape')
}

test('a nested filter is built with the keyboard alone, and filters as soon as it says enough', async () => {
  fund = await openGrid()
  const page = await fund.visit()
  await shows(page, '3 investors')

  await press(page, 'Alt+Shift+KeyF', 'Enter', 'name', 'Enter', 'Tab')
  await page.getByText('Filters as soon as a value is given.').waitFor()
  await press(page, 'endow')
  await shows(page, '1 investor')

  await dialog(page, 'Filter').getByRole('button', { name: 'Add group' }).focus()
  await press(page, 'Enter', 'Enter', 'type', 'Enter', 'Tab', 'Tab', 'Enter', 'pension', 'Enter', 'Escape')
  await shows(page, '0 investors')
  await page.getByRole('combobox', { name: 'All of them, or any of them' }).focus()
  await press(page, 'ArrowDown')
  await shows(page, '2 investors')
  await expect
    .poll(() => chip(page, 'filter').getAttribute('title'))
    .toBe('Name contains “endow” or Type is any of Pension')

  await press(page, 'Escape')
  await page.locator('[data-chip=filter]:focus').waitFor()
})

test('a drift is one’s own until it is saved for everyone, and Undo takes the saving back', async () => {
  fund = await openGrid()
  const page = await fund.visit()
  const other = await fund.visit(fund.marcus)
  await chip(other, 'sort').getByText('· 1').waitFor()

  await sortBy(page, 'city')
  await tab(page, /changed by you, not saved/).waitFor()
  await expect.poll(() => chip(other, 'sort').textContent()).toContain('· 1')
  await expect.poll(() => storedView('All investors')?.definition).toMatchObject({ sort: [{ key: 'name' }] })

  await page.getByRole('button', { name: 'Save for everyone' }).click()
  await said(page, 'Saved “All investors” for everyone')
  await chip(other, 'sort').getByText('· 2').waitFor()
  await page.getByRole('button', { name: 'Put back' }).waitFor({ state: 'detached' })

  await page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
  await chip(other, 'sort').getByText('· 1').waitFor()
})

test('what was changed is kept as a view of one’s own, and the shared one stands as it was', async () => {
  fund = await openGrid()
  const page = await fund.visit()

  await sortBy(page, 'city')
  await page.getByRole('button', { name: 'Save as mine' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('By city')
  await press(page, 'Enter')

  await tab(page, 'Mine: By city').waitFor()
  await said(page, 'Saved as “By city”, for you alone')
  await expect.poll(() => storedView('By city')).toMatchObject({ ownerId: fund.ines.id })
  await expect.poll(() => storedView('By city', fund.marcus)).toBeUndefined()
  await expect.poll(() => tab(page, /changed by you/).count()).toBe(0)

  await page.goBack()
  await page.locator('[role=tab][aria-selected=true]', { hasText: 'All investors' }).waitFor()
})

test('who saves second is told who was faster, and takes theirs', async () => {
  fund = await openGrid()
  const page = await fund.visit(fund.ines, '/investors', { forgive: [/ 409 /] })
  const other = await fund.visit(fund.marcus)

  await sortBy(page, 'city')
  await sortBy(other, 'country')
  await other.getByRole('button', { name: 'Save for everyone' }).click()
  await said(other, /for everyone/)
  await page.getByRole('button', { name: 'Save for everyone' }).click()
  await page.getByText(/^Marcus Lindqvist saved this view/).waitFor()
  await page.getByRole('button', { name: 'Take theirs' }).click()

  await page.locator('[data-chip=sort][title="Name, Country"]').waitFor()
  await expect
    .poll(() => storedView('All investors')?.definition)
    .toMatchObject({ sort: [{ key: 'name' }, { key: 'country' }] })
})

test('a locked view is not saved over', async () => {
  fund = await openGrid()
  const page = await fund.visit()

  await page.getByRole('button', { name: /^Menu of the view/ }).focus()
  await press(page, 'Enter', 'ArrowDown', 'ArrowDown', 'Enter')
  await said(page, 'Locked “All investors”')
  await sortBy(page, 'city')

  await page.getByRole('button', { name: 'Put back' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Save for everyone' }).count()).toBe(0)
  await expect.poll(() => storedView('All investors')).toMatchObject({ locked: true })
})

test('many rows are moved to another list as one act, and one Undo moves them back', async () => {
  fund = await openGrid()
  const page = await fund.visit()
  const lists = () => [fund.harbor, fund.alder, fund.quill].map(({ id }) => findInvestor(fund.db, id).list)
  const before = lists()

  await page.locator('[data-tick]').first().check({ force: true })
  await page.getByRole('button', { name: 'Tick all 3 that match' }).click()
  await page.getByRole('button', { name: 'Move to list' }).click()
  await press(page, 'graveyard', 'Enter')
  await said(page, 'Changed 3 investors')
  await expect.poll(() => lists()).toEqual(['graveyard', 'graveyard', 'graveyard'])

  await page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
  await said(page, /Undone|Undid|Took back/)
  await expect.poll(() => lists()).toEqual(before)
})

test('axe finds nothing wrong with the panels, in both themes and on a phone', async () => {
  fund = await openGrid()
  const page = await fund.visit()
  const found: string[] = []
  const look = async () => found.push(...(await violations(page)).filter((one) => !one.includes('id="grid-table"')))

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(colorScheme === 'dark' ? { width: 390, height: 844 } : { width: 1360, height: 820 })
    for (const name of ['filter', 'sort', 'colors', 'fields', 'height']) {
      await chip(page, name).click()
      await look()
      await press(page, 'Escape')
    }
  }
  expect(found).toEqual([])
})

import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { act } from '../../server/db/write.ts'
import { editCells } from '../../server/grid/cells.ts'
import { findRow } from '../../server/grid/rows.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { actorFor, openApp } from '../support/world.ts'

/** Ines's browser on the grid of the small fund. */
async function openGrid() {
  const world = await openApp()
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => world.app.close())
  const session = startSession(world.db, world.ines, {}, world.clock.now())
  const page = await openPage(`${address}/investors`, { session, viewport: { width: 1600, height: 820 } })
  await page.getByRole('gridcell', { name: 'Harbor Family Office' }).first().waitFor()
  const city = () => findRow(world.db, world.harbor.id)?.values['city']
  return { ...world, page, city }
}

/** The table itself has tests of its own. */
const violationsBeside = async (page: Page) =>
  (await violations(page)).filter((one) => !one.includes('id="grid-table"'))

const at = (page: Page, name: string, field: string) =>
  page.locator(`.tabulator-row:has-text("${name}") [data-field="${field}"]`)

async function type(page: Page, name: string, field: string, text: string): Promise<void> {
  await at(page, name, field).click()
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

test('undo and redo by key walk through what was typed, and say so', async () => {
  const { page, city } = await openGrid()
  await type(page, 'Harbor', 'city', 'Lisbon')
  await type(page, 'Harbor', 'city', 'Porto')

  await page.keyboard.press('Control+z')
  await at(page, 'Harbor', 'city').getByText('Lisbon').waitFor()
  await page.getByText('Undid: Edited Harbor Family Office').waitFor()
  await page.keyboard.press('Control+z')
  await at(page, 'Harbor', 'city').getByText('Boston').waitFor()
  await expect.poll(() => city()).toBe('Boston')

  await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('Control+y')
  await at(page, 'Harbor', 'city').getByText('Porto').waitFor()
  await expect.poll(() => city()).toBe('Porto')
})

test('what somebody changed since is left alone, and named', async () => {
  const { page, db, marcus, harbor } = await openGrid()
  await type(page, 'Harbor', 'city', 'Lisbon')
  await page.getByText('Saved').waitFor()
  act(db, actorFor(marcus), 'Edited Harbor', (tx) => editCells(tx, harbor.id, { city: 'Faro' }))
  await at(page, 'Harbor', 'city').getByText('Faro').waitFor()

  await page.keyboard.press('Control+z')

  await page.getByText(/Nothing was taken back.*left alone.*Harbor Family Office/).waitFor()
})

test('a cell tells its story beside the grid, and takes an earlier value back', async () => {
  const { page, city } = await openGrid()
  await type(page, 'Harbor', 'city', 'Lisbon')
  await page.getByText('Saved').waitFor()
  await at(page, 'Harbor', 'city').click()

  await page.keyboard.press('Alt+h')
  const side = page.getByRole('complementary', { name: 'Beside the grid' })
  await side.getByRole('heading', { name: 'City' }).waitFor()
  await side
    .getByText('Boston became Lisbon')
    .or(side.locator('.entry__change', { hasText: 'Boston' }))
    .first()
    .waitFor()
  expect(await violationsBeside(page)).toEqual([])
  await side.getByRole('button', { name: 'Put back “Boston”' }).click()

  await at(page, 'Harbor', 'city').getByText('Boston').waitFor()
  await expect.poll(city).toBe('Boston')
  await side.locator('.entry').nth(2).waitFor()
})

test('Space looks at an investor beside the grid, arrows move the look along, Escape ends it', async () => {
  const { page } = await openGrid()
  const side = page.getByRole('complementary', { name: 'Beside the grid' })

  await at(page, 'Alder', 'name').click()
  await page.keyboard.press('Space')
  await side.getByRole('heading', { name: 'Alder Pension' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await side.getByRole('heading', { name: 'Harbor Family Office' }).waitFor()
  await side.getByText('Maya Chen').waitFor()
  expect(await violationsBeside(page)).toEqual([])

  await page.keyboard.press('Escape')
  await side.waitFor({ state: 'hidden' })
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('grid-table')
})

test('the grid is shown as it was, says so, and takes no edits until one is back in the present', async () => {
  const { page, city } = await openGrid()

  await page.locator('.grid-head__acts summary').click()
  await page.getByRole('button', { name: 'As of…' }).click()
  const dialog = page.getByRole('dialog', { name: 'As of…' })
  await dialog.getByLabel('Day and time').waitFor()
  expect(await violationsBeside(page)).toEqual([])
  await dialog.getByLabel('Day and time').fill('2000-01-01T12:00')
  await dialog.getByRole('button', { name: 'Show it' }).click()
  await page.getByText('As it was on Sat, 1 Jan 2000, 12:00').waitFor()
  await at(page, 'Harbor', 'city').waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Back to now' }).click()
  await at(page, 'Harbor', 'city').getByText('Boston').waitFor()
  await type(page, 'Harbor', 'city', 'Porto')
  await expect.poll(city).toBe('Porto')
})

test('an act of a toast leaves the table standing', async () => {
  const { page, city } = await openGrid()
  await type(page, 'Harbor', 'city', 'Lisbon')
  await page.getByText('Saved').waitFor()
  await page.keyboard.press('Control+z')
  await at(page, 'Harbor', 'city').getByText('Boston').waitFor()

  await page.getByRole('button', { name: 'Redo' }).click()

  await page.getByText('Redid: Edited Harbor Family Office').waitFor()
  await at(page, 'Harbor', 'city').getByText('Lisbon').waitFor()
  await expect.poll(() => city()).toBe('Lisbon')
})

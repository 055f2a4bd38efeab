import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { addField } from '../../server/grid/fields.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { openApp } from '../support/world.ts'
import { cell, doing } from './formula-columns.ts'

/** Somebody's browser on the grid of the small fund, with columns for amounts and moods. */
async function openGrid({ forgive = [] as RegExp[], as = 'ines' as 'ines' | 'vera' } = {}) {
  const world = await openApp()
  doing(world)((tx) => {
    addField(tx, { label: 'Ticket', type: 'currency', options: { currency: 'USD' } })
    addField(tx, { label: 'Mood', type: 'single_select', options: { choices: [{ name: 'Warm' }, { name: 'Cold' }] } })
  })
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => world.app.close())
  const session = startSession(world.db, world[as], {}, world.clock.now())
  const page = await openPage(`${address}/investors`, {
    session,
    forgive,
    permissions: ['clipboard-read', 'clipboard-write'],
    viewport: { width: 3200, height: 820 },
  })
  await page.getByRole('gridcell', { name: 'Harbor Family Office' }).first().waitFor()
  return { ...world, page }
}

const at = (page: Page, name: string, field: string) =>
  page.locator(`.tabulator-row:has-text("${name}") [data-field="${field}"]`)

async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((given) => navigator.clipboard.writeText(given), text)
  await page.keyboard.press('Control+V')
}

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

test('a rectangle from a spreadsheet is pasted, and Undo takes all of it back', async () => {
  const { page, db, alder, harbor } = await openGrid()

  await at(page, 'Alder', 'ticket').click()
  await pasteText(page, '$2.5M\twarm\r\n1,000,000\tCOLD\r\n')
  await page.getByText('Pasted 4 cells').waitFor()
  await expect.poll(() => cell(db, alder, { key: 'ticket' })).toBe(2_500_000_00)
  await expect.poll(() => cell(db, harbor, { key: 'mood' })).toBe('Cold')
  await at(page, 'Harbor', 'mood').getByText('Cold').waitFor()

  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText(/^Undid/).waitFor()
  await expect.poll(() => cell(db, alder, { key: 'ticket' })).toBeNull()
})

test('cells that do not fit are asked about, the others are written when agreed to, and they are marked', async () => {
  const { page, db, alder, harbor } = await openGrid({ forgive: [/ 422 /] })

  await at(page, 'Alder', 'ticket').click()
  await pasteText(page, 'lots\tWarm\n5m\tWram')
  const dialog = page.getByRole('dialog', { name: '2 cells do not fit' })
  await dialog.getByText('Did you mean “Warm”?').waitFor()
  await expect.poll(() => cell(db, harbor, { key: 'ticket' })).toBeNull()
  await dialog.getByRole('button', { name: 'Write the other 2 cells' }).click()
  await page.getByText('Pasted 2 cells').waitFor()

  await expect.poll(() => cell(db, harbor, { key: 'ticket' })).toBe(5_000_000_00)
  await expect.poll(() => cell(db, alder, { key: 'mood' })).toBe('Warm')
  await expect.poll(() => at(page, 'Alder', 'ticket').getAttribute('aria-invalid')).toBe('true')
  await expect.poll(() => at(page, 'Harbor', 'mood').getAttribute('title')).toContain('not an option')
})

test('leaving the question writes nothing', async () => {
  const { page, db, harbor } = await openGrid({ forgive: [/ 422 /] })

  await at(page, 'Alder', 'ticket').click()
  await pasteText(page, 'lots\tWarm\n5m\tWarm')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await expect.poll(() => cell(db, harbor, { key: 'ticket' })).toBeNull()
})

test('a range is copied as a spreadsheet wants it, and pasted here with the same people', async () => {
  const { page, db, alder, harbor, ines } = await openGrid()

  await at(page, 'Harbor', 'type').click()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Control+C')
  await expect.poll(() => copied(page)).toBe('Family office\tInes Okafor')
  await at(page, 'Alder', 'type').click()
  await page.keyboard.press('Control+V')
  await page.getByText('Pasted 2 cells').waitFor()

  await expect.poll(() => cell(db, alder, { key: 'owner' })).toBe(ines.id)
  await expect.poll(() => cell(db, alder, { key: 'type' })).toBe(cell(db, harbor, { key: 'type' }))
})

test('one copied cell fills all that is marked, and lines below the last row become investors', async () => {
  const { page, db, alder, harbor } = await openGrid()

  await at(page, 'Alder', 'city').click()
  await page.keyboard.press('Shift+ArrowDown')
  await pasteText(page, 'Lisbon')
  await page.getByText('Pasted 2 cells').waitFor()
  await expect.poll(() => [alder, harbor].map((one) => cell(db, one, { key: 'city' }))).toEqual(['Lisbon', 'Lisbon'])

  await at(page, 'Quill', 'name').click()
  await pasteText(page, 'Quill Endowment\nPorto Foundation\nLagos Trust')
  await page.getByText('Pasted 2 cells, 2 new investors').waitFor()
  await at(page, 'Lagos Trust', 'name').waitFor()
})

test('Ctrl+D copies down, Ctrl+R to the right, and the corner draws a fill', async () => {
  const { page, db, alder, harbor, quill } = await openGrid()

  await at(page, 'Harbor', 'city').click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+D')
  await at(page, 'Quill', 'city').getByText('Boston').waitFor()
  await page.keyboard.press('Shift+ArrowUp')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Control+R')
  await at(page, 'Harbor', 'country').getByText('Boston').waitFor()

  await at(page, 'Alder', 'type').click()
  const corner = (await page.locator('.grid-fill').boundingBox()) ?? { x: 0, y: 0 }
  const to = (await at(page, 'Quill', 'type').boundingBox()) ?? { x: 0, y: 0 }
  await page.mouse.move(corner.x + 4, corner.y + 4)
  await page.mouse.down()
  await page.mouse.move(to.x + 20, to.y + 10, { steps: 5 })
  await page.mouse.up()
  await at(page, 'Quill', 'type').getByText('Pension').waitFor()
  await expect.poll(() => cell(db, quill, { key: 'type' })).toBe('Pension')
  await expect.poll(() => cell(db, harbor, { key: 'country' })).toBe('Boston')
  await expect.poll(() => cell(db, alder, { key: 'type' })).toBe('Pension')
})

test('what somebody else changed meanwhile is asked about before it is pasted over', async () => {
  const { page, db, alder, asMarcus } = await openGrid({ forgive: [/ 409 /] })
  await page.route('**/api/events*', (route) => route.abort())
  await at(page, 'Alder', 'city').click()
  await page.route('**/api/fundraising/paste', async (route) => {
    await asMarcus('PATCH', `/api/fundraising/rows/${alder.id}`, { values: { city: 'Porto' } })
    await page.unroute('**/api/fundraising/paste')
    await route.continue()
  })
  await pasteText(page, 'Lisbon\tPortugal')
  const dialog = page.getByRole('dialog', { name: 'Somebody changed 1 cell in the meantime' })
  await dialog.getByText('Marcus Lindqvist').waitFor()
  await dialog.getByRole('button', { name: 'Keep theirs' }).click()
  await page.getByText('Pasted 1 cell').waitFor()

  await expect.poll(() => cell(db, alder, { key: 'city' })).toBe('Porto')
  await expect.poll(() => cell(db, alder, { key: 'country' })).toBe('Portugal')
})

test('a table of a document or a web page is pasted by its cells', async () => {
  const { page, db, alder, harbor } = await openGrid()

  await at(page, 'Alder', 'city').click()
  await page.evaluate(async () => {
    const html =
      '<table><tr><td>Lisbon</td><td><b>Portugal</b></td></tr><tr><td>Porto<br>Norte</td><td></td></tr></table>'
    const item = (type: string, text: string) => ({ [type]: new Blob([text], { type }) })
    await navigator.clipboard.write([
      new ClipboardItem({ ...item('text/html', html), ...item('text/plain', 'Lisbon Portugal Porto Norte') }),
    ])
  })
  await page.keyboard.press('Control+V')
  await page.getByText(/^Pasted \d cells/).waitFor()

  await expect.poll(() => cell(db, alder, { key: 'country' })).toBe('Portugal')
  await expect.poll(() => cell(db, harbor, { key: 'city' })).toBe('Porto\nNorte')
})

test('cutting copies and empties, and what may not be empty stays', async () => {
  const { page, db, harbor } = await openGrid()

  await at(page, 'Harbor', 'name').click()
  await page.keyboard.press('End')
  await at(page, 'Harbor', 'city').click()
  await page.keyboard.press('Control+X')
  await expect.poll(() => cell(db, harbor, { key: 'city' })).toBeNull()
  await expect.poll(() => copied(page)).toBe('Boston')

  await at(page, 'Harbor', 'name').click()
  await page.keyboard.press('Control+X')
  await expect.poll(() => copied(page)).toBe('Harbor Family Office')
  await expect.poll(() => cell(db, harbor, { key: 'name' })).toBe('Harbor Family Office')
})

test('viewers copy, and are told why they cannot paste', async () => {
  const { page, db, alder } = await openGrid({ as: 'vera' })

  await at(page, 'Alder', 'name').click()
  await page.keyboard.press('Control+C')
  await expect.poll(() => copied(page)).toBe('Alder Pension')
  await page.keyboard.press('Control+V')
  await page.getByText('You can look and copy here, but not change anything.').waitFor()

  await expect.poll(() => page.locator('.grid-fill').isVisible()).toBe(false)
  await expect.poll(() => cell(db, alder, { key: 'name' })).toBe('Alder Pension')
})

test('the question about cells that do not fit can be read and answered by everybody', async () => {
  const { page } = await openGrid({ forgive: [/ 422 /] })

  await at(page, 'Alder', 'ticket').click()
  await pasteText(page, 'lots\tWarm')
  await page.getByRole('dialog').waitFor()

  expect(await violations(page)).toEqual([])
})

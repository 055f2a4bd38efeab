import { expect, onTestFinished, test } from 'vitest'
import { mark, openGrid } from '../web/grid-page.ts'

test('a character written with AltGr begins a cell like any other', async () => {
  const { app, visit, harbor, stored } = await openGrid()
  onTestFinished(() => app.close())
  const page = await visit()
  await mark(page, 'Harbor', 'city')

  await page.locator('#grid-table').evaluate((table) => {
    const altGr = { key: '@', ctrlKey: true, altKey: true, modifierAltGraph: true, bubbles: true }
    table.dispatchEvent(new KeyboardEvent('keydown', altGr))
  })
  await page.keyboard.press('Enter')

  await expect.poll(() => stored(harbor.id, 'city')).toBe('@')
})

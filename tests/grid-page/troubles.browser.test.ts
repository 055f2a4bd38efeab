import { expect, onTestFinished, test } from 'vitest'
import { activeCell, mark, openGrid } from '../web/grid-page.ts'

test('the way to a refused cell leads out of a view that does not show it', async () => {
  const { app, visit } = await openGrid()
  onTestFinished(() => app.close())
  const page = await visit()
  await mark(page, 'Harbor', 'next_step_at')
  await page.keyboard.type('someday')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '1 cell to look at' }).waitFor()
  await page.getByRole('tab', { name: 'Longshot' }).click()
  await page.locator('.tabulator-row', { hasText: 'Harbor' }).waitFor({ state: 'detached' })

  await page.getByRole('button', { name: '1 cell to look at' }).click()

  await expect.poll(() => activeCell(page)).toEqual(['next_step_at', 'Harbor Family Office'])
})

import { expect, test } from 'vitest'
import { mark, openGrid } from '../web/grid-page.ts'

async function open() {
  const fund = await openGrid()
  return fund
}

test('what stands in an open editor survives leaving the page', async () => {
  const { visit, harbor, stored } = await open()
  const page = await visit()
  page.on('dialog', (dialog) => dialog.accept())
  await mark(page, 'Harbor', 'city')
  await page.keyboard.type('Lisbon')

  await page.reload()

  await expect.poll(() => stored(harbor.id, 'city')).toBe('Lisbon')
})

test('where the past cannot be read, nothing claims to be it', async () => {
  const { visit } = await open()
  const page = await visit(undefined, '/investors', { forgive: [/ERR_FAILED/] })
  await page.route('**/api/fundraising/rows/**', (route) => route.abort())

  await page.getByLabel('More', { exact: true }).click()
  await page.getByRole('button', { name: 'As of…' }).click()
  await page.locator('#grid-as-of [data-ago]').first().click()

  await page.locator('#toasts', { hasText: 'The server could not be reached.' }).waitFor()
  await expect.poll(() => page.locator('.grid-past').isVisible()).toBe(false)
})

import { expect, onTestFinished, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { takeBackup } from '../../server/backups/backups.ts'
import { openBox } from '../backups/box.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'

test('a backup is restored in the browser by its dialog, and everybody can use the pages', async () => {
  const { app, db, ines, clock, folder, add, names } = await openBox()
  const session = startSession(db, ines, {}, clock.now())
  await takeBackup(db, folder, 'nightly', clock.now())
  add('Birch Capital')
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => app.close())
  const page = await openPage(`${address}/admin/backups`, { session, reducedMotion: 'reduce' })
  await page.locator('[data-htmx-powered]').first().waitFor({ state: 'attached' })
  await page.getByText('State of the system').locator('..').click()
  const onPage = await violations(page)
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: /^Restore: Nightly/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('will be lost').waitFor()
  const inDialog = await violations(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  const onPhone = await violations(page)
  const isTooWide = await dialog.evaluate((element) => element.scrollWidth > element.clientWidth)
  await dialog.getByRole('button', { name: 'Restore this backup' }).click()
  await page.getByText('The backup was restored. To go back').waitFor()

  expect([...onPage, ...inDialog, ...onPhone]).toEqual([])
  expect(isTooWide).toBe(false)
  await expect.poll(() => names()).not.toContain('Birch Capital')
})

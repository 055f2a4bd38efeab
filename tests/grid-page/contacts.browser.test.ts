import { expect, onTestFinished, test } from 'vitest'
import { mark, openGrid } from '../web/grid-page.ts'

test('a half-filled contact stays when the keyboard goes elsewhere, and Escape links nobody', async () => {
  const { app, visit, alder, stored } = await openGrid()
  onTestFinished(() => app.close())
  const page = await visit()
  await mark(page, 'Alder', 'contacts')
  await page.keyboard.type('Tom Reed')
  await page.getByRole('option', { name: 'New contact “Tom Reed”' }).click()
  await page.getByLabel('E-mail addresses').fill('tom@alder.example')

  await mark(page, 'Harbor', 'city')
  await page.keyboard.type('L')

  await page.locator('#toasts', { hasText: 'Save or cancel the contact first.' }).waitFor()
  await expect.poll(() => page.getByLabel('E-mail addresses').inputValue()).toBe('tom@alder.example')

  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Take Tom Reed off' }).waitFor()
  await page.keyboard.press('Escape')

  await page.locator('.grid-editor').waitFor({ state: 'detached' })
  await expect.poll(() => stored(alder.id, 'contacts')).toBeNull()
})

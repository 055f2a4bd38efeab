import { expect, onTestFinished, test } from 'vitest'
import { addCustomField } from '../../server/grid/custom-fields.ts'
import { fieldByKey } from '../../server/grid/fields.ts'
import { cellOf, mark, openGrid, saved } from '../web/grid-page.ts'

test('columns are added, renamed and deleted from their headings, in a dialog over the grid', async () => {
  const { app, visit, db } = await openGrid()
  onTestFinished(() => app.close())
  const page = await visit()
  const dialog = page.locator('#dialog')
  const heading = (name: string) => page.locator('.tabulator-col', { hasText: name })
  const menu = (name: string) => page.getByRole('button', { name: `Menu of ${name}` }).click()

  await page.getByRole('button', { name: 'New column' }).click()
  await dialog.getByLabel('Name', { exact: true }).fill('Ticket')
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await heading('Ticket').waitFor()
  await menu('Ticket')
  await page.getByRole('menuitem', { name: 'Edit the column…' }).click()
  await dialog.getByLabel('Name', { exact: true }).fill('Cheque')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await heading('Cheque').waitFor()
  await menu('City')
  await expect.poll(() => page.getByRole('menuitem', { name: 'Delete the column…' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await menu('Cheque')
  await page.getByRole('menuitem', { name: 'Delete the column…' }).click()
  await dialog.getByRole('button', { name: 'Delete column' }).click()
  await heading('Cheque').waitFor({ state: 'detached' })

  await expect.poll(() => fieldByKey(db, 'ticket')).toBeUndefined()
})

test('a day is typed as the grid shows it', async () => {
  const { app, visit, write, stored, harbor } = await openGrid()
  onTestFinished(() => app.close())
  write((tx) => addCustomField(tx, { label: 'Decides', type: 'date' }))
  const page = await visit(undefined, undefined, { viewport: { width: 3600, height: 820 } })

  await mark(page, 'Harbor', 'decides')
  await page.keyboard.type('Thu 24 Dec')
  await page.keyboard.press('Enter')
  await saved(page)

  await expect.poll(() => cellOf(page, 'Harbor', 'decides').innerText()).toMatch(/24/)
  await expect.poll(() => stored(harbor.id, 'decides')).toMatch(/-12-24$/)
})

import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addCustomField } from '../../server/grid/custom-fields.ts'
import { allFields, fieldByKey } from '../../server/grid/fields.ts'
import { violations } from '../support/axe.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { actorFor, openApp } from '../support/world.ts'

/** Ines's browser on the page of columns; a text column Ticket is filled for two, and the formula Loud follows from it. */
async function openColumns(options: Parameters<typeof openPage>[1] = {}) {
  const world = await openApp()
  const { db, ines, harbor, alder, clock } = world
  const fill = (tx: Tx) => {
    addCustomField(tx, { label: 'Ticket', type: 'text' })
    addCustomField(tx, { label: 'Loud', type: 'formula', formula: 'UPPER({Ticket})' })
    writeCells(tx, harbor.id, { ticket: '12' })
    writeCells(tx, alder.id, { ticket: 'plenty' })
  }
  act(db, actorFor(ines), 'Designed the grid', fill, { now: clock.now() })
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => world.app.close())
  const session = startSession(db, ines, {}, clock.now())
  const page = await openPage(`${address}/admin/fields`, { session, reducedMotion: 'reduce', ...options })
  await takenOver(page)
  return { ...world, page, address }
}

const order = (page: Page) =>
  page.locator('tr[data-column]').evaluateAll((rows) => rows.map((row) => row.dataset['name']))
const said = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor()

test('columns are put in order with the keyboard alone, and Undo puts them back', async () => {
  const { page } = await openColumns()
  const before = await order(page)

  await page.getByRole('button', { name: 'Move Owner up' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => order(page)).toEqual(['Name', 'List', 'Owner', 'Type', ...before.slice(4)])
  await page.keyboard.press('Enter')
  await expect.poll(() => order(page)).toEqual(['Name', 'Owner', 'List', 'Type', ...before.slice(4)])

  await page.getByRole('status').getByRole('button', { name: 'Undo' }).press('Enter')
  await expect.poll(() => order(page)).toEqual(['Name', 'List', 'Owner', 'Type', ...before.slice(4)])
})

test('columns are dragged into their order', async () => {
  const { page, db } = await openColumns()

  const grip = page.locator('tr[data-name="Type"] .column-grip')
  await grip.dragTo(page.locator('tr[data-name="List"] .column-grip'), { targetPosition: { x: 10, y: 2 } })

  await said(page, 'Type is now number 2')
  await expect.poll(() => allFields(db)[1]?.label).toBe('Type')
})

test('another type shows what converts and what would not, before it is given and taken back', async () => {
  const { page, db } = await openColumns({ forgive: [/status of 409/] })
  const dialog = page.getByRole('dialog')
  await page.getByRole('link', { name: 'Ticket', exact: true }).click()

  await dialog.getByLabel('Type').selectOption('number')
  await dialog.getByText('1 of 2 filled cells fits the type “Number”; 1 does not, and would be left blank.').waitFor()
  await dialog.getByRole('row', { name: /Alder Pension plenty blank/ }).waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(() => dialog.getByLabel('Leave that cell blank').evaluate((box) => box === document.activeElement))
    .toBe(true)
  await dialog.getByLabel('Leave that cell blank').check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await said(page, 'Saved the column Ticket')
  await expect.poll(() => fieldByKey(db, 'ticket')?.type).toBe('number')

  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await said(page, 'Undid')
  await expect.poll(() => fieldByKey(db, 'ticket')?.type).toBe('text')
})

test('a column that a formula uses names it before it goes, and Undo brings both back', async () => {
  const { page, db } = await openColumns()
  const dialog = page.getByRole('dialog')

  await page.getByRole('link', { name: 'Delete Ticket…' }).click()
  await dialog.getByText('Loud').waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Delete column' }).click()
  await said(page, 'Deleted the column Ticket')
  await expect.poll(() => order(page)).not.toContain('Ticket')

  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await said(page, 'Undid')
  await expect.poll(() => order(page)).toContain('Ticket')
  const loud = db.$client.prepare(
    `SELECT formulas ->> 'loud' FROM investor_summaries WHERE formulas ->> 'loud' = 'PLENTY'`,
  )
  await expect.poll(() => loud.pluck().get()).toBe('PLENTY')
})

test('a select column is made with the keyboard alone', async () => {
  const { page, db } = await openColumns()
  const dialog = page.getByRole('dialog')
  await page.keyboard.press('n')

  await dialog.getByLabel('Name', { exact: true }).fill('Mood')
  await dialog.getByLabel('Type').selectOption('single_select')
  await dialog.getByLabel('Name of new option').first().fill('Warm')
  await dialog.getByLabel('Name of new option').nth(1).fill('Hot')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Cold')
  await dialog.getByRole('button', { name: 'Remove new option' }).first().press('Enter')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Add column' }).press('Enter')
  await said(page, 'Added the column Mood')

  await expect.poll(() => fieldByKey(db, 'mood')?.options.choices).toMatchObject([{ name: 'Hot' }, { name: 'Cold' }])
})

test('a formula is checked while it is written, and columns are put in without typing their names', async () => {
  const { page, db } = await openColumns()
  const dialog = page.getByRole('dialog')
  await page.getByRole('link', { name: 'Add column' }).click()
  await dialog.getByLabel('Name', { exact: true }).fill('Size')
  await dialog.getByLabel('Type').selectOption('formula')

  await dialog.getByLabel('Insert a function').selectOption('LEN()')
  await dialog.locator('.is-wrong[data-formula-verdict] mark').waitFor()
  await dialog.getByLabel('Insert a column').selectOption('{Ticket}')
  await dialog.getByText('Answers a number.').waitFor()
  await dialog.getByLabel('Formula').fill('{List} = "Main"')
  await dialog.getByText('“Main” is not an option of List; its options are main,').waitFor()
  await dialog.getByLabel('Formula').fill('LEN({Ticket})')
  await dialog.getByText('Answers a number.').waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await said(page, 'Added the column Size')

  await expect
    .poll(() => fieldByKey(db, 'size'))
    .toMatchObject({ formula: 'LEN({Ticket})', options: { result: 'number' } })
})

test('the form of a column on a page of its own checks its formula too', async () => {
  const { page, address, db } = await openColumns()

  await page.goto(`${address}/fields/${fieldByKey(db, 'loud')?.id}/edit`)
  await page.getByText('Answers a text.').waitFor()
  await page.goto(`${address}/fields/new`)
  await page.getByLabel('Type').selectOption('formula')
  await page.getByRole('textbox', { name: 'Formula' }).fill('LEN({Ticket})')
  await page.getByText('Answers a number.').waitFor()

  await expect.poll(() => page.getByLabel('Formula', { exact: true }).isVisible()).toBe(true)
})

test.each(['', '?entity=contacts'])(
  'axe finds nothing on the page of columns%s, light, dark and on a phone',
  async (query) => {
    const { page, address } = await openColumns()
    await page.goto(`${address}/admin/fields${query}`)

    const light = await violations(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await violations(page)
    await page.setViewportSize({ width: 390, height: 844 })

    expect([...light, ...dark, ...(await violations(page))]).toEqual([])
  },
)

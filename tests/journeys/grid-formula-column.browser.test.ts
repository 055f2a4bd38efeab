import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeCells } from '../../server/grid/cells.ts'
import { addCustomField } from '../../server/grid/custom-fields.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { cellOf, mark, saved } from '../web/grid-page.ts'
import { type Office, openOffice } from './fund.ts'
import { did, reads, toast, visitGrid } from './grid.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
  did(office, 'Designed the grid', (tx) => {
    addCustomField(tx, { label: 'Ticket', type: 'number' })
    addCustomField(tx, { label: 'With fees', type: 'formula', formula: '{Ticket} * 1.5' })
    writeCells(tx, office.harbor.id, { ticket: 12 })
  })
})

afterAll(() => office?.close())

test('a column that a formula uses says so before it goes, the formula says what it misses, and Undo heals it', async () => {
  const grid = await visitGrid(office, office.marcus)
  const formula = cellOf(grid, 'Harbor', 'with_fees')
  await reads(grid, 'Harbor', 'with_fees', '18')

  const columns = await openPage(`${office.panel}/admin/fields`, { session: office.sessionOf(office.ines) })
  await takenOver(columns)
  await columns.getByRole('link', { name: 'Delete Ticket…' }).click()
  const asked = async () => {
    const lines = await columns.getByRole('dialog').locator('.dependants li').allInnerTexts()
    return lines.map((line) => line.replace(/\s+/g, ' ').trim())
  }
  await expect.poll(asked).toEqual(['Formula With fees would show an error in its cells', 'Cells 1 cell with a value'])
  await columns.getByRole('button', { name: 'Delete column' }).click()
  await toast(columns, 'Deleted the column Ticket').waitFor()

  await formula.locator('.grid-failure').waitFor()
  await expect.poll(() => formula.locator('.grid-failure').getAttribute('title')).toContain('Ticket')
  await expect.poll(() => cellOf(grid, 'Harbor', 'ticket').count()).toBe(0)

  await columns.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
  await toast(columns, /^Undid/).waitFor()
  await reads(grid, 'Harbor', 'with_fees', '18')
  await reads(grid, 'Harbor', 'ticket', '12')

  await mark(grid, 'Harbor', 'ticket')
  await grid.keyboard.type('20')
  await grid.keyboard.press('Enter')
  await saved(grid)
  await reads(grid, 'Harbor', 'with_fees', '30')
})

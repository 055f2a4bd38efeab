import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepared } from '../../server/db/prepared.ts'
import { addCustomField } from '../../server/grid/custom-fields.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { mark } from '../web/grid-page.ts'
import { type Office, openOffice } from './fund.ts'
import { did, pasteText, toast, visitGrid } from './grid.ts'

let office: Office

const moods = ['Warm', 'Cool', 'Cold']
const columns = ['ask', 'mood', 'ticket', 'answer_by']

beforeAll(async () => {
  office = await openOffice()
  did(office, 'Prepared for the spreadsheet', (tx) => {
    addCustomField(tx, { label: 'Ask', type: 'text' })
    const choices = moods.map((name) => ({ name }))
    addCustomField(tx, { label: 'Mood', type: 'single_select', options: { choices } })
    addCustomField(tx, { label: 'Ticket', type: 'currency', options: { currency: 'USD' } })
    addCustomField(tx, { label: 'Answer by', type: 'date' })
    for (let n = 1; n <= 397; n += 1) addInvestor(tx, { name: `Birch Partners ${String(n).padStart(3, '0')}` })
  })
})

afterAll(() => office?.close())

/** What each bad cell holds, by its place in the block: four of each column that checks. */
const bad: Record<number, [column: number, text: string]> = {
  7: [1, 'Wram'],
  31: [2, 'lots'],
  58: [3, '31 February 2027'],
  90: [1, 'Hot'],
  121: [2, '5 or 6 million'],
  154: [3, 'soon'],
  188: [1, '3'],
  219: [2, '$1.2.3'],
  255: [3, '2027-13-01'],
  300: [1, 'Warm, Cold'],
  350: [2, 'n/a'],
  399: [3, 'next week'],
}

/** Four hundred lines of a spreadsheet without its headers, as Excel puts them on the clipboard. */
function block(): string {
  const lines = Array.from({ length: 400 }, (_, n) => {
    const cells = [`Line ${n + 1}`, String(moods[n % 3]), `$${(n + 1) * 10_000}`, `2027-03-${1 + (n % 28)}`]
    const [column, text] = bad[n] ?? []
    return column === undefined ? cells : cells.with(column, String(text))
  })
  return lines.map((cells) => `${cells.join('\t')}\r\n`).join('')
}

const filled = () =>
  prepared(office.db, 'SELECT count(*) FROM live_investors i, json_each(i.cells) e WHERE e.key IN (?, ?, ?, ?)')
    .pluck()
    .get(...columns)

test('400 rows of a spreadsheet: the 12 cells that do not fit are named, the others written, and one Undo takes all back', async () => {
  const page = await visitGrid(office, office.ines, '/investors', { forgive: [/ 422 /] })
  await mark(page, 'Alder', 'ask')

  await pasteText(page, block())
  const dialog = page.getByRole('dialog', { name: '12 cells do not fit' })
  await dialog.waitFor()
  const told = await dialog
    .locator('tbody tr')
    .evaluateAll((lines) => lines.map((line) => [...line.querySelectorAll('td')].map((cell) => cell.innerText)))
  expect(told.map(([, column, text]) => [column, text])).toEqual(
    Object.values(bad).map(([column, text]) => [['Ask', 'Mood', 'Ticket', 'Answer by'][column], text]),
  )
  for (const [row, , , reason] of told)
    expect([row, reason]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w.*\./)])
  await expect.poll(() => filled()).toBe(0)

  await dialog.getByRole('button', { name: 'Write the other 1,588 cells' }).click()
  await toast(page, /^Pasted 1,588 cells/).waitFor()
  await expect.poll(() => filled()).toBe(1588)
  await page.getByText('12 cells to look at').waitFor()

  await page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
  await toast(page, /^Undid/).waitFor()
  await expect.poll(() => filled()).toBe(0)
  await page.locator('#grid-status', { hasText: 'Saved' }).waitFor()
  await expect.poll(() => page.locator('.has-problem').count()).toBe(0)
})

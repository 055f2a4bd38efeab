import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addCustomField } from '../../server/grid/custom-fields.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { activeCell, cellOf, type GridFund, mark, openGrid, rowOf, saved } from '../web/grid-page.ts'

let fund: GridFund

const wide = { viewport: { width: 3600, height: 820 } }
const toast = (page: Page, text: string | RegExp) => page.locator('#toasts').getByText(text).waitFor()

/** So many that the last ones are far below the first. */
const addMany = ({ write }: GridFund, count: number) =>
  write((tx) => {
    for (let n = 1; n <= count; n += 1)
      addInvestor(tx, { name: `Northwind ${n}`, city: 'Oslo', website: 'north.example' })
  })

test('a choice counts at once and leaves the keyboard on its cell; Escape takes back nothing', async () => {
  fund = await openGrid()
  const choices = [{ name: 'Energy' }, { name: 'Health' }, { name: 'Water' }]
  fund.write((tx) => addCustomField(tx, { label: 'Sectors', type: 'multi_select', options: { choices } }))
  const page = await fund.visit(fund.ines, '/investors?view=follow_up', wide)

  await mark(page, 'Alder', 'sectors')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'Water' }).click()
  await page.keyboard.press('Escape')
  await saved(page)
  await expect.poll(() => fund.stored(fund.alder.id, 'sectors')).toEqual(['Energy', 'Water'])

  await mark(page, 'Alder', 'list')
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: /longshot/i }).click()
  await rowOf(page, 'Alder').getByText('no longer matches').waitFor()
  await expect.poll(() => activeCell(page)).toEqual(['list', 'Alder Pension'])
  await rowOf(page, 'Alder').hover()
  const covered = await rowOf(page, 'Alder').evaluate((row) => {
    const [note, open] = ['.grid-note', '.grid-open'].map((one) => row.querySelector(one)?.getBoundingClientRect())
    return (note?.right ?? 0) - (open?.left ?? 0)
  })
  expect(covered).toBeLessThanOrEqual(0)
})

test('emptying cells leaves the list, says so, asks before it is much, and is undone as one', async () => {
  fund = await openGrid()
  addMany(fund, 120)
  const page = await fund.visit(fund.ines, undefined, wide)

  await mark(page, 'Harbor', 'list')
  await page.keyboard.press('Delete')
  await toast(page, '“List” cannot be blank.')
  // The heading, all rows and the line for a new one: what has not come yet cannot be marked.
  await page.locator('[aria-rowcount="125"]').waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  const asked = page.getByRole('dialog', { name: /^Clear \d+ cells in 123 investors\?$/ })
  await asked.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => fund.stored(fund.harbor.id, 'city')).toBe('Boston')
  await page.keyboard.press('Delete')
  await asked.getByRole('button', { name: /^Clear/ }).click()
  await toast(page, /^Cleared \d+ cells\. .*“List”.* cannot be blank$/)
  await expect
    .poll(() => [fund.stored(fund.harbor.id, 'city'), fund.stored(fund.harbor.id, 'list')])
    .toEqual([null, 'main'])
  await page.keyboard.press('Control+z')
  await cellOf(page, 'Harbor', 'city').getByText('Boston').waitFor()

  await expect.poll(() => fund.stored(fund.harbor.id, 'city')).toBe('Boston')
})

test.each(['', 'grouped'])(
  'a new row stays at the bottom while it is typed through, and its name goes on to the next cell %s',
  async (how) => {
    fund = await openGrid()
    addMany(fund, 60)
    const page = await fund.visit(fund.ines, undefined, wide)
    if (how === 'grouped') {
      await page.getByRole('button', { name: 'Menu of City' }).click()
      await page.getByRole('menuitem', { name: 'Group by it' }).click()
      await page.locator('.grid-group').first().waitFor()
    }

    await page.getByRole('button', { name: 'New investor' }).click()
    await page.keyboard.type('Birch Foundation')
    const readAgain = page.waitForResponse((reply) => reply.url().endsWith('/rows/groups'))
    await page.keyboard.press('Enter')
    await saved(page)
    await toast(page, 'Added Birch Foundation')
    await expect.poll(() => page.locator('[data-row^="draft:"]').count()).toBe(0)
    await readAgain
    await expect.poll(() => activeCell(page)).toEqual(['list', 'Birch Foundation'])
    await expect
      .poll(() => page.locator('.tabulator-tableholder').evaluate((box) => box.scrollTop))
      .toBeGreaterThan(500)
    await page.keyboard.press('Control+End')

    await expect.poll(async () => (await activeCell(page))[1]).not.toBe(null)
  },
)

test('after an act on many rows the keyboard is on the grid, and Ctrl+Z takes the act back', async () => {
  fund = await openGrid()
  const page = await fund.visit()

  await page.getByLabel('Tick Harbor Family Office').check({ force: true })
  await page.getByRole('button', { name: 'Owner', exact: true }).click()
  await page.getByRole('option', { name: /Marcus/ }).click()
  await toast(page, 'Changed 1 investor')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('grid-table')
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  await page.keyboard.press('Control+z')
  await toast(page, /^Undid/)

  await expect.poll(() => fund.stored(fund.harbor.id, 'owner')).not.toBe(fund.marcus.id)
})

test('lines below the last row want the column of names', async () => {
  fund = await openGrid()
  const page = await fund.visit(fund.ines, undefined, { permissions: ['clipboard-read', 'clipboard-write'] })

  await mark(page, 'Quill', 'type')
  await page.evaluate(() => navigator.clipboard.writeText('One\nTwo\nThree'))
  await page.keyboard.press('Control+v')

  await toast(page, '3 lines were pasted, 1 fits: new investors need a name, so paste the Name column too.')
})

test('a viewer who double-clicks a cell is told why nothing opens', async () => {
  fund = await openGrid()
  const page = await fund.visit(fund.vera)

  await cellOf(page, 'Harbor', 'city').dblclick()

  await toast(page, 'Your account can read everything but change nothing.')
})

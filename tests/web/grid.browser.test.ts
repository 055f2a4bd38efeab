import { expect, test } from 'vitest'
import { editCells } from '../../server/grid/cells.ts'
import { activeCell, cellOf, drawn, type GridFund, mark, names, openGrid, rowOf, saved } from './grid-page.ts'

let fund: GridFund

test('what is typed into a cell is saved and stands there after the page is loaded again', async () => {
  fund = await openGrid()
  const page = await fund.visit()

  await mark(page, 'Harbor', 'city')
  await page.keyboard.type('Lisbon')
  await page.keyboard.press('Enter')
  await expect.poll(() => cellOf(page, 'Harbor', 'city').innerText()).toBe('Lisbon')
  await expect.poll(async () => (await activeCell(page))[1]).toBe('Quill Endowment')
  await saved(page)
  await page.reload()
  await drawn(page)

  await expect.poll(() => cellOf(page, 'Harbor', 'city').innerText()).toBe('Lisbon')
  await expect.poll(() => fund.stored(fund.harbor.id, 'city')).toBe('Lisbon')
})

test('Escape restores what stood there', async () => {
  fund = await openGrid()
  const page = await fund.visit()

  await mark(page, 'Harbor', 'city')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Lisbon')
  await page.keyboard.press('Escape')

  await expect.poll(() => cellOf(page, 'Harbor', 'city').innerText()).toBe('Boston')
  await expect.poll(() => fund.stored(fund.harbor.id, 'city')).toBe('Boston')
})

test('an amount that is none stays in the cell, marked with the reason, until it is corrected', async () => {
  fund = await openGrid()
  const page = await fund.visit()
  const cell = cellOf(page, 'Harbor', 'fund_ii_soft')

  await mark(page, 'Harbor', 'fund_ii_soft')
  await page.keyboard.type('five')
  await page.keyboard.press('Enter')
  await expect.poll(() => cell.innerText()).toBe('five')
  await expect.poll(() => cell.getAttribute('aria-invalid')).toBe('true')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.keyboard.type('5m')
  await page.keyboard.press('Enter')
  await saved(page)

  await expect.poll(() => cell.innerText()).toBe('$5M')
  await expect.poll(() => fund.stored(fund.harbor.id, 'fund_ii_soft')).toBe(5_000_000_00)
})

test('two people who write one cell see both values, and whoever came second chooses', async () => {
  fund = await openGrid()
  const [ines, marcus] = [await fund.visit(fund.ines, undefined, { forgive: [/409/] }), await fund.visit(fund.marcus)]

  await mark(ines, 'Harbor', 'city')
  await ines.keyboard.press('Enter')
  await ines.keyboard.type('Lisbon')
  await mark(marcus, 'Harbor', 'city')
  await marcus.keyboard.type('Porto')
  await marcus.keyboard.press('Enter')
  await saved(marcus)
  await ines.keyboard.press('Enter')
  const choice = ines.getByRole('group', { name: 'Two values of City' })
  await choice.waitFor()
  await expect.poll(() => choice.innerText()).toMatch(/You wrote\s+Lisbon\s+Marcus Lindqvist, .+\s+Porto/)
  await mark(ines, 'Harbor', 'city')
  await ines.keyboard.press('Enter')
  await ines.keyboard.press('Enter')
  await saved(ines)

  await expect.poll(() => fund.stored(fund.harbor.id, 'city')).toBe('Lisbon')
})

test('taking theirs leaves what the other wrote', async () => {
  fund = await openGrid()
  const ines = await fund.visit(fund.ines, undefined, { forgive: [/409/] })

  await mark(ines, 'Harbor', 'city')
  await ines.keyboard.press('Enter')
  await ines.keyboard.type('Lisbon')
  fund.write((tx) => editCells(tx, fund.harbor.id, { city: 'Porto' }))
  await ines.keyboard.press('Enter')
  await ines.getByRole('button', { name: 'Take theirs' }).click()
  await saved(ines)

  await expect.poll(() => cellOf(ines, 'Harbor', 'city').innerText()).toBe('Porto')
  await expect.poll(() => fund.stored(fund.harbor.id, 'city')).toBe('Porto')
})

test('what another person writes appears, with their name for a moment', async () => {
  fund = await openGrid()
  const page = await fund.visit()

  fund.write((tx) => editCells(tx, fund.alder.id, { city: 'Oslo' }))

  await cellOf(page, 'Alder', 'city').getByText('Oslo').waitFor()
  await expect.poll(() => cellOf(page, 'Alder', 'city').getAttribute('data-who')).toBe('Marcus Lindqvist')
})

test('without the server what is typed is kept, said so, and sent when it is back', async () => {
  fund = await openGrid()
  const page = await fund.visit(fund.ines, undefined, { forgive: [/Failed to load|ERR_/] })
  await page.route('**/api/fundraising/rows/*', (route) => route.abort())

  await mark(page, 'Harbor', 'city')
  await page.keyboard.type('Lisbon')
  await page.keyboard.press('Tab')
  await page.locator('#grid-status', { hasText: 'Offline: 1 change kept' }).waitFor()
  await expect.poll(() => cellOf(page, 'Harbor', 'city').innerText()).toBe('Lisbon')
  await page.unroute('**/api/fundraising/rows/*')
  await saved(page)

  await expect.poll(() => fund.stored(fund.harbor.id, 'city')).toBe('Lisbon')
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('unsent'))))
    .toEqual([])
})

test('what could not be sent before the page was closed is sent by the next one', async () => {
  fund = await openGrid()
  const page = await fund.visit(fund.ines, undefined, { forgive: [/Failed to load|ERR_/] })
  page.on('dialog', (dialog) => void dialog.accept())
  await page.route('**/api/fundraising/rows/*', (route) => route.abort())
  await mark(page, 'Harbor', 'city')
  await page.keyboard.type('Lisbon')
  await page.keyboard.press('Tab')
  await page.locator('#grid-status', { hasText: 'Offline' }).waitFor()

  await page.unroute('**/api/fundraising/rows/*')
  await page.reload()
  await drawn(page)
  await saved(page)

  await expect.poll(() => cellOf(page, 'Harbor', 'city').innerText()).toBe('Lisbon')
  await expect.poll(() => fund.stored(fund.harbor.id, 'city')).toBe('Lisbon')
})

test('a row edited out of the view stays, marked, until it is left', async () => {
  fund = await openGrid()
  const page = await fund.visit(fund.ines, '/investors?view=follow_up')

  await mark(page, 'Alder', 'list')
  await page.keyboard.press('Enter')
  await page.keyboard.type('longshot')
  await page.keyboard.press('Tab')
  await rowOf(page, 'Alder').getByText('no longer matches').waitFor()
  await page.keyboard.press('ArrowDown')
  await rowOf(page, 'Alder').waitFor({ state: 'detached' })

  await expect.poll(() => fund.stored(fund.alder.id, 'list')).toBe('longshot')
})

test('a new row has what the view asks for, and is nobody until it has a name', async () => {
  fund = await openGrid()
  const page = await fund.visit(fund.ines, '/investors?view=follow_up')

  await page.getByRole('button', { name: 'New investor' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(() => names(page)).toEqual(['Alder Pension'])
  await page.getByRole('button', { name: 'New investor' }).click()
  await page.keyboard.type('Birch Foundation')
  await page.keyboard.press('Enter')
  await saved(page)

  const row = await fund.asInes('GET', '/api/fundraising/rows?search=birch')
  expect(row.json().data[0].values).toMatchObject({ name: 'Birch Foundation', list: 'follow_up' })
})

test('the keyboard alone reaches, marks and empties cells, and the headings', async () => {
  fund = await openGrid()
  const page = await fund.visit()
  await page.locator('#grid-table').focus()

  await expect.poll(() => activeCell(page)).toEqual(['name', 'Alder Pension'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect.poll(() => activeCell(page)).toEqual(['type', 'Harbor Family Office'])
  await page.keyboard.press('Shift+ArrowDown')
  await expect.poll(() => page.locator('.tabulator-cell[aria-selected=true]').count()).toBe(2)
  await page.keyboard.press('Delete')
  await saved(page)
  await expect
    .poll(() => [fund.stored(fund.harbor.id, 'type'), fund.stored(fund.quill.id, 'type')])
    .toEqual([null, null])
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Sort from the end' }).press('Enter')
  await page.locator('.tabulator-row[data-kind=row]').first().getByText('Quill').waitFor()

  await expect.poll(() => names(page)).toEqual(['Quill Endowment', 'Harbor Family Office', 'Alder Pension'])
})

test('the people of an investor are added and made in their cell', async () => {
  fund = await openGrid()
  const page = await fund.visit()

  await mark(page, 'Alder', 'contacts')
  await page.keyboard.press('Enter')
  await page.keyboard.type('maya')
  await page.getByRole('option', { name: /Maya Chen/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('Tom Reed')
  await page.getByRole('option', { name: 'New contact “Tom Reed”' }).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByLabel('E-mail addresses').fill('tom@alder.example')
  await page.getByLabel('Role here').fill('CIO')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Edit Tom Reed' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await saved(page)

  const people = async () => (await cellOf(page, 'Alder', 'contacts').innerText()).split('\n').toSorted()
  await expect.poll(people).toEqual(['Maya Chen', 'Tom Reed'])
  // The role follows once the cell is saved.
  await expect
    .poll(async () => (await fund.asInes('GET', '/api/contacts?search=tom')).json().data[0])
    .toMatchObject({ emails: ['tom@alder.example'], investors: [{ name: 'Alder Pension', role: 'CIO' }] })
})

test('values are shown as text, whatever they hold, and lead nowhere harmful', async () => {
  fund = await openGrid()
  fund.write((tx) =>
    editCells(tx, fund.harbor.id, { city: '<img src=x onerror=alert(1)>', website: 'javascript:alert(1)' }),
  )
  const page = await fund.visit()

  await expect.poll(() => cellOf(page, 'Harbor', 'city').innerText()).toBe('<img src=x onerror=alert(1)>')
  await expect.poll(() => cellOf(page, 'Harbor', 'website').locator('a').count()).toBe(0)
})

test('a viewer reads the grid and can change nothing in it', async () => {
  fund = await openGrid()
  const page = await fund.visit(fund.vera)

  await mark(page, 'Harbor', 'city')
  await page.keyboard.type('xyz')
  await page.keyboard.press('Enter')

  await expect.poll(() => page.locator('.grid-editor').count()).toBe(0)
  await expect.poll(() => page.getByRole('button', { name: 'New investor' }).count()).toBe(0)
  await expect.poll(() => cellOf(page, 'Harbor', 'city').getAttribute('aria-readonly')).toBe('true')
})

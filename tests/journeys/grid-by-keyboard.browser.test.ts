import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepared } from '../../server/db/prepared.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { openPage } from '../support/browser.ts'
import { password } from '../support/world.ts'
import { activeCell, drawn, names, saved } from '../web/grid-page.ts'
import { type Office, openOffice } from './fund.ts'
import { did, press, stored } from './grid.ts'

let office: Office
let cedar: { id: string }

beforeAll(async () => {
  office = await openOffice()
  cedar = did(office, 'Added two', (tx) => {
    addInvestor(tx, { name: 'Birch Foundation', type: 'Foundation', list: 'follow_up' })
    return addInvestor(tx, { name: 'Cedar Pension', type: 'Pension', list: 'follow_up' })
  })
})

afterAll(() => office?.close())

/** Where the column City begins, in the headings or in the rows. */
const leftOf = async (page: Page, line: string) =>
  Math.round((await page.locator(`${line}[data-field=city], ${line} [data-field=city]`).first().boundingBox())?.x ?? 0)
const rowOf = (name: string) => prepared(office.db, 'SELECT list FROM live_investors WHERE name = ?').get(name)
const shows = (page: Page, many: string) => page.locator('#grid-summary').getByText(many, { exact: true }).waitFor()

/** Presses a key until the keyboard is on that element. */
async function reach(page: Page, key: 'Tab' | 'Shift+Tab', element: Locator) {
  const isFocused = () => element.evaluateAll((all) => all.includes(document.activeElement as HTMLElement))
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key)
    if (await isFocused()) return
  }
  throw new Error(`Sixty presses of ${key} do not reach ${element}.`)
}

/** Walks over the cells by a key until the keyboard is on this column and investor. */
async function walk(page: Page, key: string, isThere: (field: string | null, name: string | null) => boolean) {
  for (let presses = 0; presses < 60; presses += 1) {
    const before = await activeCell(page)
    if (isThere(before[0] ?? null, before[1] ?? null)) return
    await page.keyboard.press(key)
    await expect.poll(() => activeCell(page)).not.toEqual(before)
  }
  throw new Error(`Sixty presses of ${key} lead nowhere.`)
}

const down = (page: Page, investor: string) => walk(page, 'ArrowDown', (_, name) => name === investor)
const right = (page: Page, column: string) => walk(page, 'ArrowRight', (field) => field === column)

test('a morning without a mouse: sign in, filter, group, edit, add, move two to another list, take it back', async () => {
  const page = await openPage(`${office.panel}/sign-in`)
  const [table, toasts] = [page.locator('#grid-table'), page.locator('#toasts')]
  await page.locator('[name=email]:focus').waitFor()
  await page.keyboard.type('ines@northlight.example')
  await press(page, 'Tab')
  await page.keyboard.type(password)
  await press(page, 'Enter')
  await drawn(page)
  await shows(page, '5 investors')

  await press(page, 'Alt+Shift+KeyF', 'Enter', 'list', 'Enter', 'Tab', 'Enter', 'follow', 'Enter', 'Escape', 'Escape')
  await shows(page, '3 investors')
  await press(page, 'Alt+Shift+KeyG', 'Enter', 'type', 'Enter', 'Escape')
  await expect.poll(() => page.locator('.tabulator-row[data-kind=group]').count()).toBe(2)
  await expect.poll(() => names(page)).toEqual(['Alder Pension', 'Cedar Pension', 'Birch Foundation'])

  await reach(page, 'Tab', table)
  await down(page, 'Alder Pension')
  await right(page, 'country')
  await press(page, 'ArrowUp', 'Enter')
  await expect.poll(() => names(page)).toEqual(['Birch Foundation'])
  await expect.poll(async () => (await leftOf(page, '.tabulator-col')) - (await leftOf(page, '.tabulator-row'))).toBe(0)
  await press(page, 'Enter', 'ArrowDown', 'ArrowLeft')
  await expect.poll(() => activeCell(page)).toEqual(['city', 'Alder Pension'])
  await page.keyboard.type('Oslo')
  await press(page, 'Tab')
  await page.keyboard.type('Norway')
  await press(page, 'Enter')
  await page.keyboard.type('Sweden')
  await press(page, 'Enter')
  await saved(page)
  await expect
    .poll(() => ['city', 'country'].map((key) => stored(office, office.alder.id, key)))
    .toEqual(['Oslo', 'Norway'])
  await expect.poll(() => stored(office, cedar.id, 'country')).toBe('Sweden')

  await press(page, 'Control+End', 'ArrowDown', 'Enter')
  await page.locator('.grid-editor').waitFor()
  await page.keyboard.type('Dune Capital')
  await press(page, 'Enter')
  await saved(page)
  await shows(page, '4 investors')
  await expect.poll(() => rowOf('Dune Capital')).toMatchObject({ list: 'follow_up' })

  await press(page, 'Control+Home')
  await down(page, 'Alder Pension')
  await press(page, 'Shift+Space', 'ArrowDown', 'Shift+Space', 'Escape')
  await reach(page, 'Tab', page.getByRole('button', { name: 'Move to list' }))
  await press(page, 'Enter', 'longshot', 'Enter')
  await toasts.getByText('Changed 2 investors').waitFor()
  await expect
    .poll(() => [office.alder, cedar].map(({ id }) => stored(office, id, 'list')))
    .toEqual(['longshot', 'longshot'])

  await reach(page, 'Shift+Tab', table)
  await press(page, 'Control+z')
  await toasts.getByText(/^Undid/).waitFor()
  await expect
    .poll(() => [office.alder, cedar].map(({ id }) => stored(office, id, 'list')))
    .toEqual(['follow_up', 'follow_up'])
  await shows(page, '4 investors')
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { driftsOf } from '../../server/grid/views/drifts.ts'
import { viewsFor } from '../../server/grid/views/saved-views.ts'
import { drawn, mark, names } from '../web/grid-page.ts'
import { type Office, openOffice } from './fund.ts'
import { press, toast, visitGrid } from './grid.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
})

afterAll(() => office?.close())

const byName = ['Alder Pension', 'Harbor Family Office', 'Quill Endowment']
const tab = (page: Page, name: string | RegExp) => page.getByRole('tab', { name })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const order = (page: Page, expected: string[]) => expect.poll(() => names(page)).toEqual(expected)
const view = (name: string, user = office.ines) => viewsFor(office.db, user.id).find((one) => one.name === name)

const drifts = () => [...driftsOf(office.db, office.ines.id).values()].map(({ sort }) => sort)

/** Sorts by a column from its menu, by the keys. */
async function sort(page: Page, field: string, from: 'start' | 'end') {
  await mark(page, 'Harbor', field)
  await press(page, 'Alt+ArrowDown')
  await page.getByRole('menuitem', { name: `Sort from the ${from}` }).click()
  await button(page, 'Put back').waitFor()
}

test('what Ines changes of a shared view is hers alone, also when she comes back, until she saves it for everyone', async () => {
  const [ines, marcus] = [await visitGrid(office, office.ines), await visitGrid(office, office.marcus)]

  await sort(ines, 'name', 'end')
  await order(ines, byName.toReversed())
  await tab(ines, /changed by you, not saved/).waitFor()
  await marcus.reload()
  await drawn(marcus)
  await order(marcus, byName)
  await expect.poll(() => drifts()).toEqual([[{ key: 'name', descending: true }]])
  await ines.reload()
  await drawn(ines)
  await order(ines, byName.toReversed())

  await button(ines, 'Save for everyone').click()
  await toast(ines, 'Saved “All investors” for everyone').waitFor()
  await order(marcus, byName.toReversed())
  await expect.poll(() => button(ines, 'Put back').count()).toBe(0)

  await ines.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
  await order(marcus, byName)
})

test('of two who save one view, the second is told of the first, and decides', async () => {
  const ines = await visitGrid(office, office.ines, '/investors?view=main', { forgive: [/ 409 /] })
  const marcus = await visitGrid(office, office.marcus, '/investors?view=main')
  const sorting = () => view('Main')?.definition.sort

  await sort(ines, 'city', 'start')
  await sort(marcus, 'type', 'end')
  await button(marcus, 'Save for everyone').click()
  await toast(marcus, /for everyone/).waitFor()
  await button(ines, 'Save for everyone').click()
  await ines.getByText(/^Marcus Lindqvist saved this view/).waitFor()
  await expect.poll(() => sorting()).toEqual([{ key: 'type', descending: true }])

  await button(ines, 'Save over it').click()
  await toast(ines, /for everyone/).waitFor()
  await expect.poll(() => sorting()).toEqual([{ key: 'city', descending: false }])
})

test('a locked view is left as it is; what was changed of it is kept as a view of one’s own', async () => {
  const [ines, marcus] = [
    await visitGrid(office, office.ines, '/investors?view=all'),
    await visitGrid(office, office.marcus, '/investors?view=all'),
  ]
  await ines.getByRole('button', { name: /^Menu of the view/ }).click()
  await ines.getByRole('menuitem', { name: /^Lock/ }).click()
  await toast(ines, 'Locked “All investors”').waitFor()

  await sort(marcus, 'name', 'end')
  await order(marcus, byName.toReversed())
  await expect.poll(() => button(marcus, 'Save for everyone').count()).toBe(0)
  await button(marcus, 'Save as mine').click()
  await marcus.getByRole('textbox', { name: 'Name' }).fill('From the end')
  await press(marcus, 'Enter')
  await tab(marcus, 'Mine: From the end').waitFor()
  await order(marcus, byName.toReversed())

  await expect.poll(() => view('From the end')).toBeUndefined()
  await expect.poll(() => view('From the end', office.marcus)).toMatchObject({ ownerId: office.marcus.id })
  await tab(marcus, 'All investors').click()
  await order(marcus, byName)
  await expect.poll(() => button(marcus, 'Put back').count()).toBe(0)
})

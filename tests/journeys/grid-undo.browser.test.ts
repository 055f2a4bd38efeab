import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldByKey } from '../../server/grid/fields.ts'
import { viewsFor } from '../../server/grid/views/saved-views.ts'
import { takenOver } from '../support/browser.ts'
import { drawn, mark, saved } from '../web/grid-page.ts'
import { type Office, openOffice } from './fund.ts'
import { pasteText, press, reads, stored, toast, visitGrid } from './grid.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
})

afterAll(() => office?.close())

const cities = () => [office.alder, office.harbor, office.quill].map(({ id }) => stored(office, id, 'city'))
const lists = () => [office.alder, office.harbor, office.quill].map(({ id }) => stored(office, id, 'list'))
const labels = () => fieldByKey(office.db, 'source')?.label
const names = () => office.db.$client.prepare('SELECT name FROM live_investors ORDER BY name').pluck().all()
const sorting = () => viewsFor(office.db, office.ines.id).find(({ key }) => key === 'all')?.definition.sort

/** Each kind of act as a person does it, and what it leaves behind. */
const kinds: Record<string, { act: (page: Page) => Promise<unknown>; look: () => unknown; after: unknown }> = {
  'a cell': {
    act: async (page) => {
      await mark(page, 'Alder', 'city')
      await press(page, 'oslo', 'Enter')
      await saved(page)
    },
    look: cities,
    after: ['oslo', 'Boston', null],
  },
  'a paste': {
    act: async (page) => {
      await mark(page, 'Alder', 'city')
      await pasteText(page, 'Lisbon\nPorto\nFaro')
      await toast(page, 'Pasted 3 cells').waitFor()
    },
    look: cities,
    after: ['Lisbon', 'Porto', 'Faro'],
  },
  'a fill': {
    act: async (page) => {
      await mark(page, 'Harbor', 'city')
      await press(page, 'Shift+ArrowDown', 'Control+D')
      await saved(page)
      await reads(page, 'Quill', 'city', 'Boston')
    },
    look: cities,
    after: [null, 'Boston', 'Boston'],
  },
  'a change of many rows': {
    act: async (page) => {
      await mark(page, 'Alder', 'name')
      await press(page, 'Shift+Space', 'ArrowDown', 'Shift+Space')
      await page.getByRole('button', { name: 'Move to list' }).click()
      await press(page, 'graveyard', 'Enter')
      await toast(page, 'Changed 2 investors').waitFor()
      await page.getByRole('button', { name: 'Untick all' }).click()
    },
    look: lists,
    after: ['graveyard', 'graveyard', 'longshot'],
  },
  'an archived investor': {
    act: async (page) => {
      await mark(page, 'Quill', 'name')
      await press(page, 'Shift+F10')
      await page.getByRole('menuitem', { name: 'Archive' }).click()
      await toast(page, 'Archived Quill Endowment').waitFor()
    },
    look: names,
    after: ['Alder Pension', 'Harbor Family Office'],
  },
  'an import': {
    act: async (page) => {
      const buffer = Buffer.from('Name,City\nBirch Foundation,Riga\nCedar Trust,Turin\n')
      await page.goto(`${office.panel}/import`)
      await page
        .getByLabel('Drop a CSV file here, or choose one')
        .setInputFiles({ name: 'two.csv', mimeType: 'text/csv', buffer })
      await page.getByRole('button', { name: 'See what will happen' }).click()
      await page.getByRole('button', { name: 'Import 2 rows' }).click()
      await page.getByRole('heading', { name: 'Imported' }).waitFor()
    },
    look: names,
    after: ['Alder Pension', 'Birch Foundation', 'Cedar Trust', 'Harbor Family Office', 'Quill Endowment'],
  },
  'a column’s name': {
    act: async (page) => {
      await page.goto(`${office.panel}/admin/fields`)
      await takenOver(page)
      await page.getByRole('link', { name: 'Source', exact: true }).click()
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Introduced by')
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
      await toast(page, 'Saved the column Introduced by').waitFor()
    },
    look: labels,
    after: 'Introduced by',
  },
  'a view everybody sees': {
    act: async (page) => {
      await mark(page, 'Alder', 'country')
      await press(page, 'Alt+ArrowDown')
      await page.getByRole('menuitem', { name: 'Sort from the end' }).click()
      await page.getByRole('button', { name: 'Save for everyone' }).click()
      await toast(page, 'Saved “All investors” for everyone').waitFor()
    },
    look: sorting,
    after: [{ key: 'country', descending: true }],
  },
}

test.each(Object.entries(kinds))('%s is taken back and done again by the keys', async (_kind, { act, look, after }) => {
  const page = await visitGrid(office, office.ines)
  const before = look()

  await act(page)
  await expect.poll(() => look()).toEqual(after)
  if (!page.url().endsWith('/investors')) {
    await page.goto(`${office.panel}/investors`)
    await drawn(page)
  }
  for (const [keys, said, then] of [
    ['Control+z', /^Undid/, before],
    ['Control+Shift+z', /^Redid/, after],
    ['Control+z', /^Undid/, before],
  ] as const) {
    await page.locator('#grid-table').focus()
    await page.keyboard.press(keys)
    await toast(page, said).waitFor()
    await expect.poll(look).toEqual(then)
  }
})

test('a paste of which somebody changed one cell since is taken back but for that cell, and it is said', async () => {
  const page = await visitGrid(office, office.ines)
  await mark(page, 'Alder', 'city')
  await pasteText(page, 'Lisbon\nPorto\nFaro')
  await toast(page, 'Pasted 3 cells').waitFor()

  const marcus = await visitGrid(office, office.marcus)
  await mark(marcus, 'Harbor', 'city')
  await marcus.keyboard.type('Madrid')
  await marcus.keyboard.press('Enter')
  await saved(marcus)
  await reads(page, 'Harbor', 'city', 'Madrid')
  await page.locator('#grid-table').focus()
  await page.keyboard.press('Control+z')

  await toast(page, /left alone.*Harbor Family Office/).waitFor()
  await reads(page, 'Harbor', 'city', 'Madrid')
  await expect.poll(cities).toEqual([null, 'Madrid', null])
})

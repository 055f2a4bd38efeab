import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { editCells } from '../../server/grid/cells.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { driftsOf, dropDrift } from '../../server/grid/views/drifts.ts'
import { violations } from '../support/axe.ts'
import { mark } from '../web/grid-page.ts'
import { type Office, openOffice } from './fund.ts'
import { did, press, toast, visitGrid } from './grid.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
  did(office, 'Filled the grid', (tx) => {
    editCells(tx, office.harbor.id, { website: 'https://harborfo.example', next_step_at: '2026-11-20' })
    for (let n = 1; n <= 9; n += 1) addInvestor(tx, { name: `Birch Partners ${n}`, type: 'Foundation' })
  })
})

afterAll(() => office?.close())

beforeEach(() => {
  for (const view of driftsOf(office.db, office.ines.id).keys()) dropDrift(office.db, office.ines.id, view)
})

/** The grid in the states people leave it in; whatever axe objects to is a violation, the table's own parts too. */
const states: Record<string, (page: Page) => Promise<unknown>> = {
  'grouped, with a marked range': async (page) => {
    await mark(page, 'Alder', 'type')
    await press(page, 'Alt+ArrowDown')
    await page.getByRole('menuitem', { name: 'Group by it' }).click()
    await page.locator('.tabulator-row[data-kind=group]').first().waitFor()
    await mark(page, 'Alder', 'name')
    await press(page, 'Shift+ArrowRight')
  },
  'with a filter under construction': async (page) => {
    await press(page, 'Alt+Shift+KeyF', 'Enter', 'list', 'Enter', 'Tab', 'Enter', 'main', 'Enter', 'Escape')
    await page.getByRole('dialog', { name: 'Filter', exact: true }).waitFor()
  },
  'with a cell in edit': async (page) => {
    await mark(page, 'Alder', 'list')
    await press(page, 'Enter')
    await page.locator('.grid-editor').waitFor()
  },
  'with the menu of a row': async (page) => {
    await mark(page, 'Alder', 'name')
    await press(page, 'Shift+F10')
    await page.getByRole('menuitem', { name: 'Archive' }).waitFor()
  },
  'with its dialog of the past': async (page) => {
    await page.locator('.grid-head__acts summary').click()
    await page.getByRole('button', { name: 'As of…' }).click()
    await page.getByRole('dialog', { name: 'As of…' }).waitFor()
  },
  'with ticked rows': async (page) => {
    await mark(page, 'Alder', 'name')
    await press(page, 'Shift+Space')
    await page.getByRole('button', { name: 'Move to list' }).waitFor()
  },
  'with a toast and what cannot be saved': async (page) => {
    await mark(page, 'Alder', 'fund_ii_soft')
    await press(page, 'five', 'Enter', 'Control+z')
    await toast(page, /./).waitFor()
  },
}

test.each(Object.entries(states))(
  'axe finds nothing in the grid %s, light, dark and on a phone',
  async (_state, bring) => {
    const desk = { viewport: { width: 1360, height: 820 }, reducedMotion: 'reduce' } as const
    const page = await visitGrid(office, office.ines, '/investors?view=all', desk)
    await bring(page)

    const light = await violations(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await violations(page)
    await page.setViewportSize({ width: 390, height: 844 })
    expect([...light, ...dark, ...(await violations(page))]).toEqual([])
  },
)

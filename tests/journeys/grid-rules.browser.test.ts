import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { editCells } from '../../server/grid/cells.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { mark, saved } from '../web/grid-page.ts'
import { type Office, openOffice } from './fund.ts'
import { did, press, reads, stored, toast, visitGrid } from './grid.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
  const { alder, quill } = office
  did(office, 'Wrote where they are', (tx) => {
    for (const { id } of [alder, quill]) editCells(tx, id, { country: 'Portugal' })
  })
})

afterAll(() => office?.close())

/** “When Country changes to Portugal: set Source, and propose the list Follow-up”, as an admin writes it. */
async function addRule(page: Page) {
  const action = (n: number) => page.locator('.part--action').nth(n)
  await page.getByRole('link', { name: /^Rule/ }).click()
  await takenOver(page)
  await page.getByLabel('Name', { exact: true }).fill('Lisbon desk')
  await page.getByLabel('What happens').selectOption('A field changes')
  await page.getByLabel('Field', { exact: true }).first().selectOption('Country')
  await page.getByLabel('Changes to').fill('Portugal')
  await action(0).getByLabel('What is done').selectOption('Set a field')
  await action(0).getByLabel('Field', { exact: true }).selectOption('Source')
  await action(0).getByLabel('Value', { exact: true }).fill('Lisbon desk')
  await page.getByRole('button', { name: 'Add rule' }).click()
  await page.getByRole('heading', { level: 1, name: 'Lisbon desk' }).waitFor()

  await page.getByRole('link', { name: /^Edit/ }).click()
  await takenOver(page)
  await action(1).getByLabel('What is done').selectOption('Move to a list')
  await action(1).getByLabel('List', { exact: true }).selectOption('Follow-up')
  await action(1)
    .getByLabel(/^Only propose it/)
    .check()
  await action(1).getByLabel('Reason to give').fill('The Lisbon desk calls them.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { level: 1, name: 'Lisbon desk' }).waitFor()
}

test('a rule is written, tried, switched on; what it does appears to others, and what it proposes is approved', async () => {
  const marcus = await visitGrid(office, office.marcus)
  const ines = await openPage(`${office.panel}/automations`, { session: office.sessionOf(office.ines) })
  await takenOver(ines)
  await addRule(ines)

  await ines.getByRole('link', { name: 'What it would do today' }).click()
  await ines.getByRole('heading', { name: 'It would have acted on 2 investors' }).waitFor()
  const told = async () =>
    (await ines.locator('#dry-run tbody tr').allInnerTexts()).map((line) => line.split('\t')[0]?.trim())
  await expect.poll(told).toEqual(['Alder Pension', 'Quill Endowment'])
  await expect.poll(() => stored(office, office.alder.id, 'source')).toBeNull()
  await ines.getByRole('switch', { name: 'Lisbon desk' }).click()
  await toast(ines, 'Lisbon desk is on').waitFor()

  await mark(marcus, 'Harbor', 'country')
  await marcus.keyboard.type('Portugal')
  await press(marcus, 'Enter')
  await saved(marcus)
  await reads(marcus, 'Harbor', 'source', 'Lisbon desk')
  await reads(marcus, 'Harbor', 'list', 'Main')
  await expect.poll(() => stored(office, office.alder.id, 'source')).toBeNull()

  await expect.poll(() => listProposals(office.db, { status: 'pending' }).length).toBe(1)
  await ines.goto(`${office.panel}/review`)
  await takenOver(ines)
  await ines.locator('.review__whom', { hasText: 'Harbor Family Office' }).waitFor()
  await ines.getByText('The Lisbon desk calls them.').first().waitFor()
  await ines.locator('.review__acts').getByRole('button', { name: 'Approve' }).click()
  await ines.getByRole('heading', { name: 'All decided' }).waitFor()
  await reads(marcus, 'Harbor', 'list', 'Follow-up')
  await expect.poll(() => stored(office, office.harbor.id, 'list')).toBe('follow_up')
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { cellOf, mark, names, rowOf, saved } from '../web/grid-page.ts'
import { type Office, openOffice } from './fund.ts'
import { did, press, reads, stored, toast, visitGrid } from './grid.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
  const { harbor, quill, fundII, clock } = office
  const work = (tx: Parameters<typeof enterCommitment>[0]) => {
    for (const { id } of [harbor, quill])
      enterCommitment(tx, { investor_id: id, fund_id: fundII.id, measure: 'signed', amount: 5_000_000_00 })
  }
  did(office, 'Signed', work, clock.now())
})

afterAll(() => office?.close())

const total = (page: Page) => page.locator('#grid-summary button', { hasText: 'Total committed' }).locator('b')

test('after an edit and an archived investor, yesterday is as it was, totals too, and takes no edits', async () => {
  const page = await visitGrid(office, office.ines)
  await total(page).getByText('$10M', { exact: true }).waitFor()

  await mark(page, 'Harbor', 'city')
  await page.keyboard.type('Lisbon')
  await press(page, 'Enter')
  await mark(page, 'Harbor', 'fund_ii_signed')
  await press(page, '8m', 'Enter')
  await saved(page)
  await mark(page, 'Quill', 'name')
  await press(page, 'Shift+F10')
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await toast(page, 'Archived Quill Endowment').waitFor()
  await press(page, 'ArrowUp')
  await rowOf(page, 'Quill').waitFor({ state: 'detached' })
  await total(page).getByText('$8M', { exact: true }).waitFor()

  await page.locator('.grid-head__acts summary').click()
  await page.getByRole('button', { name: 'As of…' }).click()
  await page.getByRole('dialog', { name: 'As of…' }).getByRole('button', { name: 'Yesterday' }).click()
  await page.getByText(/^As it was on/).waitFor()
  await reads(page, 'Harbor', 'city', 'Boston')
  await reads(page, 'Harbor', 'fund_ii_signed', '$5M')
  await total(page).getByText('$10M', { exact: true }).waitFor()
  await expect.poll(() => names(page)).toEqual(['Alder Pension', 'Harbor Family Office', 'Quill Endowment'])
  await mark(page, 'Harbor', 'city')
  await press(page, 'x', 'Enter')
  await expect.poll(() => page.locator('.grid-editor').count()).toBe(0)

  await page.getByRole('button', { name: 'Back to now' }).click()
  await reads(page, 'Harbor', 'city', 'Lisbon')
  await total(page).getByText('$8M', { exact: true }).waitFor()
  await expect.poll(() => cellOf(page, 'Quill', 'name').count()).toBe(0)
  await expect.poll(() => stored(office, office.harbor.id, 'city')).toBe('Lisbon')
})

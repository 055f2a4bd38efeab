import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { actorFor, password } from '../support/world.ts'
import { type Office, openOffice } from './fund.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
  const { db, ines, harbor, fundII } = office
  const form = { investor_id: harbor.id, fund_id: fundII.id, stage: 'meeting', expected_amount: 5_000_000_00 }
  act(db, actorFor(ines), 'Flagged Harbor', (tx) => flagOpportunity(tx, form))
})

afterAll(() => office?.close())

test('without a mouse: sign in, jump to an investor, log a call, carry a card on and take it back', async () => {
  const page = await openPage(`${office.panel}/sign-in`)
  await page.locator('[name=email]:focus').waitFor()
  await page.keyboard.type('ines@northlight.example')
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await ready(page, 'Investors')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('harb')
  await page.locator('#jump a', { hasText: 'Harbor Family Office' }).first().waitFor()
  await page.keyboard.press('Enter')
  await ready(page, 'Harbor Family Office')

  await page.keyboard.press('l')
  await page.getByRole('dialog').getByLabel('What was said').waitFor()
  await page.keyboard.type('Maya will bring the terms to her committee.')
  await page.keyboard.press('Control+Enter')
  await page.locator('.moment--call', { hasText: 'Maya will bring the terms' }).waitFor()

  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await ready(page, 'Pipeline')
  await tabTo(page, 'Harbor Family Office, Fund II, Meeting')
  await page.keyboard.press('Space')
  await expect.poll(() => said(page)).toContain('Picked up Harbor Family Office, in Meeting.')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => said(page)).toBe('Due diligence.')
  await page.keyboard.press('Enter')
  await page.getByText('Harbor Family Office is now in Due diligence.').waitFor()
  await stageOf(page, 'Due diligence')

  await tabTo(page, 'Undo')
  await page.keyboard.press('Enter')
  await stageOf(page, 'Meeting')
})

test('on a phone: read a dossier and log a note', async () => {
  const { panel, harbor, sessionOf, marcus } = office
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
  const page = await openPage(`${panel}/investors/${harbor.id}`, { session: sessionOf(marcus), ...phone })
  await ready(page, 'Harbor Family Office')
  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await page.getByRole('complementary').getByText('Maya Chen').waitFor()

  await page.getByRole('link', { name: 'Log', exact: true }).tap()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Note', { exact: true }).tap()
  await dialog.getByLabel('What was said').fill('Prefers to be called before nine.')
  await dialog.getByRole('button', { name: 'Log', exact: true }).tap()

  await page.locator('.moment--note', { hasText: 'Prefers to be called before nine.' }).waitFor()
  await expect.poll(() => page.locator('.moment--note').first().innerText()).toContain('Marcus noted')
})

async function ready(page: Page, heading: string) {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  await takenOver(page)
}

/** Presses Tab until the element with that name has the focus. */
async function tabTo(page: Page, name: string) {
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    if ((await focused())?.trim() === name) return
  }
  throw new Error(`Eighty presses of Tab do not reach “${name}”.`)
}

const said = (page: Page) => page.locator('#board-voice').innerText()
const stageOf = (page: Page, stage: string) =>
  page.getByRole('region', { name: stage }).getByRole('link', { name: 'Harbor Family Office' }).waitFor()

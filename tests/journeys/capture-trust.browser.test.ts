import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { captureFrom, hoursAgo, maya, visitPanel } from './capture.ts'
import { type Office, openOffice } from './fund.ts'
import { toast } from './grid.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
  const { ines, workspace } = office
  const letters = [
    { from: maya, to: ines.email, subject: 'Welcome', date: hoursAgo(50) },
    { from: maya, to: ines.email, subject: 'Our committee', date: hoursAgo(30) },
    { from: ines.email, to: maya, subject: 'The deck', date: hoursAgo(20) },
  ]
  for (const letter of letters) await workspace.deliver({ ...letter, text: 'As promised.' })
})

afterAll(() => office?.close())

test('a mailbox is switched on, read, proven, found to miss one message, and repaired by a click', async () => {
  const page = await visitPanel(office, office.ines, '/admin/capture')
  const card = page.getByRole('region', { name: 'Ines Okafor' })
  await page.getByRole('switch', { name: 'Capture of Ines Okafor' }).click()
  await toast(page, 'Switched capture on for Ines Okafor').waitFor()
  await page.getByRole('button', { name: 'Run now' }).click()
  await toast(page, /^Looked into 1 mailbox/).waitFor()
  await page.getByRole('button', { name: 'Reconcile' }).click()
  await card.getByText('Nothing is missing: all 3 messages with known people are here.').waitFor()
  expect(await violations(page)).toEqual([])

  office.db.$client
    .prepare("DELETE FROM mail_copies WHERE mail_id = (SELECT id FROM mail_messages WHERE subject = 'Our committee')")
    .run()
  await page.getByRole('button', { name: 'Reconcile' }).click()
  await card.getByText('1 message is missing.').waitFor()
  const missing = card.locator('.mailbox__missing tbody tr')
  await expect.poll(() => missing.innerText()).toMatch(/Received\s+No pass has fetched it\./)
  await expect.poll(() => card.getAttribute('class')).toContain('is-missing')
  expect(await violations(page)).toEqual([])

  await page.getByRole('button', { name: 'Repair' }).click()
  await card.getByText('Nothing is missing: all 3 messages with known people are here.').waitFor()
  await expect.poll(() => missing.count()).toBe(0)

  await page.goto(`${office.panel}/account/mailbox`)
  await page
    .getByRole('row', { name: /Looking for mail with known people the service 3/ })
    .first()
    .waitFor()
  expect(await violations(page)).toEqual([])
})

test('what Google refuses stands at the mailbox in words, until it works again', async () => {
  const { marcus, workspace } = office
  await captureFrom(office, [marcus])
  const page = await visitPanel(office, office.ines, '/admin/capture')
  const card = page.getByRole('region', { name: 'Marcus Lindqvist' })
  workspace.controls.suspendUser(marcus.email)
  workspace.controls.revokeTokens(marcus.email)
  await page.getByRole('button', { name: 'Run now' }).click()
  await card.getByText('It cannot be read.').waitFor()
  await card.getByText(/the account is suspended, deleted or in another domain/).waitFor()

  workspace.controls.restoreUser(marcus.email)
  await page.getByRole('button', { name: 'Reconcile' }).click()
  await card.getByText(/^Nothing is missing/).waitFor()
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { captureFrom, hoursAgo, maya, runCapture, visitInbox, visitPanel, writeAs } from './capture.ts'
import { type Office, openOffice } from './fund.ts'
import { toast } from './grid.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
  const letter = {
    from: maya,
    to: office.ines.email,
    subject: 'A private matter',
    text: 'About the divorce settlement.',
  }
  await office.workspace.deliver({ ...letter, date: hoursAgo(3) })
  await captureFrom(office, [office.ines])
})

afterAll(() => office?.close())

const pages = () => [
  `/investors/${office.harbor.id}?captured=1`,
  `/contacts/${office.maya.id}?captured=1`,
  '/communications',
  '/communications?search=divorce',
  '/search?q=divorce',
  '/communications.csv',
  '/activity',
  '/unanswered',
  '/today',
  '/review',
  '/review?decided=policy',
  '/api/communications',
  '/api/activity',
  '/api/proposals?status=approved',
]

const words = /private matter|divorce settlement|divorce is final/i

test('an address that is never logged: its mail is gone from every page, and later mail leaves no trace', async () => {
  const page = await visitPanel(office, office.ines, '/admin/capture')
  const told = async () => {
    const texts = await Promise.all(pages().map(async (path) => (await page.request.get(office.panel + path)).text()))
    return pages().filter((_, index) => words.test(texts[index] ?? ''))
  }
  expect(await told()).toContain('/api/communications')

  const list = page.getByRole('region', { name: 'Never logged' })
  await list.getByLabel('An address or a domain').fill('maya.chen@harborfo.example')
  await list.getByRole('button', { name: 'Never log…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('1 stored message').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await list.getByRole('button', { name: 'Never log…' }).click()
  await dialog.getByRole('button', { name: 'Erase, and never log' }).click()
  await toast(page, /^Never logged: maya\.chen@harborfo\.example/).waitFor()
  await list.getByRole('rowheader', { name: 'maya.chen@harborfo.example' }).waitFor()
  expect(await told()).toEqual([])

  const gmail = await visitInbox(office, office.ines)
  await writeAs(gmail.inbox, { from: maya, subject: 'A private matter again', text: 'The divorce is final.' })
  await runCapture(office)
  expect(await told()).toEqual([])
  await page.getByRole('button', { name: 'Reconcile' }).click()
  await page
    .getByText(/^Nothing is missing/)
    .first()
    .waitFor()
  expect(office.db.$client.serialize().includes('divorce')).toBe(false)
})

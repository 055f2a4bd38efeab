import { afterAll, beforeAll, expect, test } from 'vitest'
import { captureFrom, hoursAgo, maya, runCapture, visitInbox, visitPanel, writeAs } from './capture.ts'
import { type Office, openOffice } from './fund.ts'
import { press, toast } from './grid.ts'

let office: Office

const tom = 'Tom Reyes <tom.reyes@harborfo.example>'

beforeAll(async () => {
  office = await openOffice()
  const letter = { to: office.ines.email, text: 'I write the memo for our committee.' }
  await office.workspace.deliver({ ...letter, from: tom, subject: 'The memo in October', date: hoursAgo(24 * 40) })
  await office.workspace.deliver({ ...letter, from: maya, subject: 'Welcome', date: hoursAgo(24 * 50) })
  await captureFrom(office, [office.ines])
})

afterAll(() => office?.close())

const all = (what: string) => office.db.$client.prepare(`SELECT name FROM live_${what} ORDER BY name`).pluck().all()

test('a stranger where a contact works is proposed and approved; then their older mail is found and shown', async () => {
  const before = { contacts: all('contacts'), investors: all('investors') }
  const gmail = await visitInbox(office, office.ines)
  await writeAs(gmail.inbox, { from: tom, subject: 'A question on fees', text: 'What does the key-person clause say?' })
  await runCapture(office)
  expect({ contacts: all('contacts'), investors: all('investors') }).toEqual(before)
  const dossier = await visitPanel(
    office,
    office.marcus,
    `/investors/${office.harbor.id}?kind=communications&captured=1`,
  )
  await expect
    .poll(() => dossier.locator('.moment--email').allInnerTexts())
    .toEqual([expect.stringContaining('Welcome')])

  const review = await visitPanel(office, office.marcus, '/review')
  await review.getByRole('heading', { name: 'New contact: Tom Reyes' }).waitFor()
  await review.getByText('Maya Chen writes from harborfo.example too.').waitFor()
  await press(review, 'a')
  await toast(review, 'Approved: New contact: Tom Reyes').waitFor()

  await review.goto(`${office.panel}/contacts?q=tom`)
  await review.getByRole('link', { name: 'Tom Reyes' }).click()
  await review.getByRole('heading', { level: 1, name: 'Tom Reyes' }).waitFor()
  await runCapture(office)
  await review.reload()
  await review.locator('.moment--email', { hasText: 'The memo in October' }).waitFor()
  await review.locator('.moment--email', { hasText: 'A question on fees' }).waitFor()
  await dossier.reload()
  await expect.poll(() => dossier.locator('.moment--email').count()).toBe(3)

  await gmail.refresh()
  await gmail.says(/^Already logged/)
  await expect.poll(() => all('investors')).toEqual(before.investors)
})

test('a newsletter is stored and not logged: behind the toggle, and last contact stays', async () => {
  const dossier = await visitPanel(office, office.ines, `/investors/${office.harbor.id}`)
  const lastContact = () => dossier.locator('.glance__value a').first().getAttribute('href')
  const before = await lastContact()
  expect(before).toContain('#c-')

  await office.workspace.deliver({
    from: maya,
    to: office.ines.email,
    subject: 'Harbor letter, third quarter',
    text: 'Dear friends of Harbor, the quarter was calm.',
    date: new Date(),
    headers: { 'List-Unsubscribe': '<mailto:leave@harborfo.example>', Precedence: 'bulk' },
  })
  await runCapture(office)

  await dossier.reload()
  await expect.poll(() => lastContact()).toBe(before)
  await expect.poll(() => dossier.getByText('Harbor letter, third quarter').count()).toBe(0)
  await dossier.getByRole('switch', { name: 'Stored mail too' }).click()
  const stored = dossier.locator('.moment--stored', { hasText: 'Harbor letter, third quarter' })
  await stored.getByText('captured').waitFor()

  const review = await visitPanel(office, office.ines, '/review')
  await review.getByRole('heading', { name: 'All decided' }).waitFor()
  const gmail = await visitInbox(office, office.ines)
  await gmail.read('Harbor letter, third quarter')
  await gmail.says('Captured, not logged: a list or a machine wrote it')
})

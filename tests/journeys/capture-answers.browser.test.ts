import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { captureFrom, hoursAgo, maya, runCapture, visitInbox, visitPanel, writeAs } from './capture.ts'
import { type Office, openOffice } from './fund.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
  await office.workspace.deliver({
    from: maya,
    to: office.ines.email,
    subject: 'Our questions',
    text: 'How large is the reserve?',
    date: hoursAgo(100),
    attachments: [
      { filename: 'Questions.csv', content: 'question\nHow large is the reserve?\n', contentType: 'text/csv' },
    ],
  })
  await captureFrom(office, [office.ines])
})

afterAll(() => office?.close())

test('whoever wrote waits for an answer until somebody has answered in Gmail', async () => {
  const page = await visitPanel(office, office.marcus, '/unanswered')
  await page.getByText('Our questions').waitFor()

  const gmail = await visitInbox(office, office.ines)
  await gmail.read('Our questions')
  await gmail.inbox.getByRole('heading', { name: 'Our questions' }).waitFor()
  await writeAs(gmail.inbox, {
    from: 'Ines Okafor <ines@northlight.example>',
    subject: 'Re: Our questions',
    text: 'A fifth.',
  })
  await runCapture(office)

  await page.reload()
  await page.getByRole('heading', { name: 'Unanswered' }).first().waitFor()
  await expect.poll(() => page.getByText('Our questions').count()).toBe(0)
  await page.goto(`${office.panel}/investors/${office.harbor.id}?kind=communications`)
  const thread = page.locator('.moment--email', { hasText: '2 messages' })
  await expect.poll(() => thread.locator('.moment__title').innerText()).toBe('Ines Okafor wrote to Maya Chen')
  await thread.locator('.thread > summary').click()
  await thread.locator('.thread__messages .mail > summary').first().click()
  const opened = thread.locator('.opened')
  await opened.getByText('A fifth.').waitFor()
  await expect.poll(() => opened.innerText()).not.toContain('How large is the reserve?')
  await opened.getByTitle('Show what it quotes').click()
  await opened.getByText('How large is the reserve?').waitFor()
})

test('an attachment is fetched from Gmail when somebody opens it, and its owner reads who did', async () => {
  const page = await visitPanel(office, office.marcus, `/contacts/${office.maya.id}`)
  await page.locator('.thread > summary').first().click()
  await page.locator('.thread__messages .mail > summary').last().click()
  const arriving = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Questions.csv' }).click()
  const download = await arriving
  expect(download.suggestedFilename()).toBe('Questions.csv')
  await expect.poll(async () => text(await download.createReadStream())).toContain('How large is the reserve?')

  const own = await visitPanel(office, office.ines, '/account/mailbox')
  await own.getByRole('row', { name: /Opening an attachment Marcus Lindqvist/ }).waitFor()
})

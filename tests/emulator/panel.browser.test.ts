import Fastify from 'fastify'
import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { manifestWith, writeBundle } from './addon-support.ts'
import { sampleScript } from './sample-addon.ts'
import { closeAfterTest, hello, ines, openWorkspace, tomas } from './support.ts'

const dangerous = '<img src=x onerror=alert(1)><script>alert(1)</script> & Co'

const manifest = manifestWith((m) => {
  m.addOns.common.universalActions = [
    { label: 'Settings', runFunction: 'onSettings' },
    { label: 'Open CRM', openLink: 'https://crm.northgate.example/' },
  ]
})

const messages = [
  hello,
  {
    ...hello,
    subject: 'Re: Fund II documents',
    messageId: 'deck-3@harbor.example',
    inReplyTo: 'deck-1@harbor.example',
    date: '2026-11-12T08:00:00Z',
    from: 'Jonas Weiss <jonas@harbor.example>',
  },
  { ...hello, subject: 'Break', messageId: 'break@harbor.example', date: '2026-11-13T08:00:00Z' },
  { ...hello, subject: dangerous, text: dangerous, messageId: 'bad@harbor.example', date: '2026-11-14T08:00:00Z' },
  { ...hello, subject: 'For Tomas', to: tomas.email, messageId: 'tomas@harbor.example' },
]

async function openPanel({ hash = '', ...options }: BrowserContextOptions & { hash?: string } = {}) {
  const crm = closeAfterTest(Fastify())
  crm.get('*', async (request) => `the CRM at ${request.url}`)
  const crmUrl = await crm.listen({ port: 0, host: '127.0.0.1' })
  const bundleDir = await writeBundle({ manifest, script: sampleScript })
  const addon = { bundleDir, hostAliases: { 'https://crm.northgate.example': crmUrl } }
  const workspace = await openWorkspace({ messages, panel: true, addon })
  const page = await openPage(`${workspace.url}/panel/${hash}`, options)
  return { page, crmUrl, workspace, sidebar: page.getByRole('complementary', { name: 'Northgate' }) }
}

async function openDossier(options: Parameters<typeof openPanel>[0] = {}) {
  const panel = await openPanel(options)
  await panel.page.getByRole('button', { name: 'Fund II documents' }).click()
  await panel.sidebar.getByRole('heading', { name: 'Harbor Family Office' }).waitFor()
  return panel
}

describe('the page', () => {
  test('shows the home card when nothing is open', async () => {
    const { sidebar } = await openPanel()

    await sidebar.getByRole('heading', { name: 'Good morning' }).waitFor()
    await expect
      .poll(() => sidebar.getByText('Recent investors & friends <script>alert(1)</script>').isVisible())
      .toBe(true)
  })

  test('shows what the add-on says about the last message of a conversation', async () => {
    const { page, sidebar } = await openDossier()

    await sidebar.getByText('Jonas Weiss jonas@harbor.example').waitFor()
    await page
      .getByRole('button', { name: /^M Maya Chen|^Maya Chen.*to Ines/ })
      .last()
      .click()
    await sidebar.getByText('Maya Chen maya@harbor.example').waitFor()
  })

  test('formats content and leaves labels as they are', async () => {
    const { sidebar } = await openDossier()

    await expect.poll(() => sidebar.locator('b', { hasText: '$5.0M' }).count()).toBe(1)
    await expect.poll(() => sidebar.getByText('of <b>$40M</b>').isVisible()).toBe(true)
  })

  test('an action changes the card and says so', async () => {
    const { page, sidebar } = await openDossier()

    await sidebar.getByRole('button', { name: 'Log e-mail' }).click()

    await page.getByRole('status').getByText('Logged with Harbor Family Office.').waitFor()
    await sidebar.getByText('Logged by Ines').waitFor()
  })

  test('a form sends what was filled in, in the shape of Google’s events', async () => {
    const { sidebar } = await openDossier()
    await sidebar.getByRole('button', { name: 'More…' }).click()

    await sidebar.getByLabel('What was said').fill('They <like> it')
    await sidebar.getByLabel('Type').selectOption('Call')
    await sidebar.getByLabel('Fund I', { exact: true }).check()
    await sidebar.getByLabel('Jonas').uncheck()
    await sidebar.getByLabel('Day').fill('2026-11-21')
    await sidebar.getByRole('switch', { name: 'Remind me' }).check()
    await sidebar.getByRole('button', { name: 'Save' }).click()

    const told = async () => JSON.parse((await sidebar.locator('.paragraph').textContent()) ?? '')
    await expect.poll(told).toEqual({
      summary: { stringInputs: { value: ['They <like> it'] } },
      type: { stringInputs: { value: ['call'] } },
      fund: { stringInputs: { value: ['one'] } },
      who: { stringInputs: { value: ['maya'] } },
      day: { dateInput: { msSinceEpoch: `${Date.parse('2026-11-21')}` } },
      time: { timeInput: { hours: 9, minutes: 30 } },
      remind: { stringInputs: { value: ['yes'] } },
    })
    await expect.poll(() => sidebar.getByText('7', { exact: true }).isVisible()).toBe(true)
  })

  test('a required field that is empty keeps the form from being sent', async () => {
    const { sidebar } = await openDossier()
    await sidebar.getByRole('button', { name: 'More…' }).click()

    await sidebar.getByRole('button', { name: 'Save' }).click()

    const said = sidebar.getByLabel('What was said')
    await expect
      .poll(() => said.evaluate((field: HTMLTextAreaElement) => field.validationMessage))
      .toBe('This field is required.')
    await expect.poll(() => sidebar.getByRole('heading', { name: 'Log a call' }).isVisible()).toBe(true)
  })

  test('cards are a stack: back goes one down, done goes to the root', async () => {
    const { sidebar } = await openDossier()
    await sidebar.getByRole('button', { name: 'More…' }).click()
    await sidebar.getByRole('button', { name: 'Back' }).click()
    await sidebar.getByRole('heading', { name: 'Harbor Family Office' }).waitFor()

    await sidebar.getByRole('button', { name: 'More…' }).click()
    await sidebar.getByLabel('What was said').fill('Yes')
    await sidebar.getByRole('button', { name: 'Save' }).click()
    await sidebar.getByRole('button', { name: 'Done' }).click()

    await sidebar.getByRole('heading', { name: 'Harbor Family Office' }).waitFor()
    await expect.poll(() => sidebar.getByRole('button', { name: 'Back' }).count()).toBe(0)
  })

  test('a collapsible section opens and closes', async () => {
    const { sidebar } = await openDossier()
    await expect.poll(() => sidebar.getByText('Sent the deck').isVisible()).toBe(false)
    await expect.poll(() => sidebar.getByText('Call about the DDQ').isVisible()).toBe(true)

    await sidebar.getByRole('button', { name: 'Show Recent' }).click()
    await expect.poll(() => sidebar.getByText('Sent the deck').isVisible()).toBe(true)
    await sidebar.getByRole('button', { name: 'Hide Recent' }).click()
    await expect.poll(() => sidebar.getByText('Sent the deck').isVisible()).toBe(false)
  })

  test('the menu has the card’s actions and the add-on’s own', async () => {
    const { sidebar } = await openDossier()
    const menu = sidebar.getByRole('button', { name: 'Northgate menu' })

    await menu.click()
    await sidebar.getByRole('button', { name: 'Settings' }).click()
    await sidebar.getByText(`Signed in as ${ines.email}`).waitFor()
    await sidebar.getByRole('button', { name: 'Back' }).click()
    await menu.click()
    await sidebar.getByRole('button', { name: 'Refresh dossier' }).click()

    await sidebar.getByText('Logged by Ines').waitFor()
  })

  test('a link opens where its public address is served here', async () => {
    const { page, sidebar, crmUrl } = await openDossier()
    const link = sidebar.getByRole('link', { name: 'Open in CRM' })

    const [popup] = await Promise.all([page.waitForEvent('popup'), link.click()])

    await expect.poll(() => link.getAttribute('href')).toBe(`${crmUrl}/investors/7`)
    await expect.poll(() => popup.url()).toBe(`${crmUrl}/investors/7`)
  })

  test('a script that throws gives an error card that says what was thrown', async () => {
    const { page, sidebar } = await openPanel()

    await page.getByRole('button', { name: 'Break' }).click()

    await sidebar.getByRole('alert').getByText('The gateway did not answer.').waitFor()
    await expect.poll(() => sidebar.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true)
  })

  test('typing asks the add-on for suggestions', async () => {
    const { page, sidebar } = await openPanel()

    await sidebar.getByLabel('Search investors').fill('Har')

    await page.locator('datalist option[value="Har Pension"]').waitFor({ state: 'attached' })
  })

  test('each member of staff has an own mailbox and an own identity', async () => {
    const { page, sidebar } = await openPanel()

    await page.getByLabel('Mailbox of').selectOption({ label: `${tomas.name} · ${tomas.email}` })
    await page.getByRole('button', { name: 'For Tomas' }).click()
    await sidebar.getByRole('heading', { name: 'Harbor Family Office' }).waitFor()
    await sidebar.getByRole('button', { name: 'Northgate menu' }).click()
    await sidebar.getByRole('button', { name: 'Settings' }).click()

    await sidebar.getByText(`Signed in as ${tomas.email}`).waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Break' }).count()).toBe(0)
  })

  test('mail is searched as one types', async () => {
    const { page } = await openPanel()
    await page.getByRole('button', { name: 'Break' }).waitFor()

    await page.getByLabel('Search mail').fill('jonas fund')

    await expect.poll(() => page.getByRole('listitem').count()).toBe(1)
  })

  test('nothing in a message becomes markup', async () => {
    const { page } = await openPanel()

    await page.getByRole('button', { name: '& Co' }).click()

    await page.getByRole('heading', { name: dangerous }).waitFor()
    await expect.poll(() => page.locator('main img, main script, nav img, nav script').count()).toBe(0)
  })

  test('opening a conversation marks it read', async () => {
    const { workspace } = await openDossier()
    const unread = () =>
      [...(workspace.mailboxes.get(ines.email)?.messages.values() ?? [])].filter(({ labelIds }) =>
        labelIds.has('UNREAD'),
      )

    await expect.poll(unread).toHaveLength(2)
  })

  test('on a phone the sidebar lies over the mail and is brought by a button', async () => {
    const { page, sidebar } = await openPanel({ viewport: { width: 390, height: 780 } })
    await page.getByRole('button', { name: 'Fund II documents' }).click()
    await page.getByRole('main').getByRole('heading', { name: 'Fund II documents' }).waitFor()
    await expect.poll(() => sidebar.isVisible()).toBe(false)

    await page.getByRole('button', { name: 'Northgate', exact: true }).click()

    await sidebar.getByRole('heading', { name: 'Harbor Family Office' }).waitFor()
    await expect.poll(() => page.getByRole('main').isVisible()).toBe(false)
  })

  test.each(['light', 'dark'] as const)('has nothing axe would object to (%s)', async (colorScheme) => {
    const { page, sidebar } = await openDossier({ colorScheme })
    expect(await violations(page)).toEqual([])

    await sidebar.getByRole('button', { name: 'More…' }).click()
    await sidebar.getByRole('heading', { name: 'Log a call' }).waitFor()
    expect(await violations(page)).toEqual([])
  })
})

test('a bundle Google refuses is refused here too, with its reasons', async () => {
  const bundleDir = await writeBundle({ script: 'function onHomepage() {}' })
  const workspace = await openWorkspace({ panel: true, addon: { bundleDir, hostAliases: {} } })

  const reply = await fetch(`${workspace.url}/panel/api/mailboxes/${ines.email}/cards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messageId: null }),
  })

  expect(await reply.json()).toEqual({ result: null, error: expect.stringContaining('names onMessage') })
})

test('without the panel there is no page', async () => {
  const workspace = await openWorkspace()

  expect((await fetch(`${workspace.url}/panel/`)).status).toBe(404)
})

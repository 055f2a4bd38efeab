import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { type Office, openOffice } from './fund.ts'

const fromMaya = {
  from: 'Maya Chen <maya.chen@harborfo.example>',
  to: 'Ines Okafor <ines@northlight.example>',
  subject: 'Fund II: two questions before our committee',
  messageId: 'committee-1@harborfo.example',
  date: '2026-11-17T10:20:00Z',
  text: 'Could you send the reserve model before our committee on the 4th?',
}
const fromTom = {
  from: 'Tom Reyes <tom.reyes@harborfo.example>',
  to: 'Marcus Lindqvist <marcus@northlight.example>',
  subject: 'The memo for the committee',
  messageId: 'memo-1@harborfo.example',
  date: '2026-11-18T08:05:00Z',
  text: 'I write the memo and have one question about the key-person clause.',
}

let office: Office

beforeAll(async () => {
  office = await openOffice([fromMaya, fromTom])
})

afterAll(() => office?.close())

/** Somebody's inbox with one message open, and the sidebar beside it. */
async function openMessage(user: Office['ines'], subject: string) {
  const inbox = await openPage(office.inboxOf(user))
  await inbox.getByRole('button', { name: subject }).click()
  const sidebar = inbox.getByRole('complementary', { name: 'Northlight Ventures' })
  const card = (title: string) => sidebar.getByRole('heading', { name: title }).waitFor()
  return { inbox, sidebar, card, press: (name: string) => sidebar.getByRole('button', { name, exact: true }).click() }
}

const panelOf = (user: Office['ines'], path: string) =>
  openPage(office.panel + path, { session: office.sessionOf(user) })

test('an e-mail is logged and its opportunity flagged beside the mail; the panel shows both, with who and where', async () => {
  const { sidebar, card, press, inbox } = await openMessage(office.ines, fromMaya.subject)
  const panel = await panelOf(office.marcus, '/pipeline')
  await card('Harbor Family Office')
  expect(await violations(inbox)).toEqual([])

  await press('Log e-mail')
  await sidebar.getByText(/^Already logged by Ines/).waitFor()
  await expect.poll(() => sidebar.getByRole('button', { name: 'Log e-mail' }).count()).toBe(0)

  await expect.poll(() => openSums(panel)).toBe('0 open opportunities, $0 expected, $0 weighted')
  await press('Flag in pipeline')
  await flag(sidebar, { fund: 'Fund II (USD)', stage: 'Due diligence', amount: '7.5m', probability: '60%' })
  await sidebar.getByText('$7.5M · 60%').waitFor()

  await panel.reload()
  await expect.poll(() => openSums(panel)).toBe('1 open opportunity, $7.5M expected, $4.5M weighted')
  await expect
    .poll(() => column(panel, 'Due diligence').innerText())
    .toMatch(/^Due diligence 1\s+\$7\.5M \$4\.5M weighted/)

  await press('Move')
  await sidebar.getByLabel('To').selectOption('Meeting')
  await press('Move')
  await inbox.getByRole('status').getByText('Say why this goes back to Meeting.').waitFor()
  await sidebar.getByLabel('Reason').fill('Their committee meets in January')
  await press('Move')
  await card('Harbor Family Office')

  await panel.reload()
  await column(panel, 'Meeting').getByRole('link', { name: 'Harbor Family Office' }).click()
  await panel.getByRole('heading', { level: 1, name: 'Harbor Family Office' }).waitFor()
  const said = panel.locator('.moment--said').first()
  await expect.poll(() => said.innerText()).toContain('Ines received an e-mail from Maya Chen')
  await expect.poll(() => said.innerText()).toContain(fromMaya.subject)

  await panel.getByRole('navigation', { name: 'What to show' }).getByRole('link', { name: 'History' }).click()
  await expect
    .poll(() => entries(panel))
    .toEqual(
      expect.arrayContaining([
        ['Ines sidebar', 'moved Fund II', 'Due diligence', 'Meeting'],
        ['Ines sidebar', 'flagged Fund II at Due diligence', '', ''],
        ['Ines sidebar', 'logged an e-mail E-mail from Maya Chen', '', ''],
      ]),
    )
})

test('an unknown sender is added to the investor of a colleague, and the dossier follows', async () => {
  const { inbox, sidebar, card, press } = await openMessage(office.marcus, fromTom.subject)
  await card('Tom Reyes')
  await sidebar.getByText('Not in the CRM yet. It may belong to:').waitFor()
  expect(await violations(inbox)).toEqual([])

  await press('Add')
  await card('Harbor Family Office')
  await press('Show Contacts (2)')
  await sidebar.getByText('tom.reyes@harborfo.example').waitFor()

  const panel = await panelOf(office.ines, '/contacts?q=tom')
  await panel.getByRole('link', { name: 'Tom Reyes' }).waitFor()
})

async function flag(
  sidebar: Locator,
  { fund, stage, amount, probability }: { fund: string; stage: string; amount: string; probability: string },
) {
  await sidebar.getByRole('heading', { name: 'Flag in pipeline' }).waitFor()
  await sidebar.getByLabel('Fund').selectOption(fund)
  await sidebar.getByLabel('Stage').selectOption(stage)
  await sidebar.getByLabel('Expected amount').fill(amount)
  await sidebar.getByLabel('Probability').fill(probability)
  await sidebar.getByRole('button', { name: 'Flag in pipeline' }).click()
}

const openSums = (panel: Page) => panel.locator('.page-head p').innerText()
const column = (panel: Page, stage: string) => panel.getByRole('region', { name: stage })

/** The history as a reader sees it: who and where (said once an act), what, before, after. */
async function entries(panel: Page): Promise<string[][]> {
  await panel.getByRole('region', { name: 'Every entry' }).waitFor()
  const cells = await panel
    .locator('.history tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)))
  let who = ''
  return cells.map(([, person = '', ...rest]) => {
    who = person.replace(/\s+/g, ' ').trim() || who
    return [who, ...rest.slice(0, 3).map((text) => text.trim())]
  })
}

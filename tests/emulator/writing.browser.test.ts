import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { call, get, hello, ines, openWorkspace, tokenFor, tomas } from './support.ts'

async function openWriting(options: BrowserContextOptions & { opened?: boolean; forgive?: RegExp[] } = {}) {
  const workspace = await openWorkspace({ messages: [{ ...hello, cc: tomas.email }], panel: true })
  const page = await openPage(`${workspace.url}/panel/`, options)
  if (options.opened) await page.getByRole('button', { name: 'Fund II documents' }).click()
  if (options.opened) await page.getByRole('heading', { name: 'Fund II documents' }).waitFor()
  await page.getByRole('button', { name: 'Write as …' }).click()
  const dialog = page.getByRole('dialog', { name: 'Write as …' })
  await dialog.waitFor()
  return { workspace, page, dialog }
}

const newest = (workspace: Awaited<ReturnType<typeof openWorkspace>>, email: string) =>
  [...(workspace.mailboxes.get(email)?.messages.values() ?? [])].at(-1)

describe('writing as somebody', () => {
  test('a stranger’s message arrives in the mailbox it is written to', async () => {
    const { workspace, page, dialog } = await openWriting()
    await dialog.getByLabel('From').fill('Nora Falk <nora@falk.example>')
    await dialog.getByLabel('Subject').fill('An introduction')
    await dialog.getByLabel('Message').fill('Maya gave me your name.')

    await dialog.getByRole('button', { name: 'Send' }).click()

    await page.getByRole('status').getByText('Sent. It is in the mail of Ines Marlowe.').waitFor()
    await page.getByRole('heading', { name: 'An introduction' }).waitFor()
    await expect
      .poll(() => newest(workspace, ines.email)?.content.people('from'))
      .toEqual([{ name: 'Nora Falk', address: 'nora@falk.example' }])
    expect([...(newest(workspace, ines.email)?.labelIds ?? [])]).toContain('INBOX')
  })

  test('the other side answers the open conversation, with what it answers below', async () => {
    const { workspace, page, dialog } = await openWriting({ opened: true })
    await expect.poll(() => dialog.getByLabel('From').inputValue()).toBe('Maya Chen <maya@harbor.example>')
    await expect
      .poll(() => dialog.getByLabel('To', { exact: true }).inputValue())
      .toBe('Ines Marlowe <ines@northgate.example>')
    await expect.poll(() => dialog.getByLabel('Subject').inputValue()).toBe('Re: Fund II documents')
    await dialog.getByLabel('Message').fill('One more question.')

    await dialog.getByRole('button', { name: 'Send' }).click()

    await page.getByText('One more question.').last().waitFor()
    const [first, second] = workspace.mailboxes.get(ines.email)?.messages.values() ?? []
    expect(second?.threadId).toBe(first?.threadId)
    expect(second?.raw.toString()).toContain('> Hello Ines, we have read the deck.')
    await expect.poll(() => newest(workspace, tomas.email)?.rfcMessageId).toBe(second?.rfcMessageId)
  })

  test('a member of staff answers to everybody on the conversation', async () => {
    const { workspace, page, dialog } = await openWriting({ opened: true })
    await dialog.getByLabel('From').fill('Ines Marlowe <ines@northgate.example>')
    await dialog.getByLabel('From').blur()
    await expect
      .poll(() => dialog.getByLabel('To', { exact: true }).inputValue())
      .toBe('Maya Chen <maya@harbor.example>')
    await expect.poll(() => dialog.getByLabel('Cc').inputValue()).toBe('tomas@northgate.example')
    await dialog.getByLabel('Message').fill('Of course.')

    await dialog.getByRole('button', { name: 'Send' }).click()

    await page.getByRole('status').getByText('It is in the mail of Ines Marlowe and Tomas Okafor.').waitFor()
    expect([...(newest(workspace, ines.email)?.labelIds ?? [])]).toEqual(['SENT'])
  })

  test('a new message is written when the answer is not wanted', async () => {
    const { workspace, page, dialog } = await openWriting({ opened: true })
    await dialog.getByLabel('Reply to “Fund II documents”').uncheck()
    await dialog.getByLabel('Subject').fill('Lunch')
    await dialog.getByLabel('Message').fill('On Friday?')

    await dialog.getByRole('button', { name: 'Send' }).click()

    await page.getByRole('heading', { name: 'Lunch' }).waitFor()
    const message = newest(workspace, ines.email)
    expect(message?.threadId).toBe(message?.id)
    expect(message?.content.ancestors).toEqual([])
  })

  test('nothing is sent that would arrive nowhere, and what was written stays', async () => {
    const { workspace, dialog } = await openWriting({ forgive: [/400/] })
    await dialog.getByLabel('From').fill('maya@harbor.example')
    await dialog.getByLabel('To', { exact: true }).fill('jonas@alder.example')
    await dialog.getByLabel('Subject').fill('Between us')
    await dialog.getByLabel('Message').fill('Have you seen their deck?')

    await dialog.getByRole('button', { name: 'Send' }).click()

    await dialog.getByRole('alert').getByText('Nobody of northgate.example is among these people').waitFor()
    await expect.poll(() => dialog.getByLabel('Message').inputValue()).toBe('Have you seen their deck?')
    await expect.poll(() => workspace.mailboxes.get(ines.email)?.messages.size).toBe(1)
  })

  test('cancelling sends nothing', async () => {
    const { workspace, dialog } = await openWriting()

    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })

    await expect.poll(() => workspace.mailboxes.get(ines.email)?.messages.size).toBe(1)
  })

  test.each([
    ['light', 1360],
    ['dark', 1360],
    ['light', 390],
  ] as const)('the dialog is accessible (%s, %i px)', async (colorScheme, width) => {
    const { page } = await openWriting({ opened: true, colorScheme, viewport: { width, height: 820 } })

    expect(await violations(page)).toEqual([])
  })
})

describe('what the page offers and refuses', () => {
  test('people one may write as are those of the mailbox, then the staff', async () => {
    const workspace = await openWorkspace({ messages: [hello], panel: true })

    const { body } = await get(workspace, `/panel/api/mailboxes/${ines.email}/people`, '')

    expect(body).toEqual([
      { name: 'Maya Chen', address: 'maya@harbor.example' },
      { name: 'Ines Marlowe', address: ines.email },
      { name: 'Tomas Okafor', address: tomas.email },
    ])
  })

  test.each([
    ['two writers', { from: 'a@x.example, b@x.example' }, 'One person writes a message.'],
    ['nobody to write to', { to: '' }, 'Say who gets the message.'],
    ['something that is no address', { to: 'Ines' }, '“Ines” is no address.'],
  ])('refuses %s', async (_case, change, message) => {
    const workspace = await openWorkspace({ panel: true })
    const letter = { from: 'a@x.example', to: ines.email, cc: '', subject: 'Hi', text: 'Hi', answers: null, ...change }
    const token = await tokenFor(workspace)

    const reply = await call(workspace, 'POST', `/panel/api/mailboxes/${ines.email}/mail`, token, letter)

    expect(reply).toMatchObject({ status: 400, body: { error: { message } } })
  })
})

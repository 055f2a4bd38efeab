import { expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { violations } from '../support/axe.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { hello, ines, marcus, openTrust } from './support.ts'

/** Ines's mailbox captured and proven; Marcus's on, and unknown to Google. */
async function openPanel() {
  const trust = await openTrust()
  const { app, asInes, db, workspace } = trust
  await workspace.deliver(hello)
  workspace.controls.suspendUser(marcus)
  for (const address of [ines, marcus])
    await asInes('PUT', `/api/admin/capture/mailboxes/${address}`, { enabled: true })
  await asInes('POST', '/api/admin/capture/reconcile')
  await asInes('POST', '/api/admin/capture/never-log', { domain: 'lawyers.example' })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  app.config.publicUrl = address
  const session = startSession(db, trust.ines, {}, new Date())
  return { ...trust, visit: (path: string) => openPage(address + path, { session, reducedMotion: 'reduce' }) }
}

const phone = { width: 390, height: 844 }

test.each(['/admin/capture', '/account/mailbox', '/admin/capture/never-log/new?who=harborfo.example'])(
  '%s is open to everybody, in both themes and on a phone',
  async (path) => {
    const { visit } = await openPanel()
    const page = await visit(path)

    const light = await violations(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await violations(page)
    await page.setViewportSize(phone)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)

    expect([...light, ...dark, ...(await violations(page))]).toEqual([])
    expect(wide).toBe(phone.width)
  },
)

test('a mailbox is switched off by a click, in place', async () => {
  const { visit } = await openPanel()
  const page = await visit('/admin/capture')
  await takenOver(page)

  await page.getByRole('switch', { name: 'Capture of Marcus Lindqvist' }).click()

  await page.getByText('Switched capture off for Marcus Lindqvist').waitFor()
  await expect
    .poll(() => page.getByRole('switch', { name: 'Capture of Marcus Lindqvist' }).getAttribute('aria-checked'))
    .toBe('false')
  await page.getByRole('heading', { name: 'Nothing is missing.' }).waitFor()
})

test('who is never logged is asked about twice, and then stands in the list', async () => {
  const { visit } = await openPanel()
  const page = await visit('/admin/capture')
  await takenOver(page)

  await page.getByLabel('An address or a domain').fill('harborfo.example')
  await page.getByRole('button', { name: 'Never log…' }).click()
  await page.getByText('1 stored message').waitFor()
  await page.getByRole('button', { name: 'Erase, and never log' }).click()

  await page.getByRole('rowheader', { name: 'Everybody at harborfo.example' }).waitFor()
})

test('a new mail is here after Run now', async () => {
  const { visit, workspace } = await openPanel()
  const page = await visit('/admin/capture')
  await takenOver(page)
  await workspace.deliver({ ...hello, messageId: 'deck-2@harborfo.example' })

  await page.getByRole('button', { name: 'Run now' }).click()

  await page.getByText('Looked into 2 mailboxes: 1 message').waitFor()
})

import type { Page } from 'playwright-core'
import { createToken } from '../../server/accounts/tokens.ts'
import type { User } from '../../server/accounts/users.ts'
import { setMailbox } from '../../server/mailboxes/mailboxes.ts'
import { setPolicies } from '../../server/proposals/policies.ts'
import { openPage, takenOver } from '../support/browser.ts'
import type { Office } from './fund.ts'
import { did } from './grid.ts'

export const maya = 'Maya Chen <maya.chen@harborfo.example>'

export const hoursAgo = (n: number) => new Date(Date.now() - n * 3_600_000)

/** Mailboxes that Ines has switched on, and read once: what is in them now has been captured. */
export async function captureFrom(office: Office, people: User[]): Promise<void> {
  did(office, 'Switched capture on', (tx) => {
    for (const { email } of people) setMailbox(tx, email, { enabled: true }, 'northlight.example')
  })
  await runCapture(office)
}

/** Nothing that capture proposes is approved by itself any more. */
export const askForEverything = (office: Office) =>
  did(office, 'Switched a policy off', (tx) => setPolicies(tx, { auto: { exact_address: false } }))

/** One pass over every mailbox, as the clock begins one every two minutes. */
export const runCapture = (office: Office) => ask(office, office.ines, 'POST', '/admin/capture/run')

/** Asks the API as one of the fund's people, and answers its JSON. */
export async function ask<T = unknown>(
  office: Office,
  user: User,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const { secret } = did(office, 'Made a token', (tx) => createToken(tx, user.id, { name: 'journey' }))
  const headers = { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }) }
  const reply = await fetch(`${office.panel}/api${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!reply.ok) throw new Error(`${method} ${path} answers ${reply.status}: ${await reply.text()}`)
  return reply.json() as Promise<T>
}

/** Somebody's browser on the panel, taken over by its script. */
export async function visitPanel(office: Office, user: User, path: string): Promise<Page> {
  const page = await openPage(office.panel + path, { session: office.sessionOf(user) })
  await takenOver(page)
  return page
}

/** Somebody's Gmail with the sidebar beside the mail. */
export async function visitInbox(office: Office, user: User) {
  const inbox = await openPage(office.inboxOf(user))
  const sidebar = inbox.getByRole('complementary', { name: 'Northlight Ventures' })
  return {
    inbox,
    sidebar,
    says: (text: string | RegExp) => sidebar.getByText(text).waitFor(),
    press: (name: string) => sidebar.getByRole('button', { name, exact: true }).click(),
    read: (subject: string) => inbox.getByRole('button', { name: subject }).click(),
    refresh: async () => {
      await sidebar.getByRole('button', { name: 'Northlight Ventures menu' }).click()
      await sidebar.getByRole('button', { name: 'Refresh' }).click()
    },
  }
}

type Letter = { from: string; to?: string; subject: string; text: string }

/** Writes in the inbox's own form as anybody; the answer is shown with the sidebar beside it when it has arrived. */
export async function writeAs(inbox: Page, { from, to, subject, text }: Letter): Promise<void> {
  await inbox.getByRole('button', { name: 'Write as …' }).click()
  const dialog = inbox.getByRole('dialog', { name: 'Write as …' })
  await dialog.getByLabel('From').fill(from)
  // Leaving it proposes everybody else anew.
  await dialog.getByLabel('From').blur()
  if (to) await dialog.getByLabel('To', { exact: true }).fill(to)
  await dialog.getByLabel('Subject').fill(subject)
  await dialog.getByLabel('Message').fill(text)
  await dialog.getByRole('button', { name: 'Send' }).click()
  await inbox
    .getByRole('status')
    .getByText(/^Sent\./)
    .waitFor()
}

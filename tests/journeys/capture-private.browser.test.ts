import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addUser, type User } from '../../server/accounts/users.ts'
import { ask, captureFrom, hoursAgo, maya, runCapture, visitInbox, visitPanel } from './capture.ts'
import { type Office, openOffice } from './fund.ts'
import { did } from './grid.ts'

let office: Office
/** An admin who took part in nothing. */
let priya: User

beforeAll(async () => {
  office = await openOffice()
  priya = did(office, 'Hired', (tx) =>
    addUser(tx, { full_name: 'Priya Raman', email: 'priya@northlight.example', role: 'admin', passwordHash: '' }),
  )
  const before = { from: maya, to: office.marcus.email, subject: 'Your travel dates', date: hoursAgo(1) }
  await office.workspace.deliver({ ...before, text: 'When are you in Boston?' })
  await captureFrom(office, [office.ines, office.marcus, priya])
})

afterAll(() => office?.close())

/** What nobody reads who may not: a word of the subject line, and one of the text. */
type Secret = { subject: string; words: RegExp }
type Thread = { threadId: string }

async function received(subject: string, text: string, words: RegExp): Promise<Secret & Thread> {
  await office.workspace.deliver({ from: maya, to: office.ines.email, subject, text, date: new Date() })
  await runCapture(office)
  const { data } = await ask<{ data: { subject: string; thread_id: string }[] }>(
    office,
    office.ines,
    'GET',
    `/communications?investor_id=${office.harbor.id}`,
  )
  const said = data.find((one) => one.subject === subject)
  if (!said) throw new Error(`${subject} was not logged`)
  return { subject, words, threadId: said.thread_id }
}

/** Where mail is read, with everything that is folded opened. */
const pages = ({ threadId }: Thread) => ({
  timeline: `/investors/${office.harbor.id}?kind=communications&captured=1`,
  'page of the contact': `/contacts/${office.maya.id}?captured=1`,
  'page of the thread': `/mail/threads/${threadId}`,
})

/** Where it is mentioned, listed, found and exported. */
const answers = {
  'list of what was said': '/communications',
  'search for heron': '/communications?search=heron',
  'search for kingfisher': '/communications?search=kingfisher',
  'box that searches everything': '/search?q=heron',
  activity: '/activity',
  unanswered: '/unanswered',
  today: '/today',
  'what a policy approved': '/review?decided=policy',
  'export of what was said': '/communications.csv',
  'export of the activity': '/activity.csv',
  'API list': '/api/communications',
  'API activity': '/api/activity',
  'API search': '/api/communications?search=kingfisher',
}

/** The places at which somebody reads a word of it. */
async function whereRead(user: User, secret: Secret & Thread): Promise<string[]> {
  const found: string[] = []
  const page = await visitPanel(office, user, '/account')
  for (const [name, path] of Object.entries(pages(secret))) {
    await page.goto(office.panel + path)
    await openAll(page)
    if (secret.words.test(await page.locator('body').innerText())) found.push(name)
  }
  for (const [name, path] of Object.entries(answers)) {
    const reply = await page.request.get(office.panel + path)
    if (!reply.ok()) throw new Error(`${path} answers ${reply.status()}`)
    if (secret.words.test(await reply.text())) found.push(name)
  }
  await page.close()
  return found
}

async function openAll(page: Page): Promise<void> {
  const folded = page.locator('details.thread > summary, details.mail > summary')
  for (const summary of await folded.all()) await summary.click()
  for (const opened of await page.locator('details.mail .mail__open').all()) {
    await opened.locator('.opened, .prose').first().waitFor()
  }
}

const roles = () => Object.entries({ member: office.marcus, viewer: office.vera, admin: priya })

/** Those that say its words to whoever may read them; the others are looked at for what they should not say. */
const read = [
  'list of what was said',
  'search for heron',
  'search for kingfisher',
  'unanswered',
  'export of what was said',
  'API list',
]

/** Everybody read it, the participant alone does: elsewhere it is gone for each of the others. */
async function isKeptFromOthers(secret: Secret & Thread, makePrivate: () => Promise<unknown>) {
  const everywhere = await whereRead(office.vera, secret)
  expect(everywhere).toEqual(expect.arrayContaining([...Object.keys(pages(secret)), ...read]))
  await makePrivate()

  for (const [role, user] of roles()) expect([role, ...(await whereRead(user, secret))]).toEqual([role])
  expect(await whereRead(office.ines, secret)).toEqual(expect.arrayContaining(everywhere))
}

test('what its participant makes private in the panel is gone for a member, a viewer and another admin', async () => {
  const secret = await received(
    'Heron reserve',
    'The kingfisher clause stays between us.',
    /heron reserve|kingfisher clause/i,
  )
  await isKeptFromOthers(secret, async () => {
    const page = await visitPanel(office, office.ines, `/investors/${office.harbor.id}?kind=communications`)
    const moment = page.locator('.moment--email', { hasText: secret.subject })
    await moment.getByLabel('Acts for this e-mail').click()
    await moment.getByRole('link', { name: 'Open the thread' }).click()
    await page.getByLabel('You took part and decide').selectOption('metadata')
    await page.getByText('and no word of it.').first().waitFor()
  })

  const own = await visitPanel(office, office.ines, `/investors/${office.harbor.id}?kind=communications`)
  await own.locator('.moment--email', { hasText: secret.subject }).getByText('private').waitFor()
})

test('what is made private from the sidebar is gone for the others, in their sidebars too', async () => {
  const secret = await received('Heron terms', 'The kingfisher stays between us.', /heron terms|the kingfisher stays/i)
  const gmail = await visitInbox(office, office.ines)
  await gmail.read(secret.subject)
  await gmail.says(/^Already logged/)
  expect(await recentOf(office.marcus)).toMatch(secret.words)

  await isKeptFromOthers(secret, async () => {
    await gmail.press('Make thread private')
    await gmail.says('Private: colleagues see who and when only')
  })

  expect(await recentOf(office.marcus)).not.toMatch(secret.words)
  await gmail.press('Share thread')
  await gmail.sidebar.getByRole('button', { name: 'Make thread private' }).waitFor()
  expect(await recentOf(office.marcus)).toMatch(secret.words)
})

/** What the sidebar tells somebody about the investor beside a letter of their own. */
async function recentOf(user: User): Promise<string> {
  const gmail = await visitInbox(office, user)
  await gmail.read('Your travel dates')
  await gmail.sidebar.getByRole('button', { name: /^Show Recent/ }).click()
  return gmail.sidebar.innerText()
}

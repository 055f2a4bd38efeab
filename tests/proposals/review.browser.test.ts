/** Today, Review and the rules in a browser: by keyboard alone, on a phone, and for whoever cannot see. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { editAutomation, listAutomations } from '../../server/automations/automations.ts'
import { fireByTime } from '../../server/automations/by-time.ts'
import { act } from '../../server/db/write.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { findRow } from '../../server/grid/rows.ts'
import { reject } from '../../server/proposals/decide.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { addTask } from '../../server/tasks/tasks.ts'
import { violations } from '../support/axe.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { days } from '../support/clock.ts'
import { actorFor, openApp } from '../support/world.ts'

let panel: Awaited<ReturnType<typeof openPanelInBrowser>>

beforeAll(async () => {
  panel = await openPanelInBrowser()
})

afterAll(() => panel?.app.close())

const quiet = ['Ashdown Holdings', 'Birch Foundation', 'Cedar Trust', 'Dune Capital', 'Elm Endowment', 'Fjord Pension']

/** A year of silence: the graveyard rule is switched on and proposes. */
async function openPanelInBrowser() {
  const world = await openApp()
  const { db, clock, ines, harbor } = world
  const inAct = <T>(work: Parameters<typeof act<T>>[3]) => act(db, actorFor(ines), 'Set up', work, { now: clock.now() })
  inAct((tx) => {
    for (const name of quiet) addInvestor(tx, { name, list: 'longshot' })
  })
  clock.advance(days(366))
  const rule = listAutomations(db).find(({ key }) => key === 'graveyard')
  inAct((tx) => {
    editAutomation(tx, String(rule?.id), { enabled: true })
    addTask(tx, { title: 'Send the DDQ', due_on: '2027-11-16', investor_id: harbor.id })
    addTask(tx, { title: 'Call Maya', due_on: '2027-11-17', notes: 'About the side letter' })
  })
  await fireByTime({ db, now: clock.now, zone: 'UTC' })

  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...world, address, session: startSession(db, ines, {}, clock.now()), ruleId: String(rule?.id) }
}

/** Opens that proposal of the pile, and answers whose it is once it stands beside it. */
async function openNth(page: Page, n: number): Promise<string> {
  const link = page.getByRole('link', { name: 'Move to Graveyard' }).nth(n)
  const whom = await link.locator('xpath=ancestor::section').getByRole('heading').innerText()
  await link.click()
  await page.locator('.review__whom', { hasText: whom }).waitFor()
  return whom
}

const listOf = (name: string) => {
  const { db } = panel
  const id = db.$client.prepare('SELECT id FROM live_investors WHERE name = ?').pluck().get(name)
  return findRow(db, String(id))?.values['list']
}

test('a pile is worked off by keyboard: next, approve, undo, choose several, reject', async () => {
  const page = await openPage(`${panel.address}/review`, { session: panel.session })
  await takenOver(page)
  const heading = page.locator('.review__whom')
  await expect.poll(() => heading.innerText()).toBe('Alder Pension')
  const waiting = page.locator('.nav__count')
  const before = Number.parseInt(await waiting.innerText(), 10)

  await page.keyboard.press('j')
  await expect.poll(() => heading.innerText()).toBe('Ashdown Holdings')
  await page.keyboard.press('a')
  await expect.poll(() => heading.innerText()).toBe('Birch Foundation')
  await expect.poll(() => listOf('Ashdown Holdings')).toBe('graveyard')
  await expect.poll(async () => Number.parseInt(await waiting.innerText(), 10)).toBe(before - 1)

  await page.keyboard.press('u')
  await expect.poll(() => listOf('Ashdown Holdings')).toBe('longshot')
  await page.getByRole('link', { name: 'Move to Graveyard' }).nth(7).waitFor()

  await page.keyboard.press('Shift+J')
  await page.keyboard.press('Shift+J')
  await page.getByRole('button', { name: 'Reject the chosen' }).waitFor()
  await expect.poll(() => page.locator('.review__item input:checked').count()).toBe(2)
  await page.keyboard.press('r')
  await expect.poll(() => listProposals(panel.db, { status: 'rejected' }).length).toBe(2)
})

test('U takes back one decision after the other, the newest first, and says when none is left', async () => {
  const page = await openPage(`${panel.address}/review`, { session: panel.session })
  await takenOver(page)
  const heading = page.locator('.review__whom')
  const decided = () => listProposals(panel.db, { status: 'approved' }).length
  const before = decided()
  const first = await openNth(page, 3)
  await page.keyboard.press('a')
  await expect.poll(() => heading.innerText()).not.toBe(first)
  const second = await heading.innerText()
  await page.keyboard.press('a')
  await expect.poll(() => heading.innerText()).not.toBe(second)

  await page.keyboard.press('u')
  await expect.poll(() => listOf(second)).toBe('longshot')
  await expect.poll(() => listOf(first)).toBe('graveyard')
  await page.getByRole('link', { name: second }).waitFor()
  await page.keyboard.press('u')
  await expect.poll(() => listOf(first)).toBe('longshot')
  await page.getByRole('link', { name: first }).waitFor()
  await page.keyboard.press('u')

  await page.locator('#toasts').getByText('Nothing you decided on this visit is left to undo.').waitFor()
  await expect.poll(() => decided()).toBe(before)
})

test('presses while a decision is under way decide nothing, and U undoes what succeeded', async () => {
  const page = await openPage(`${panel.address}/review`, { session: panel.session })
  await takenOver(page)
  const heading = page.locator('.review__whom')
  const first = await openNth(page, 3)
  const sent: string[] = []
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()))

  await page.evaluate(() => {
    const press = (key: string) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    const button = document.querySelector<HTMLElement>('[data-key=a]')
    press('a')
    press('a')
    button?.click()
    press('a')
  })
  await expect.poll(() => heading.innerText()).not.toBe(first)
  await page.keyboard.press('u')

  await expect.poll(() => listOf(first)).toBe('longshot')
  expect(sent.filter((url) => url.endsWith('/approve'))).toHaveLength(1)
})

test('J goes on from where it led, and a key decides nothing before it stands there', async () => {
  const page = await openPage(`${panel.address}/review`, { session: panel.session })
  await takenOver(page)
  const heading = page.locator('.review__whom')
  const first = await heading.innerText()
  const before = listProposals(panel.db, { status: 'pending' }).length
  const held: (() => void)[] = []
  await page.route('**/review?id=*', (route) => void held.push(() => void route.continue().catch(() => {})))

  for (const key of ['j', 'j', 'a']) await page.keyboard.press(key)
  await expect.poll(() => held).toHaveLength(2)
  for (const answer of held) answer()
  await page.locator('.review__item--open', { has: page.locator('[aria-current]') }).waitFor()

  const at = () => page.locator('[data-walk]').evaluateAll((all) => all.findIndex((one) => one.ariaCurrent === 'true'))
  await expect.poll(at).toBe(2)
  await expect.poll(() => heading.innerText()).not.toBe(first)
  expect(listProposals(panel.db, { status: 'pending' })).toHaveLength(before)
})

test('J and K go on from the place of a proposal that a colleague has decided meanwhile', async () => {
  const { db, marcus, clock } = panel
  const page = await openPage(`${panel.address}/review`, { session: panel.session })
  await takenOver(page)
  const heading = page.locator('.review__whom')
  const whose = listProposals(db, { status: 'pending' }).map(({ investor }) => String(investor?.name))
  const taken = String(listProposals(db, { status: 'pending' })[2]?.proposal.id)
  await openNth(page, 1)
  act(db, actorFor(marcus), 'Rejected', (tx) => reject(tx, taken), { now: clock.now() })

  await page.keyboard.press('j')
  await expect.poll(() => heading.innerText()).toBe(whose[2])
  await page.keyboard.press('j')
  await expect.poll(() => heading.innerText()).toBe(whose[3])

  await page.goto(`${panel.address}/review?id=${taken}`)
  await takenOver(page)
  await page.keyboard.press('k')
  await expect.poll(() => heading.innerText()).toBe(whose[1])
})

test('a decision that is refused leaves U what was decided before it', async () => {
  const page = await openPage(`${panel.address}/review`, { session: panel.session, forgive: [/409/] })
  await takenOver(page)
  const heading = page.locator('.review__whom')
  const first = await openNth(page, 3)
  await page.keyboard.press('a')
  await expect.poll(() => heading.innerText()).not.toBe(first)
  await page.route('**/approve', (route) =>
    route.fulfill({
      status: 409,
      headers: { 'hx-toast': '{"message":"Marcus approved this already.","tone":"danger"}' },
    }),
  )
  // A key is dropped on purpose until the answer before it is on the page; one more of either does nothing more here.
  const press = async <T>(key: string, read: () => T) => {
    await page.keyboard.press(key)
    return read()
  }
  const refusal = page.locator('#toasts').getByText('Marcus approved this already.')
  await expect.poll(() => press('a', () => refusal.count())).toBeGreaterThan(0)

  await expect.poll(() => press('u', () => listOf(first))).toBe('longshot')
})

test('what X chose is where Shift goes on from', async () => {
  const page = await openPage(`${panel.address}/review`, { session: panel.session })
  await takenOver(page)

  for (const key of ['x', 'Shift+J', 'Shift+J', 'Shift+J']) await page.keyboard.press(key)

  await expect.poll(() => page.locator('.review__item input:checked').count()).toBe(4)
})

test('a task is ticked off on a phone, and comes back with Undo', async () => {
  const page = await openPage(`${panel.address}/today`, {
    session: panel.session,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  await takenOver(page)

  await page.getByRole('button', { name: 'Done: Call Maya' }).tap()
  await page.getByRole('heading', { name: 'Done today' }).waitFor()
  await page.locator('#toasts').getByRole('button', { name: 'Undo' }).tap()
  await page.getByRole('button', { name: 'Done: Call Maya' }).waitFor()
})

test('a rule is switched on and off with one press, and its form shows what belongs to the choice', async () => {
  const page = await openPage(`${panel.address}/automations`, { session: panel.session })
  await takenOver(page)
  const control = page.getByRole('switch', { name: 'Follow up' })

  await control.click()
  await page.getByText('Follow up is on').waitFor()
  await expect.poll(() => control.getAttribute('aria-checked')).toBe('true')

  await page.goto(`${panel.address}/automations/new`)
  await page.getByLabel('What happens').selectOption('no_contact')
  await expect.poll(() => page.getByLabel('Days without contact').isVisible()).toBe(true)
  await expect.poll(() => page.getByLabel('Changes to').isVisible()).toBe(false)
})

test.each([
  '/today',
  '/tasks',
  '/tasks/new',
  '/review',
  '/review?decided=1',
  '/automations',
  '/automations/:rule?try=1',
  '/automations/:rule/edit',
  '/automations/new',
])('axe finds nothing on %s, light, dark and on a phone', async (url) => {
  const address = panel.address + url.replace(':rule', panel.ruleId)
  const page = await openPage(address, { session: panel.session, reducedMotion: 'reduce' })

  expect(await violations(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await violations(page)).toEqual([])
  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
})

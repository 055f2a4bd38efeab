/** Captured mail on the Review page in a browser: by keyboard, in groups, on a phone, and for whoever cannot see. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { act } from '../../server/db/write.ts'
import { setPolicies } from '../../server/proposals/policies.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { violations } from '../support/axe.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { actorFor, openApp } from '../support/world.ts'
import { capture } from './captured.ts'

let panel: Awaited<ReturnType<typeof openPanelInBrowser>>

beforeAll(async () => {
  panel = await openPanelInBrowser()
})

afterAll(() => panel?.app.close())

/** One e-mail logged by the policy; three that ask, with a colleague, a private address and a stranger on the first. */
async function openPanelInBrowser() {
  const world = await openApp()
  const { db, clock, ines } = world
  capture(world, { subject: 'Welcome' })
  act(db, actorFor(ines), 'Set up', (tx) => setPolicies(tx, { auto: { exact_address: false } }), { now: clock.now() })
  const strangers = ['Nadia Roth <nadia@harborfo.example>', 'Maya Chen <maya@gmail.com>', 'Lena Ott <lena@ott.example>']
  capture(world, { subject: 'Data room', cc: strangers })
  capture(world, { subject: 'Side letter' })
  capture(world, { subject: 'Closing date', level: 'metadata', owner: world.marcus, to: ['marcus@northlight.example'] })
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...world, address, session: startSession(db, ines, {}, clock.now()) }
}

const waiting = (kind: 'log_email' | 'new_contact' | 'new_prospect') =>
  listProposals(panel.db, { status: 'pending', kind }).length

test('a colleague is renamed and approved by keyboard, and comes back with U', async () => {
  const page = await openPage(`${panel.address}/review?kind=new_contact`, { session: panel.session })
  await takenOver(page)
  await page.getByRole('heading', { name: 'New contact: Nadia Roth' }).waitFor()

  await page.keyboard.press('e')
  await page.getByRole('dialog').getByLabel('Title').fill('Analyst')
  await page.getByRole('button', { name: 'Approve this' }).click()
  await expect.poll(() => waiting('new_contact')).toBe(0)
  await page.getByRole('heading', { name: 'All of these are decided' }).waitFor()

  await page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => waiting('new_contact')).toBe(1)
})

test('X chooses the open one, the box of a group all of it, and what is chosen is counted', async () => {
  const page = await openPage(`${panel.address}/review?kind=log_email`, { session: panel.session })
  await takenOver(page)
  const count = page.locator('[data-chosen]')

  await page.keyboard.press('x')
  await expect.poll(() => count.innerText()).toBe('1 chosen')
  await page.getByLabel('All 3').check()
  await expect.poll(() => count.innerText()).toBe('3 chosen')

  await page.keyboard.press('a')
  await expect.poll(() => waiting('log_email')).toBe(0)
  await page.getByRole('heading', { name: 'All of these are decided' }).waitFor()
  await page.keyboard.press('u')
  await expect.poll(() => waiting('log_email')).toBe(3)
})

test('a switch says what it is, and what waits by its rule is approved with a press', async () => {
  const page = await openPage(`${panel.address}/admin/policies`, { session: panel.session })
  await takenOver(page)
  const control = page.getByRole('switch', { name: 'Approve by itself: Introduced by a contact' })

  await control.click()
  await expect.poll(() => control.getAttribute('aria-checked')).toBe('true')
  await page.getByRole('button', { name: 'Approve the one that waits' }).click()
  await expect.poll(() => waiting('new_prospect')).toBe(0)
})

test.each(['/review', '/review?decided=1', '/review?decided=policy', '/admin/policies'])(
  'axe finds nothing on %s with captured mail, light, dark and on a phone',
  async (url) => {
    const page = await openPage(panel.address + url, { session: panel.session, reducedMotion: 'reduce' })

    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await violations(page)).toEqual([])
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  },
)

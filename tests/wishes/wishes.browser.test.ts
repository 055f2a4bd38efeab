import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { act } from '../../server/db/write.ts'
import { addWish, editWish } from '../../server/wishes/wishes.ts'
import { violations } from '../support/axe.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { actorFor, openApp } from '../support/world.ts'

let panel: Awaited<ReturnType<typeof openWishesInBrowser>>

beforeAll(async () => {
  panel = await openWishesInBrowser()
})

afterAll(() => panel?.app.close())

async function openWishesInBrowser() {
  const world = await openApp()
  const { db, clock, ines, marcus } = world
  const wish = { title: 'Export to Sheets every Monday', detail: 'Three people copy the grid by hand.' }
  const done = act(db, actorFor(marcus), 'Wished', (tx) => addWish(tx, wish), { now: clock.now() })
  const answer = { status: 'planned' as const, answer: 'With the two-way sync.' }
  act(db, actorFor(ines), 'Answered', (tx) => editWish(tx, done.result.id, answer), { now: clock.now() })
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...world, address, session: startSession(db, ines, {}, clock.now()) }
}

test('a vote counts at once, and Undo takes it back', async () => {
  const page = await openPage(`${panel.address}/wishes`, { session: panel.session })
  await takenOver(page)

  await page.getByRole('button', { name: 'Vote for Export to Sheets' }).click()
  await page.locator('.wish__votes[aria-pressed="true"]', { hasText: '2' }).waitFor()

  await page.getByRole('button', { name: 'Undo' }).first().click()
  await page.locator('.wish__votes[aria-pressed="false"]', { hasText: '1' }).waitFor()
})

test('a wish is added in the dialog', async () => {
  const page = await openPage(`${panel.address}/wishes`, { session: panel.session })
  await takenOver(page)

  await page.getByRole('main').getByRole('link', { name: 'Wish' }).first().click()
  await page.getByLabel('What do you wish for?').fill('A darker dark')
  await page.getByRole('button', { name: 'Add wish' }).click()

  await page.getByRole('heading', { name: /A darker dark/ }).waitFor()
  await expect.poll(() => page.locator('#dialog[open]').count()).toBe(0)
})

test('axe objects to nothing, light and dark, wide and narrow', async () => {
  const page = await openPage(`${panel.address}/wishes`, { session: panel.session, reducedMotion: 'reduce' })
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await violations(page)
  await page.setViewportSize({ width: 390, height: 844 })

  expect([...light, ...dark, ...(await violations(page))]).toEqual([])
  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { act } from '../../server/db/write.ts'
import { setPolicies } from '../../server/proposals/policies.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { actorFor, openApp } from '../support/world.ts'
import { capture } from './captured.ts'

let panel: Awaited<ReturnType<typeof openReview>>

beforeAll(async () => {
  panel = await openReview()
})

afterAll(() => panel?.app.close())

/** A pile that is longer than any window, so that the acts for the chosen stand at its foot. */
async function openReview() {
  const world = await openApp()
  const { db, clock, ines } = world
  act(db, actorFor(ines), 'Set up', (tx) => setPolicies(tx, { auto: { exact_address: false } }), { now: clock.now() })
  for (let n = 0; n < 40; n++)
    capture(world, { subject: `A question of Maya’s partners about the second closing, ${n}` })
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...world, address, session: startSession(db, ines, {}, clock.now()) }
}

test.each([
  ['a desk', { width: 1400, height: 900 }],
  ['a tablet', { width: 820, height: 1100 }],
  ['a phone', { width: 390, height: 844 }],
])('on %s what was done is told in the bar, never on an act of the page', async (_where, viewport) => {
  const page = await openPage(`${panel.address}/review`, { session: panel.session, viewport })
  await takenOver(page)

  await page.locator('.review__open').getByRole('button', { name: 'Approve' }).click()
  const toast = page.locator('#toasts .toast')
  await toast.getByRole('button', { name: 'Undo' }).waitFor()
  await page.locator('.review__item input').nth(2).check()
  await page.getByRole('button', { name: 'Reject the chosen' }).waitFor()

  expect(await page.evaluate(covered)).toEqual([])
  const { x, y, width, height } = (await toast.boundingBox()) ?? { x: -1, y: 0, width: 0, height: 99 }
  expect(y + height).toBeLessThanOrEqual(barHeight)
  expect(x >= 0 && x + width <= viewport.width).toBe(true)
})

const barHeight = 48

/** The words of what can be pressed on the page, and lies under the toast. */
function covered(): string[] {
  const box = document.querySelector('#toasts .toast')?.getBoundingClientRect()
  const acts = document.querySelectorAll<HTMLElement>('main :is(button, a, input:not([type=hidden]))')
  return [...acts]
    .filter((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect()
      return box && right > box.left && left < box.right && bottom > box.top && top < box.bottom
    })
    .map((one) => one.innerText || one.ariaLabel || one.className)
}

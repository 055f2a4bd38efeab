import { expect, onTestFinished, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { act } from '../../server/db/write.ts'
import { findOpportunity, flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { actorFor, openApp } from '../support/world.ts'

/** Ines before the board, where Harbor stands at Meeting. */
async function openBoard(forgive: RegExp[] = []) {
  const world = await openApp()
  const { app, db, ines, harbor, fundII, clock } = world
  const flag = { investor_id: harbor.id, fund_id: fundII.id, stage: 'meeting', expected_amount: 8_000_000_00 }
  const { result: deal } = act(db, actorFor(ines), 'Flagged', (tx) => flagOpportunity(tx, flag), { now: clock.now() })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => app.close())
  const page = await openPage(`${address}/pipeline`, {
    session: startSession(db, ines, {}, clock.now()),
    forgive,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  })
  await takenOver(page)

  const cardIn = (stage: string) => page.locator(`#column-${stage} .deal-card`, { hasText: 'Harbor' })
  const dragTo = (stage: string) => page.dragAndDrop('.deal-card', `#column-${stage} [data-cards]`)
  const voice = () => page.locator('#board-voice').textContent()
  return { page, cardIn, dragTo, voice, stage: () => findOpportunity(db, deal.id).stage }
}

test('a dragged card is saved, the sums follow, and Undo brings it back', async () => {
  const { page, cardIn, dragTo, stage } = await openBoard()

  await dragTo('due_diligence')
  await page.getByText('Moved Harbor Family Office to Due diligence').waitFor()
  await page.locator('#column-due_diligence .column__sums', { hasText: '$8M $4M weighted' }).waitFor()
  await expect.poll(() => stage()).toBe('due_diligence')

  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await cardIn('meeting').waitFor()
  await expect.poll(() => stage()).toBe('meeting')
})

test('a card dragged back is asked its reason; leaving the question puts it back', async () => {
  const { page, cardIn, dragTo, stage } = await openBoard([/ 422 /])

  await dragTo('lead')
  await page.getByRole('dialog').getByText('Say why this goes back to Lead.').waitFor()
  await page.keyboard.press('Escape')
  await cardIn('meeting').waitFor()
  await expect.poll(() => stage()).toBe('meeting')

  await dragTo('lead')
  await page.getByRole('dialog').getByRole('textbox').fill('Their CIO left.')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Moved Harbor Family Office to Lead').waitFor()
  await expect.poll(() => stage()).toBe('lead')
})

test('a move that cannot be saved puts the card back and says so', async () => {
  const { page, cardIn, dragTo, stage } = await openBoard([/ERR_FAILED|Failed to fetch/])
  await page.route('**/move', (route) => route.abort())

  await dragTo('committed')

  await page.getByText('The server could not be reached.').waitFor()
  await cardIn('meeting').waitFor()
  await expect.poll(() => stage()).toBe('meeting')
})

test('by keyboard a card is picked up, carried, put down, and every step is spoken', async () => {
  const { page, cardIn, voice, stage } = await openBoard()

  await cardIn('meeting').focus()
  await page.keyboard.press('Space')
  await expect.poll(() => voice()).toContain('Picked up Harbor Family Office, in Meeting.')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => voice()).toBe('Due diligence.')
  await page.keyboard.press('Enter')
  await page.getByText('Moved Harbor Family Office to Due diligence').waitFor()

  await expect.poll(() => stage()).toBe('due_diligence')
})

test('Escape takes a carried card back, and so does leaving it', async () => {
  const { page, cardIn, voice, stage } = await openBoard()

  await cardIn('meeting').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Escape')
  await expect.poll(() => voice()).toBe('Cancelled. Harbor Family Office is back in Meeting.')

  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.getByRole('link', { name: 'CSV' }).focus()
  await cardIn('meeting').waitFor()
  await expect.poll(() => stage()).toBe('meeting')
})

test('L on the board asks with whom, logs, and stays on the board', async () => {
  const { page } = await openBoard()

  await page.keyboard.press('l')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('searchbox').fill('alder')
  await dialog.getByRole('link', { name: /Alder Pension/ }).click()
  await dialog.getByLabel('What was said').fill('They want a second call.')
  await page.keyboard.press('Control+Enter')

  await page.getByText('Logged a call with Alder Pension').waitFor()
  expect(new URL(page.url()).pathname).toBe('/pipeline')
})

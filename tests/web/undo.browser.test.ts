import { expect, onTestFinished, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addInvestor, investorsNamed } from '../../server/grid/investors.ts'
import { violations } from '../support/axe.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { minutes } from '../support/clock.ts'
import { actorFor, openApp } from '../support/world.ts'

/** Ines's browser on Harbor's page, after she did `work`. */
async function openDossier(work: (tx: Tx, harbor: string) => unknown) {
  const world = await openApp()
  const { db, ines, harbor, clock } = world
  act(db, actorFor(ines), 'Imported LPs.csv', (tx) => void work(tx, harbor.id), { now: clock.now() })
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => world.app.close())
  const session = startSession(db, ines, {}, clock.now())
  const page = await openPage(`${address}/investors/${harbor.id}`, { session, reducedMotion: 'reduce' })
  await takenOver(page)
  return { ...world, page }
}

const bringTen = (tx: Tx, harbor: string) => {
  for (let n = 1; n <= 10; n += 1) addInvestor(tx, { name: `LP ${n}` })
  writeCells(tx, harbor, { city: 'Lisbon' })
}

test('the Undo of a whole file, on the page of one investor, says what it would take back before it does', async () => {
  const { page, db } = await openDossier(bringTen)

  await page.getByRole('link', { name: 'Undo: Imported LPs.csv' }).click()
  const dialog = page.getByRole('dialog', { name: 'Undo all of this?' })
  await dialog.getByText('10 investors archived').waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => investorsNamed(db, 'LP 7')).toHaveLength(1)

  await page.getByRole('link', { name: 'Undo: Imported LPs.csv' }).click()
  await dialog.getByRole('button', { name: 'Undo all of it' }).click()
  await page.getByRole('status').getByText('10 investors archived, 1 cell put back').waitFor()
  await expect.poll(() => dialog.count()).toBe(0)
  await expect.poll(() => investorsNamed(db, 'LP 7')).toEqual([])

  await page.getByRole('status').getByRole('button', { name: 'Redo' }).click()
  await page.getByRole('status').getByText('Redid: Imported LPs.csv').waitFor()
  await expect.poll(() => investorsNamed(db, 'LP 7')).toHaveLength(1)
})

test('a page left open for long asks in the dialog before its Undo does anything', async () => {
  const { page, clock } = await openDossier((tx, harbor) => writeCells(tx, harbor, { city: 'Lisbon' }))
  clock.advance(minutes(20))

  await page.getByRole('button', { name: 'Undo: Imported LPs.csv' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo all of it' }).click()

  await page.getByRole('status').getByText('Undid: Imported LPs.csv').waitFor()
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { systemActor } from '../../server/db/actor.ts'
import { act } from '../../server/db/write.ts'
import { storeEvent } from '../../server/meetings/store.ts'
import { peopleOf } from '../../server/meetings/wanted.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { openPanel } from '../web/person.ts'
import { lunch } from './support.ts'

let office: Awaited<ReturnType<typeof openLunch>>

/** Lunch with Maya, in the calendar of Ines. */
async function openLunch() {
  const panel = await openPanel()
  const { db, app, ines, clock } = panel
  const calendar = { mailbox: ines.email, userId: ines.id, zone: 'UTC', people: peopleOf(db, 'northlight.example') }
  act(db, systemActor('capture'), 'Followed', (tx) => storeEvent(tx, calendar, lunch), { now: clock.now() })
  const id = String(db.$client.prepare('SELECT id FROM meetings').pluck().get())
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return { ...panel, page: `/meetings/${id}`, address, session: startSession(db, ines, {}, clock.now()) }
}

beforeAll(async () => {
  office = await openLunch()
})

afterAll(() => office?.app.close())

test('whoever takes part decides on its page who reads what a meeting is about, and finds it in their mailbox', async () => {
  const page = await openPage(office.address + office.page, { session: office.session })

  await page.getByLabel('You take part and decide').selectOption('metadata')
  await page.getByText('see when and with whom it is, and no word of it').waitFor()

  expect((await office.marcusAt.visit(office.page)).body).not.toContain('Lunch with Maya')
  expect((await office.marcusAt.submit(`${office.page}/privacy`, { level: 'full' })).statusCode).toBe(403)
  await page.goto(`${office.address}/account/mailbox`)
  await page.getByRole('link', { name: 'Lunch with Maya' }).waitFor()
})

test('the page of a meeting is clear to everybody, in both themes and on a phone', async () => {
  const page = await openPage(office.address + office.page, { session: office.session, reducedMotion: 'reduce' })
  const pictures = process.env['PICTURES']
  const look = async (how: string) => {
    if (pictures) await page.screenshot({ path: `${pictures}/meeting-${how}.png` })
    return violations(page)
  }

  const light = await look('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await look('dark')
  await page.setViewportSize({ width: 390, height: 844 })

  expect([...light, ...dark, ...(await look('phone'))]).toEqual([])
})

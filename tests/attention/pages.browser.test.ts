import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { openMailroom } from '../communications/mailroom.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'

let room: Awaited<ReturnType<typeof openWaiting>>

beforeAll(async () => {
  room = await openWaiting()
})

afterAll(() => room?.app.close())

const guests = Array.from({ length: 12 }, (_, n) => `Guest ${n} <guest${n}@harborfo.example>`)

/** Three people of one investor with long names and addresses who all wait for an answer. */
async function openWaiting() {
  const made = await openMailroom()
  const names = ['Maximiliana Featherstonehaugh-Cholmondeley', 'Bartholomew Oyelaran Adeyemi', 'Ana Ruiz']
  const letters = names.map((name) => `${name} <${name.toLowerCase().replaceAll(' ', '.')}@harborfo.example>`)
  made.doing('Added people', (tx) => {
    for (const [at, name] of names.entries()) {
      const email = letters[at]?.match(/<(.+)>/)?.[1] ?? ''
      addContact(tx, { name, title: 'Head of direct investments', emails: [email], investor_ids: [made.harbor.id] })
    }
  })
  const ids = letters.map((from, n) =>
    made.receive({ from, subject: `Question ${n}`, text: 'When?', cc: guests, at: `2026-11-0${n + 2}T09:00:00.000Z` }),
  )
  const address = await made.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...made, ids, names, address, session: startSession(made.db, made.ines, {}, made.clock.now()) }
}

test.each(['/today', '/unanswered', '/contacts', '/account/mailbox', '/review'])(
  'fingers, eyes and readers of the screen find their way on %s',
  async (path) => {
    const page = await openPage(room.address + path, { session: room.session, reducedMotion: 'reduce' })
    const light = await violations(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await violations(page)
    await page.setViewportSize({ width: 390, height: 844 })
    const phone = await violations(page)

    expect([...light, ...dark, ...phone]).toEqual([])
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0)
  },
)

test('whoever needs no answer is taken off by keyboard', async () => {
  const page = await openPage(`${room.address}/unanswered`, { session: room.session })
  const button = page.getByRole('button', { name: `No answer needed: ${room.names[2]}` })
  await button.focus()
  await page.keyboard.press('Enter')

  await expect.poll(() => button.count()).toBe(0)
})

test('each line of recipients counts those it leaves out', async () => {
  const { body } = await room.inesAt.visit(`/mail/${room.ids[0]}`)

  expect(body).toMatch(/<dt>Cc<\/dt><dd>[^<]*and 4 others<\/dd>/)
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { violations } from '../support/axe.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { inesAddress, marcusAddress, mayaAddress, openMailroom } from './mailroom.ts'

let room: Awaited<ReturnType<typeof openCorrespondence>>

beforeAll(async () => {
  room = await openCorrespondence()
})

afterAll(() => room?.app.close())

/** A thread of three, a formatted message with a picture from elsewhere and a script, one kept private, a newsletter. */
async function openCorrespondence() {
  const made = await openMailroom()
  const { receive, decide, marcus } = made
  const text = 'Thank you, we went through the deck.\n\nTwo questions: how large is the reserve, and who signs?\n\nMaya'
  receive({ subject: 'Deck', text, thread: 't1', at: '2026-11-05T09:00:00.000Z' })
  receive({
    ...{ subject: 'Re: Deck', from: inesAddress, to: [mayaAddress], thread: 't1', at: '2026-11-06T10:00:00.000Z' },
    ...{ text: 'A fifth is held back.\n\nOn Thu, Maya Chen wrote:\n> Two questions', trimmed: 'A fifth is held back.' },
  })
  receive({
    ...{ subject: 'Re: Deck', text: 'Clear, thank you. We take it to the committee.', thread: 't1' },
    ...{ at: '2026-11-07T11:00:00.000Z', cc: [marcusAddress] },
  })
  const formatted = receive({
    ...{ subject: 'Our allocation', text: 'We allocate five million.', at: '2026-11-08T09:00:00.000Z' },
    html: `<p>We allocate <b>five million</b>.</p><script>parent.document.title = 'stolen'</script>
      <img src="https://track.example/open.png" alt="chart"><blockquote>You asked us last week.</blockquote>
      <p><a href="https://harborfo.example/terms">Terms</a></p>`,
    attachments: [{ part: 2, name: 'Terms.pdf', type: 'application/pdf', size: 482_000, sha256: 'f', inline: false }],
  })
  const kept = receive({ subject: 'Fees', text: 'Please lower them.', into: 'marcus', at: '2026-11-09T09:00:00.000Z' })
  decide(marcus, kept, 'metadata')
  receive({ subject: 'Harbor quarterly letter', text: 'Dear friends', nature: 'bulk', at: '2026-11-10T09:00:00.000Z' })
  const address = await made.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...made, address, formatted, kept, session: startSession(made.db, made.ines, {}, made.clock.now()) }
}

const visit = async (path: string, more = {}): Promise<Page> => {
  const page = await openPage(room.address + path, { session: room.session, reducedMotion: 'reduce', ...more })
  await takenOver(page)
  return page
}

const timeline = () => `/investors/${room.harbor.id}?kind=communications&captured=1`

test('a thread and a message in it are opened by keyboard', async () => {
  const page = await visit(timeline())

  await page.locator('.thread > summary').first().focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')

  await page.getByText('We take it to the committee.', { exact: false }).last().waitFor()
  await expect.poll(() => page.locator('.thread__messages .opened__parties').first().innerText()).toContain('Maya Chen')
})

test('formatted mail runs nothing, and pictures come from elsewhere only when somebody asks, once', async () => {
  const page = await visit(`/mail/${room.formatted}`, { forgive: [/track\.example/, /ERR_NAME_NOT_RESOLVED/] })
  const asked: string[] = []
  await page.route(/track\.example/, (route) => {
    asked.push(route.request().url())
    return route.abort()
  })
  const frame = page.frameLocator('.opened__frame')

  await frame.getByText('five million').waitFor()
  await expect.poll(() => frame.locator('img').count()).toBe(0)
  expect(asked).toEqual([])

  await page.getByRole('link', { name: 'Load them this once' }).click()
  await expect.poll(() => asked).toHaveLength(1)
  await frame.getByText('five million').waitFor()

  expect(asked).toHaveLength(1)
  await expect.poll(() => page.title()).not.toContain('stolen')
  await page.reload()
  await frame.getByText('five million').waitFor()
  await expect.poll(() => frame.locator('img').count()).toBe(0)
})

test('whoever took part keeps a thread private on its page', async () => {
  const page = await visit(`/mail/${room.formatted}`)

  await page.getByLabel('You took part and decide').selectOption('subject')

  await page.getByText('see who wrote to whom and the subject, not the text').waitFor()
  expect((await room.marcusAt.visit(`/mail/${room.formatted}`)).body).not.toContain('five million')
})

test.each([
  ['timeline', timeline],
  ['person', () => `/contacts/${room.maya.id}?captured=1`],
  ['thread', () => `/mail/${room.formatted}`],
  ['kept', () => `/mail/${room.kept}`],
  ['list', () => '/communications?who=maya&way=by'],
])('the page of the %s is clear to everybody, in both themes and on a phone', async (name, path) => {
  const page = await visit(path())
  for (const summary of await page.locator('.thread > summary').all()) await summary.click()
  if (name === 'timeline') await page.locator('.thread__messages .mail > summary').nth(1).click()
  if (name === 'timeline') await page.locator('.opened__words').first().waitFor()
  const pictures = process.env['PICTURES']
  const look = async (how: string) => {
    if (pictures) await page.screenshot({ path: `${pictures}/T-${name}-${how}.png` })
    return violations(page)
  }

  const light = await look('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await look('dark')
  await page.setViewportSize({ width: 390, height: 844 })
  const phone = await look('phone')

  expect([...light, ...dark, ...phone]).toEqual([])
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})

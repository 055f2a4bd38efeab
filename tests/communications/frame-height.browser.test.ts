import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { openPage } from '../support/browser.ts'
import { openMailroom } from './mailroom.ts'

let room: Awaited<ReturnType<typeof openLetters>>

/** A line, sixty lines, a wide table, what would be as high as its window, and a reply with a long quote. */
async function openLetters() {
  const made = await openMailroom()
  const paragraphs = (n: number) => '<p>We went through the deck once more.</p>'.repeat(n)
  const receive = (subject: string, html: string) => made.receive({ subject, text: subject, html })
  const letters = {
    short: receive('Short', '<p>Yes.</p>'),
    long: receive('Long', paragraphs(60)),
    wide: receive('Wide', `<table width="4000" border="1"><tr><td>Figures</td></tr></table>${paragraphs(3)}`),
    tall: receive('Tall', `<div style="height: 100vh"><p>Yes.</p></div>`),
    reply: receive('Reply', `<p>Yes.</p><blockquote type="cite">${paragraphs(40)}</blockquote>`),
    hostile: receive('Hostile', `<p>Hi</p><script>parent.stolen = 1</script><img src="x" onerror="parent.stolen = 1">`),
    pictures: receive('Pictures', `${paragraphs(30)}<img src="https://track.example/p.png" alt="chart">`),
  }
  const address = await made.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...made, letters, address, session: startSession(made.db, made.ines, {}, made.clock.now()) }
}

beforeAll(async () => {
  room = await openLetters()
})

afterAll(() => room?.app.close())

const read = async (letter: keyof typeof room.letters, more = {}): Promise<Page> => {
  const page = await openPage(`${room.address}/mail/${room.letters[letter]}`, { session: room.session, ...more })
  await page.locator('.opened__frame.is-fitted').waitFor()
  return page
}

/** In pixels: how high the frame is, and how much of its mail is out of sight. */
const measured = (page: Page) =>
  page.locator('.opened__frame').evaluate((frame: HTMLIFrameElement) => {
    const mail = frame.contentDocument?.documentElement
    return { height: frame.clientHeight, hidden: (mail?.scrollHeight ?? 0) - frame.clientHeight }
  })

test.each(['short', 'long', 'wide', 'tall'] as const)(
  'the frame of a %s letter shows all of it, and little else',
  async (letter) => {
    const page = await read(letter)

    await expect.poll(async () => (await measured(page)).hidden).toBeLessThanOrEqual(0)
    const text = await page
      .frameLocator('.opened__frame')
      .locator('body')
      .evaluate((body) => body.getBoundingClientRect().height)
    expect((await measured(page)).height - text).toBeLessThan(60)
    if (letter === 'tall') expect(text).toBeLessThan(100)
  },
)

test('it grows when a quote is opened, and with the width of the window', async () => {
  const page = await read('reply')
  const { height: folded } = await measured(page)

  await page.frameLocator('.opened__frame').locator('summary').click()
  await expect.poll(async () => (await measured(page)).height).toBeGreaterThan(folded + 1000)
  await expect.poll(async () => (await measured(page)).hidden).toBeLessThanOrEqual(0)

  await page.setViewportSize({ width: 390, height: 800 })
  await expect.poll(async () => (await measured(page)).hidden).toBeLessThanOrEqual(0)
})

test('that it may be measured lets it run nothing', async () => {
  const page = await read('hostile')

  await expect.poll(() => page.evaluate(() => 'stolen' in window)).toBe(false)
  await expect.poll(() => page.locator('.opened__frame').getAttribute('sandbox')).not.toContain('allow-scripts')
})

test('with pictures from elsewhere it is closed to the page, and keeps its height', async () => {
  const page = await read('pictures', { forgive: [/track\.example/, /ERR_NAME_NOT_RESOLVED|ERR_FAILED/] })
  await page.route(/track\.example/, (route) => route.abort())
  const { height } = await measured(page)

  await page.getByRole('link', { name: 'Load them this once' }).click()
  await page.locator('.opened__frame[src*=remote]').waitFor()

  const frame = page.locator('.opened__frame')
  await expect.poll(() => frame.evaluate((one: HTMLIFrameElement) => one.contentDocument)).toBeNull()
  await expect.poll(() => frame.evaluate((one: HTMLIFrameElement) => Number(one.height))).toBeGreaterThanOrEqual(height)
})

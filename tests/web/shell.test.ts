import fc from 'fast-check'
import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { addInvestor, archiveInvestor } from '../../server/grid/investors.ts'
import { helpers, shortMoney, withQuery } from '../../server/http/helpers.ts'
import { accentColors, contrast, hexToRgb, oklchToRgb } from '../../server/settings/accent.ts'
import { actorFor } from '../support/world.ts'
import { openPanel, textOf } from './person.ts'

test('a page asked for without signing in leads to sign-in and remembers the way', async () => {
  const { anon } = await openPanel()

  const reply = await anon.visit('/investors?list=main')

  expect(reply.statusCode).toBe(303)
  expect(reply.headers.location).toBe('/sign-in?next=%2Finvestors%3Flist%3Dmain')
})

test('a script without a token gets JSON, never the sign-in page', async () => {
  const { app } = await openPanel()

  const reply = await app.inject({ url: '/investors' })

  expect(reply.statusCode).toBe(401)
  expect(reply.json()).toEqual({ detail: 'Sign in first.', code: 'not_signed_in' })
})

test('a page that does not exist says so in the frame of the panel', async () => {
  const { veraAt } = await openPanel()

  const reply = await veraAt.visit('/nowhere')

  expect(reply.statusCode).toBe(404)
  expect(textOf(reply.body)).toContain('This page does not exist.')
  expect(reply.body).toContain('aria-label="Main"')
})

test('htmx is told of a problem by a toast, and nothing on the page is replaced', async () => {
  const { veraAt } = await openPanel()

  const reply = await veraAt.submit('/undo', {}, { 'hx-request': 'true' })

  expect(reply.statusCode).toBe(403)
  expect(reply.headers['hx-reswap']).toBe('none')
  expect(JSON.parse(String(reply.headers['hx-toast']))).toMatchObject({ tone: 'danger' })
})

test('pages run no script and no style but our own files', async () => {
  const { inesAt } = await openPanel()

  const reply = await inesAt.visit('/investors')
  const policy = String(reply.headers['content-security-policy'])

  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(reply.body).not.toMatch(/<script(?![^>]*(src=|type="application\/json"))|\son\w+=|\sstyle=|javascript:/)
})

test('the built script and styles are served under names that may be kept for good', async () => {
  const { app } = await openPanel()

  for (const name of ['app.js', 'app.css']) {
    const reply = await app.inject({ url: app.asset(name) })
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['cache-control']).toContain('immutable')
  }
})

test('an address of another site cannot be smuggled in as the way back', async () => {
  const { anon } = await openPanel()

  const reply = await anon.submit('/theme', { theme: 'dark' }, { referer: 'https://evil.example//deep?x=1' })

  expect(reply.headers.location).toBe('/deep?x=1')
  expect(anon.cookies.get('theme')).toBe('dark')
})

test('the chosen theme is drawn from the start', async () => {
  const { inesAt } = await openPanel()
  await inesAt.submit('/theme', { theme: 'dark' })

  expect((await inesAt.visit('/account')).body).toContain('<html lang="en" data-theme="dark">')
})

test('Undo takes an act back and offers to take the undoing back', async () => {
  const { db, clock, inesAt, ines, quill } = await openPanel()
  const { batchId } = act(db, actorFor(ines), 'Archived Quill', (tx) => archiveInvestor(tx, quill.id), {
    now: clock.now(),
  })

  const reply = await inesAt.submit('/undo', { batch_id: batchId })
  const page = await inesAt.visit('/investors')

  expect(reply.statusCode).toBe(303)
  expect(textOf(page.body)).toContain('Undid: Archived Quill')
  expect(page.body).toContain('Quill Endowment')
  expect(page.body).toContain('action="/undo"')
})

test('a toast is shown once', async () => {
  const { db, clock, inesAt, ines } = await openPanel()
  const add = () => act(db, actorFor(ines), 'Added Elm', (tx) => addInvestor(tx, { name: 'Elm' }), { now: clock.now() })
  await inesAt.submit('/undo', { batch_id: add().batchId })

  expect(textOf((await inesAt.visit('/investors')).body)).toContain('Undid: Added Elm')
  expect(textOf((await inesAt.visit('/investors')).body)).not.toContain('Undid: Added Elm')
})

test('the fund’s name is text wherever it stands, whatever it holds', async () => {
  const { inesAt } = await openPanel()
  await inesAt.submit('/admin/settings', { name: '<b>North & light</b>', accent: '#7a1fa2', logo: '' })

  const page = await inesAt.visit('/investors')
  const icon = await inesAt.visit('/favicon.svg')

  expect(page.body).not.toContain('<b>North')
  expect(page.body).toContain('&lt;b&gt;North &amp; light&lt;/b&gt;')
  expect(icon.body).toContain('&lt;</text>')
})

test('only an admin changes the brand, and a wrong colour is said beside the field', async () => {
  const { inesAt, marcusAt } = await openPanel()

  const refused = await marcusAt.submit('/admin/settings', { name: 'Mine', accent: '#000000', logo: '' })
  const wrong = await inesAt.submit('/admin/settings', { name: 'Mine', accent: 'red; }', logo: '' })

  expect(refused.statusCode).toBe(403)
  expect(wrong.statusCode).toBe(422)
  expect(textOf(wrong.body)).toContain('Give a colour of six hex digits')
})

test('any accent stays readable in both themes', () => {
  const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)
  const parse = (css: string) => (css === 'white' ? hexToRgb('#ffffff') : oklchToRgb(lch(css)))
  fc.assert(
    fc.property(hex, (accent) => {
      for (const theme of Object.values(accentColors(accent))) {
        expect(contrast(parse(theme.fill), parse(theme.ink))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(parse(theme.text), parse(theme.soft))).toBeGreaterThanOrEqual(3)
      }
      expect(contrast(parse(accentColors(accent).light.text), hexToRgb('#ffffff'))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(parse(accentColors(accent).dark.text), hexToRgb('#16181c'))).toBeGreaterThanOrEqual(4.5)
    }),
  )
})

function lch(css: string) {
  const [l = 0, c = 0, h = 0] = [...css.matchAll(/[\d.]+/g)].map(Number)
  return { l, c, h }
}

const at = (instant: string) => helpers('America/New_York', new Date(instant))

test.each([
  ['2026-11-20T15:29:40Z', 'just now'],
  ['2026-11-20T15:10:00Z', '20 minutes ago'],
  ['2026-11-20T12:30:00Z', '3 hours ago'],
  ['2026-11-20T04:30:00Z', 'yesterday'],
  ['2026-11-12T15:00:00Z', '8 days ago'],
  ['2026-11-01T15:00:00Z', '1 Nov'],
  ['2025-11-14T15:00:00Z', '14 Nov 2025'],
  ['2026-11-21T15:00:00Z', 'tomorrow'],
])('an instant reads as people say it, in the fund’s zone: %s → %s', (instant, said) => {
  expect(at('2026-11-20T15:30:00Z').ago(instant)).toBe(said)
})

test.each([
  ['2026-11-20', 'due today', 'soon'],
  ['2026-11-21', 'due tomorrow', 'soon'],
  ['2026-11-24', 'due Tue 24 Nov', ''],
  ['2026-11-18', 'overdue, 18 Nov', 'overdue'],
  ['2027-01-04', 'due 4 Jan 2027', ''],
])('a due date says how pressing it is: %s → %s', (date, text, tone) => {
  expect(at('2026-11-20T15:30:00Z').due(date)).toEqual({ text, tone })
})

test.each([
  [12_500_000_00, 'USD', '$12.5M'],
  [83_000_000_00, 'USD', '$83M'],
  [750_000_00, 'USD', '$750K'],
  [-2_000_000_00, 'USD', '-$2M'],
  [1_500_000, 'JPY', '¥1.5M'],
  [0, 'USD', '$0'],
])('an amount in a list is short: %s %s → %s', (minor, currency, said) => {
  expect(shortMoney(minor, currency)).toBe(said)
})

test('an address keeps what is not changed', () => {
  expect(withQuery('/investors?list=main&offset=100', { offset: null, tag: 'A & B' })).toBe(
    '/investors?list=main&tag=A+%26+B',
  )
})

test.each(['br', 'gzip'])('the files of a page travel small to a browser that reads %s', async (encoding) => {
  const { app } = await openPanel()
  const ask = (headers: object) => app.inject({ url: app.asset('grid.js'), headers: { ...headers } })

  const [plain, small] = await Promise.all([ask({}), ask({ 'accept-encoding': encoding })])

  expect(small.headers['content-encoding']).toBe(encoding)
  expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
})

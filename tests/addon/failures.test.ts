import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { home } from './fund.ts'
import { buildBundle, clickable, openSidebar, type Sidebar, textsOf } from './sidebar.ts'

let bundle: Awaited<ReturnType<typeof buildBundle>>
let sidebar: Sidebar

beforeAll(async () => {
  bundle = await buildBundle()
})
afterAll(() => bundle.remove())
beforeEach(async () => {
  sidebar = await openSidebar(bundle.bundleDir)
})
afterEach(() => sidebar.close())

const answer = (detail: string, code = 'failure') => ({ detail, code })

function fail(path: string, status: number, body: object | string = answer('A sentence of the service.')) {
  sidebar.gateway.answers.failures[path] = { status, body: body as string }
}

describe('when a card cannot be shown', () => {
  test.each([
    [401, 'Reload Gmail with your fund account'],
    [403, 'Ask an admin to invite you'],
    [404, 'somebody archived or merged it'],
    [409, 'A sentence of the service.'],
    [429, 'Wait a minute'],
    [500, 'Try again in a minute'],
    [503, 'Try again in a minute'],
  ])('after a %d it says in one sentence what to do, with one button', async (status, sentence) => {
    fail('/dossier', status)
    const card = await sidebar.open({})

    expect(card.header.title).toBe('That did not work')
    expect(textsOf(card)[1]).toContain(sentence)
    expect(clickable(card)).toEqual(['Try again'])
  })

  test('because the service is down, it says so', async () => {
    await sidebar.unplug()
    const card = await sidebar.open({})

    expect(textsOf(card)[1]).toContain('The CRM did not answer.')
    expect(clickable(card)).toEqual(['Try again'])
  })

  test('because something else answers at its address, it says so', async () => {
    fail('/home', 502, '<html>Bad gateway</html>')
    expect(textsOf(await sidebar.openHome())[1]).toContain('a problem of its own')

    fail('/home', 200, '<html>Welcome to nginx</html>')
    expect(textsOf(await sidebar.openHome())[1]).toContain('Something other than the CRM')

    fail('/home', 302, '')
    expect(textsOf(await sidebar.openHome())[1]).toContain('Something other than the CRM')
  })

  test('because Google does not say who is asking, it says so and asks nothing', async () => {
    const manifestFile = path.join(bundle.bundleDir, 'appsscript.json')
    const manifest = await readFile(manifestFile, 'utf8')
    await writeFile(manifestFile, manifest.replace('"openid",', ''))
    try {
      expect(textsOf(await sidebar.open({}))[1]).toContain('Google did not tell the CRM who you are.')
      expect(sidebar.gateway.asked).toEqual([])
    } finally {
      await writeFile(manifestFile, manifest)
    }
  })

  test('because Gmail does not hand over the message, it says so and asks nothing', async () => {
    await sidebar.open({})
    sidebar.workspace.eventTokens.clear()
    const card = await sidebar.click('Find an investor').then(() => sidebar.click('Search', { q: 'harbor' }))
    expect(card.header.title).toContain('harbor')

    const shown = await sidebar.click('Harbor &amp; Sons &lt;Family Office&gt;')
    expect(textsOf(shown)[1]).toContain('Gmail did not hand over this message.')
  })

  test('trying again puts the answer in the place of the failure', async () => {
    fail('/dossier', 503)
    await sidebar.open({})
    sidebar.gateway.answers.failures = {}
    const card = await sidebar.click('Try again')

    expect(card.header.title).toContain('Harbor')
    expect(sidebar.depth()).toBe(1)
  })

  test('trying a search again asks for the same words', async () => {
    await sidebar.openHome()
    fail('/search', 503)
    await sidebar.click('Search', { q: 'harbor' })
    sidebar.gateway.answers.failures = {}
    const card = await sidebar.click('Try again')

    expect(card.header.title).toBe('Investors like “harbor”')
    expect(sidebar.depth()).toBe(2)
  })
})

test('a bug is shown as one, and logged by kind and place without a word of what is known', async () => {
  fail('/home', 200, { ...home, timezone: 'Harbor Family Office' })
  const card = await sidebar.openHome()

  const [entry] = sidebar.last().logs
  expect(textsOf(card)[1]).toContain('a mistake of its own')
  expect(String(entry?.text)).toMatch(/^RangeError\n\s+at /)
  expect(JSON.stringify(sidebar.last().logs)).not.toContain('Harbor')
})

describe('when an act fails', () => {
  test.each([
    [401, 'Reload Gmail with your fund account'],
    [403, 'A sentence of the service. Ask an admin if you should be able to.'],
    [404, 'somebody archived or merged it'],
    [409, 'A sentence of the service.'],
    [429, 'Wait a minute'],
    [500, 'Try again in a minute'],
  ])('after a %d the card stays, and a sentence says what to do', async (status, sentence) => {
    const before = await sidebar.open({})
    fail('/communications', status)

    expect(await sidebar.click('Log e-mail')).toBe(before)
    expect(sidebar.notice()).toContain(sentence)
  })

  test('the next click on the same card is the same request, so nothing is logged twice', async () => {
    await sidebar.open({})
    fail('/communications', 503)
    await sidebar.click('Log e-mail')
    sidebar.gateway.answers.failures = {}
    await sidebar.click('Log e-mail')

    const keys = sidebar.gateway.asked.flatMap(({ key }) => key ?? [])
    expect(keys).toHaveLength(2)
    expect(keys[0]).toBe(keys[1])
    expect(sidebar.notice()).toBe('E-mail logged.')
  })

  test('all mistakes of a form are told at once', async () => {
    await sidebar.open({})
    await sidebar.click('Log call or note')
    const fields = { summary: 'Say what was discussed.', occurred_at: 'Choose a day that has come.' }
    fail('/communications', 422, { detail: 'Correct the form.', code: 'invalid', fields })
    await sidebar.click('Log', { summary: '…' })

    expect(sidebar.notice()).toBe('Say what was discussed. Choose a day that has come.')
  })

  test('what was written is told even when its new state cannot be shown', async () => {
    await sidebar.open({})
    fail('/dossier', 503)
    const card = await sidebar.click('Log e-mail')

    expect(sidebar.notice()).toBe('E-mail logged.')
    expect(textsOf(card)[1]).toMatch(/^E-mail logged\. The CRM has a problem of its own\./)
    sidebar.gateway.answers.failures = {}
    expect((await sidebar.click('Try again')).header.title).toContain('Harbor')
  })
})

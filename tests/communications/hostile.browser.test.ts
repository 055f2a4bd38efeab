import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { openPage } from '../support/browser.ts'
import { openMailroom } from './mailroom.ts'

/** A machine that answers whatever it is asked with something that would work, and remembers what it was asked. */
async function openTrap() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const type = request.url?.endsWith('.js')
      ? 'text/javascript'
      : request.url?.endsWith('.css')
        ? 'text/css'
        : 'image/svg+xml'
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' })
    response.end(type === 'image/svg+xml' ? '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>' : '/* */')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { asked, at, close: () => server.close() }
}

/** Each of these has fetched, run, sent, covered or led away in some mail program. */
const tricks = (at: string) => `
  <link rel="dns-prefetch" href="${at}"><link rel="preconnect" href="${at}"><link rel="prefetch" href="${at}/prefetch">
  <link rel="stylesheet" href="${at}/sheet.css"><link rel="icon" href="${at}/icon"><base href="${at}/base/">
  <meta http-equiv="refresh" content="0;url=${at}/refresh"><meta http-equiv="set-cookie" content="a=b">
  <style>@import "${at}/import.css"; @font-face{font-family:x;src:url(${at}/font)} body{background:url(${at}/css);font-family:x}</style>
  <script src="${at}/script.js"></script><script>top.location='${at}/top';parent.stolen=1;fetch('${at}/fetch')</script>
  <img src="${at}/pixel.gif" srcset="${at}/srcset 2x" onerror="fetch('${at}/error')" alt="a chart"><img src="//${at.slice(7)}/protocol">
  <img src=" ht\ntp://${at.slice(7)}/split"><img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+"><img src="cid:1">
  <picture><source srcset="${at}/source"><img src="x"></picture><video src="${at}/video" poster="${at}/poster" autoplay></video>
  <audio src="${at}/audio" autoplay></audio><input type="image" src="${at}/input"><object data="${at}/object"></object><embed src="${at}/embed">
  <iframe src="${at}/iframe"></iframe><iframe srcdoc="<script>top.stolen=1</script><img src=${at}/srcdoc>"></iframe>
  <svg><image href="${at}/svg"/><use href="${at}/use#a"/><script>parent.stolen=1</script><style><img src="${at}/svgstyle" onerror=1></style></svg>
  <math><mtext><table><mglyph><style><!--</style><img title="--><img src=${at}/mutation onerror=parent.stolen=1>"></mglyph></table></mtext></math>
  <noscript><p title="</noscript><img src=${at}/noscript onerror=parent.stolen=1>"></noscript>
  <table background="${at}/table"><tr><td background="${at}/cell" style="background:url('${at}/cellcss')">cell</td></tr></table>
  <div style="background-image:u\\72l(${at}/escaped);list-style-image:url(${at}/list);cursor:url(${at}/cursor),auto;content:url(${at}/content)">styled</div>
  <div style="background-image:image-set('${at}/set' 1x);color:var(--x,url(${at}/var))">set</div>
  <div id="cover" style="position:fixed;inset:0;z-index:9;background:#fff;margin:-99px;transform:scale(99)">covered</div>
  <form action="${at}/form" id="f"><input name="q" autofocus onfocus="parent.stolen=1"><button>Send</button></form><button form="f" formaction="${at}/formaction">Go</button>
  <a href="javascript:parent.stolen=1">one</a><a href="&#106;avascript:parent.stolen=1">two</a><a href="data:text/html,<script>1</script>">three</a>
  <a href="/admin/users">inside</a><a href="undo">beside</a><a href="//${at.slice(7)}/slashes">four</a><a href="\\\\${at.slice(7)}/back">five</a>
  <a href="${at}/link" target="_top" ping="${at}/ping">Terms</a><area href="${at}/area"><a href="blob:x">six</a>
  <details open ontoggle="parent.stolen=1"><summary>x</summary></details><marquee onstart="parent.stolen=1">m</marquee>
  </body></html><!--><img src="${at}/comment" onerror="parent.stolen=1">--><p>We allocate <b>five million</b>.</p>`

let room: Awaited<ReturnType<typeof openHostile>>

async function openHostile() {
  const trap = await openTrap()
  const made = await openMailroom()
  const id = made.receive({ subject: 'Terms', text: 'We allocate five million.', html: tricks(trap.at) })
  const address = await made.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...made, trap, id, address, session: startSession(made.db, made.ines, {}, made.clock.now()) }
}

beforeAll(async () => {
  room = await openHostile()
})

afterAll(async () => {
  room?.trap.close()
  await room?.app.close()
})

const visit = async (path: string, forgive: RegExp[] = []): Promise<Page> => {
  const page = await openPage(room.address + path, { session: room.session, forgive })
  await page.waitForLoadState('networkidle')
  return page
}

const stolen = (page: Page) => page.evaluate(() => 'stolen' in window)

test('hostile mail asks nobody for anything and runs nothing in the panel', async () => {
  const page = await visit(`/mail/${room.id}`)
  const frame = page.frameLocator('.opened__frame')
  await frame.getByText('five million').waitFor()
  await page.waitForLoadState('networkidle')

  expect(room.trap.asked).toEqual([])
  expect(await stolen(page)).toBe(false)
  expect(page.url()).toBe(`${room.address}/mail/${room.id}`)
  await expect.poll(() => page.frames().at(-1)?.url()).toBe(`${room.address}/mail/${room.id}/body`)
})

test('what is left of it cannot cover, submit, embed or stand under our address', async () => {
  const page = await visit(`/mail/${room.id}`)
  const frame = page.frameLocator('.opened__frame')
  await frame.getByText('five million').waitFor()

  const active =
    'script, link, meta:not([charset]), form, input, button, iframe, object, embed, svg, math, video, audio, [background], [srcset], [id]'
  await expect.poll(() => frame.locator(active).count()).toBe(0)
  await expect.poll(() => frame.getByText('covered').evaluate((node) => getComputedStyle(node).position)).toBe('static')
  const links = await frame.locator('a[href]').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')))
  expect(links).toEqual([`${room.trap.at}/link`])
  await expect.poll(() => frame.locator('a[href]').getAttribute('target')).toBe('_blank')
})

test('opened by itself, the same message has no way to the session of its reader', async () => {
  const page = await visit(`/mail/${room.id}/body?remote=1`, [/favicon\.ico/])

  await expect.poll(() => page.evaluate(() => origin)).toBe('null')
  await expect(page.evaluate(() => document.cookie)).rejects.toThrow(/sandboxed/)
})

test('after the click its pictures are fetched, and nothing else', async () => {
  room.trap.asked.length = 0
  const page = await visit(`/mail/${room.id}`)
  await page.getByRole('link', { name: 'Load them this once' }).click()
  const pictures = page.frameLocator('.opened__frame').locator('img[src^=http]')
  await expect.poll(() => pictures.count()).toBe(3)
  await expect
    .poll(() => pictures.evaluateAll((all) => all.every((one) => 'complete' in one && one.complete)))
    .toBe(true)

  await expect.poll(() => new Set(room.trap.asked)).toEqual(new Set(['/pixel.gif', '/split', '/comment']))
  expect(await stolen(page)).toBe(false)
})

test('a link of hostile mail opens elsewhere, without a way back and without our address', async () => {
  const page = await visit(`/mail/${room.id}`)
  const opening = page.waitForEvent('popup')
  await page.frameLocator('.opened__frame').getByText('Terms', { exact: true }).click()
  const elsewhere = await opening
  await elsewhere.waitForURL(`${room.trap.at}/link`)

  expect(await elsewhere.evaluate(() => [opener, document.referrer])).toEqual([null, ''])
  expect(page.url()).toBe(`${room.address}/mail/${room.id}`)
  expect(room.trap.asked).not.toContain('/ping')
})

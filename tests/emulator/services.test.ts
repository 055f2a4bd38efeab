import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { messageEvent } from '../../emulator/apps-script/events.ts'
import { evaluate, goodManifest, manifestWith, openAddon, openGateway } from './addon-support.ts'
import { hello, ines, openWorkspace, tomas } from './support.ts'

const echo = 'https://gateway.northgate.example/addon/v1/echo'
const withoutScope = (scope: string) =>
  manifestWith((m) => (m.oauthScopes = m.oauthScopes.filter((s: string) => !s.endsWith(scope))))
const withScope = (scope: string) => manifestWith((m) => m.oauthScopes.push(`https://www.googleapis.com/auth/${scope}`))

async function openOnline(options: object = {}) {
  const hostAliases = await openGateway()
  return openAddon(await openWorkspace(), {}, { hostAliases, ...options })
}

test('a script talks to the public host that stands on loopback', async () => {
  const addon = await openOnline()
  const options =
    "{ method: 'post', contentType: 'application/json', payload: JSON.stringify({ a: 1 }), headers: { 'X-Key': 'k' } }"

  const { value } = await evaluate(addon, `told(JSON.parse(UrlFetchApp.fetch('${echo}', ${options}).getContentText()))`)

  expect(value).toMatchObject({
    method: 'POST',
    body: { a: 1 },
    headers: { 'x-key': 'k', 'content-type': 'application/json' },
  })
  expect(value.headers['user-agent']).toContain('Google-Apps-Script')
})

test('an object payload becomes form fields', async () => {
  const addon = await openOnline()

  const { value } = await evaluate(
    addon,
    `told(JSON.parse(UrlFetchApp.fetch('${echo}', { method: 'post', payload: { a: 'x y' } }).getContentText()))`,
  )

  expect(value).toMatchObject({ body: 'a=x+y', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
})

test('repeated headers are a list, bytes are signed, redirects are followed unless told not to', async () => {
  const addon = await openOnline()

  expect((await evaluate(addon, `told(UrlFetchApp.fetch('${echo}').getAllHeaders()['Set-Cookie'])`)).value).toEqual([
    'a=1',
    'b=2',
  ])
  expect((await evaluate(addon, `told(UrlFetchApp.fetch('${echo}').getContent()[0])`)).value).toBe(123)
  const moved = echo.replace('echo', 'moved')
  expect((await evaluate(addon, `told(UrlFetchApp.fetch('${moved}').getResponseCode())`)).value).toBe(200)
  expect(
    (await evaluate(addon, `told(UrlFetchApp.fetch('${moved}', { followRedirects: false }).getResponseCode())`)).value,
  ).toBe(302)
  expect((await evaluate(addon, `told(UrlFetchApp.fetchAll(['${echo}', { url: '${echo}' }]).length)`)).value).toBe(2)
})

test('the requests of a call are told beside its answer', async () => {
  const addon = await openOnline()

  const { requests } = await addon.invoke('evaluate', {
    commonEventObject: { parameters: { code: `UrlFetchApp.fetch('${echo}') && null` } },
  })

  expect(requests).toMatchObject([{ method: 'get', url: echo, status: 200 }])
})

test('a status of 400 and more throws unless it is muted', async () => {
  const addon = await openOnline()
  const broken = echo.replace('echo', 'broken')

  expect((await evaluate(addon, `UrlFetchApp.fetch('${broken}')`)).error).toMatch(
    /^Request failed for https:\/\/gateway.northgate.example returned code 500.*It broke/,
  )
  expect(
    (await evaluate(addon, `told(UrlFetchApp.fetch('${broken}', { muteHttpExceptions: true }).getResponseCode())`))
      .value,
  ).toBe(500)
})

test('a server that is silent for too long ends the call', async () => {
  const addon = await openOnline({ limitMs: 1500 })

  expect((await evaluate(addon, `UrlFetchApp.fetch('${echo.replace('echo', 'silent')}')`)).error).toBe(
    'Exceeded maximum execution time',
  )
})

test('out of time, a script reaches nobody any more', async () => {
  const addon = await openOnline()
  const code = `(() => { try { Utilities.sleep(31000) } catch {} UrlFetchApp.fetch('${echo}') })()`

  const { requests, error } = await addon.invoke('evaluate', { commonEventObject: { parameters: { code } } })

  expect(requests).toEqual([])
  expect(error?.message).toBe('Exceeded maximum execution time')
})

test('a server that is down cannot be reached, muted or not', async () => {
  const addon = await openOnline({ hostAliases: { 'https://gateway.northgate.example': 'http://127.0.0.1:1' } })

  expect((await evaluate(addon, `UrlFetchApp.fetch('${echo}', { muteHttpExceptions: true })`)).error).toBe(
    `Address unavailable: ${echo}`,
  )
})

test.each([
  ['plain http', "'http://gateway.northgate.example/addon/v1/echo'", /only https/],
  ['a path outside the list', "'https://gateway.northgate.example/addons'", /urlFetchWhitelist/],
  ['a path that differs in letter case', "'https://gateway.northgate.example/Addon/v1'", /urlFetchWhitelist/],
  ['another host', "'https://elsewhere.example/addon/'", /urlFetchWhitelist/],
  ['loopback', "'https://127.0.0.1/addon/'", /Address unavailable/],
  ['localhost', "'https://localhost/addon/'", /Address unavailable/],
  ['a tailnet address', "'https://100.101.102.103/addon/'", /Address unavailable/],
  ['a private address', "'https://192.168.1.10/addon/'", /Address unavailable/],
  ['the loopback of IPv6', "'https://[::1]/addon/'", /Address unavailable/],
  ['a URL over 2 KB', `'${echo}?q=' + 'x'.repeat(2048)`, /URL Length/],
  ['a header over 8 KB', `'${echo}', { headers: { 'X-Key': 'x'.repeat(8192) } }`, /Header Size/],
  [
    '101 headers',
    `'${echo}', { headers: Object.fromEntries(Array.from({ length: 101 }, (_, i) => ['X-' + i, 'x'])) }`,
    /Header Count/,
  ],
  ['a header that is no text', `'${echo}', { headers: { 'X-Key': null } }`, /X-Key/],
  ['a body over 50 MB', `'${echo}', { method: 'post', payload: 'x'.repeat(50 * 1024 * 1024 + 1) }`, /POST Size/],
  ['an unknown method', `'${echo}', { method: 'head' }`, /method head/],
  ['an unknown option', `'${echo}', { timeout: 5 }`, /option timeout/],
  ['what is no URL', "'gateway'", /url gateway/],
  ['a number', '5', /url 5/],
  ['with options that are none', `'${echo}', null`, /params null/],
  ['with headers that are none', `'${echo}', { headers: 'X-Key: k' }`, /headers X-Key/],
  ['with a content type that is no text', `'${echo}', { method: 'post', contentType: 5 }`, /contentType 5/],
  ['a circle of redirects', "'https://gateway.northgate.example/addon/v1/circle'", /Too many redirects/],
  ['a body on a get request', `'${echo}', { payload: 'x' }`, /payload on a get/],
])('refuses to fetch %s', async (_case, args, reason) => {
  const addon = await openOnline()

  expect((await evaluate(addon, `UrlFetchApp.fetch(${args})`)).error).toMatch(reason)
})

test('a host nobody stands for has no address', async () => {
  const addon = await openOnline({ hostAliases: {} })

  expect((await evaluate(addon, `UrlFetchApp.fetch('${echo}')`)).error).toMatch(/^DNS error/)
})

test.each([
  [
    'script.external_request',
    `UrlFetchApp.fetch('${echo}')`,
    /UrlFetchApp\.fetch\. Required permissions: .*script\.external_request/,
  ],
  [
    'current.message.metadata',
    "GmailApp.getMessageById('x')",
    /GmailApp\.getMessageById\. Required permissions: .*message\.metadata/,
  ],
])('without %s the call throws and names the scope', async (scope, code, reason) => {
  const addon = await openAddon(await openWorkspace(), { manifest: withoutScope(scope) })

  expect((await evaluate(addon, code)).error).toMatch(reason)
})

test('the identity token says who looks at the card', async () => {
  const addon = await openAddon(await openWorkspace())

  const { value } = await evaluate(addon, 'told(ScriptApp.getIdentityToken())')

  expect(decodeJwt(value)).toMatchObject({
    email: ines.email,
    hd: 'northgate.example',
    aud: '4242.apps.googleusercontent.com',
  })
})

test('without openid there is no identity token', async () => {
  const addon = await openAddon(await openWorkspace(), { manifest: withoutScope('openid') })

  expect((await evaluate(addon, 'told(ScriptApp.getIdentityToken())')).value).toBeNull()
})

test('without userinfo.email nobody’s address is told', async () => {
  const addon = await openAddon(await openWorkspace(), { manifest: withoutScope('userinfo.email') })

  const { value } = await evaluate(addon, 'told([ScriptApp.getIdentityToken(), Session.getActiveUser().getEmail()])')

  expect(decodeJwt(value[0])).not.toHaveProperty('email')
  expect(value[1]).toBe('')
})

test('the session knows the person when it may', async () => {
  const addon = await openAddon(await openWorkspace())

  expect((await evaluate(addon, 'told(Session.getActiveUser().getEmail())')).value).toBe(ines.email)
})

async function openMessage(manifest: object = goodManifest) {
  const workspace = await openWorkspace()
  const { copies } = await workspace.deliver({ ...hello, cc: tomas.email, replyTo: 'desk@harbor.example' })
  const { gmail } = messageEvent(workspace, ines.email, copies[0]?.id ?? '')
  return { workspace, gmail, copies, addon: await openAddon(workspace, { manifest }) }
}

const opened = (rest: string) =>
  `(() => { GmailApp.setCurrentMessageAccessToken(TOKEN); const m = GmailApp.getMessageById(ID); return ${rest} })()`
const fill = (code: string, gmail: { messageId: string; accessToken: string } | undefined) =>
  code.replace('TOKEN', JSON.stringify(gmail?.accessToken)).replace('ID', JSON.stringify(gmail?.messageId))

test('headers of the open message can be read under the metadata scope', async () => {
  const { addon, gmail } = await openMessage()
  const rest =
    'told([m.getId(), m.getThread().getId(), m.getFrom(), m.getTo(), m.getCc(), m.getReplyTo(), m.getSubject(), m.getDate() instanceof Date, m.getHeader("Message-ID"), m.getHeader("List-Id")])'

  const { value } = await evaluate(addon, fill(opened(rest), gmail), gmail)

  expect(value).toEqual([
    gmail?.messageId,
    gmail?.threadId,
    hello.from,
    hello.to,
    tomas.email,
    'desk@harbor.example',
    hello.subject,
    true,
    '<deck-1@harbor.example>',
    '',
  ])
})

test('a message cannot be read before the token of the event is set', async () => {
  const { addon, gmail } = await openMessage()

  expect((await evaluate(addon, fill('GmailApp.getMessageById(ID)', gmail), gmail)).error).toMatch(
    /Missing access token/,
  )
})

test('the token of another event reads nothing', async () => {
  const { addon, gmail, workspace } = await openMessage()
  const other = messageEvent(workspace, ines.email, gmail?.messageId ?? '').gmail

  expect((await evaluate(addon, fill(opened('told(m.getId())'), gmail), other)).error).toMatch(/Invalid access token/)
})

test('the token reads its own message only, and only for its owner', async () => {
  const { addon, gmail, workspace, copies } = await openMessage()
  const second = await workspace.deliver({ ...hello, messageId: 'deck-9@harbor.example' })
  const foreign = messageEvent(workspace, tomas.email, copies[1]?.id ?? '').gmail
  const other = gmail && { ...gmail, messageId: second.copies[0]?.id ?? '' }

  expect((await evaluate(addon, fill(opened('told(1)'), other), gmail)).error).toMatch(/Invalid access token/)
  expect((await evaluate(addon, fill(opened('told(1)'), foreign), foreign)).error).toMatch(/Invalid access token/)
})

test.each(['getPlainBody', 'getBody', 'getRawContent'])('%s is refused under the metadata scope', async (method) => {
  const { addon, gmail } = await openMessage()

  expect((await evaluate(addon, fill(opened(`told(m.${method}())`), gmail), gmail)).error).toMatch(/message\.readonly/)
})

test.each(['gmail.addons.current.message.readonly', 'gmail.addons.current.message.action'])(
  '%s reads the body after a click',
  async (scope) => {
    const { addon, gmail } = await openMessage(withScope(scope))

    expect((await evaluate(addon, fill(opened('told(m.getPlainBody())'), gmail), gmail)).value).toContain(hello.text)
  },
)

test('properties outlive a call; they are texts of 9 KB at most', async () => {
  const addon = await openAddon(await openWorkspace())
  const store = 'PropertiesService.getUserProperties()'

  await evaluate(addon, `${store}.setProperty('view', 'main') && null`)

  expect((await evaluate(addon, `told([${store}.getProperty('view'), ${store}.getProperty('none')])`)).value).toEqual([
    'main',
    null,
  ])
  expect((await evaluate(addon, `${store}.setProperty('view', 5)`)).error).toMatch(/must be a text/)
  expect((await evaluate(addon, `${store}.setProperty('view', 'x'.repeat(9 * 1024 + 1))`)).error).toMatch(/too large/)
  expect((await evaluate(addon, `told(${store}.deleteProperty('view').getKeys())`)).value).toEqual([])
})

test('a store of properties holds 500 KB', async () => {
  const addon = await openAddon(await openWorkspace())
  const code =
    "PropertiesService.getScriptProperties().setProperties(Object.fromEntries(Array.from({ length: 60 }, (_, i) => ['k' + i, 'x'.repeat(9000)])))"

  expect((await evaluate(addon, code)).error).toMatch(/too large/)
})

test.each([
  ['a sleep of no length', "Utilities.sleep('1')", /milliseconds/],
  ['a sleep over five minutes', 'Utilities.sleep(300001)', /milliseconds/],
  ['an unknown digest', "Utilities.computeDigest('CRC', 'x')", /^Invalid argument: algorithm$/],
  ['bytes that are none', 'Utilities.base64Encode(5)', /data/],
  ['a date that is none', "Utilities.formatDate(new Date(NaN), 'Etc/UTC', 'yyyy')", /date or timeZone/],
  ['a lock without a time', 'LockService.getUserLock().tryLock()', /timeoutInMillis/],
  ['a message without an id', 'GmailApp.getMessageById()', /argument: id/],
  ['an empty access token', "GmailApp.setCurrentMessageAccessToken('')", /accessToken/],
  ['a list of requests that is none', `UrlFetchApp.fetchAll('${echo}')`, /takes an array/],
])('refuses %s', async (_case, code, reason) => {
  const addon = await openAddon(await openWorkspace())

  expect((await evaluate(addon, code)).error).toMatch(reason)
})

test('properties of a person are not those of another', async () => {
  const workspace = await openWorkspace()
  const inesAddon = await openAddon(workspace)
  const tomasAddon = await openAddon(workspace, {}, { user: tomas.email })
  await evaluate(inesAddon, "PropertiesService.getUserProperties().setProperty('a', '1') && null")
  await evaluate(inesAddon, "PropertiesService.getScriptProperties().setProperty('b', '2') && null")
  const both =
    "told([PropertiesService.getUserProperties().getProperty('a'), PropertiesService.getScriptProperties().getProperty('b')])"

  expect((await evaluate(tomasAddon, both)).value).toEqual([null, '2'])
})

test('the cache forgets when its time is up and takes six hours at most', async () => {
  const workspace = await openWorkspace()
  const addon = await openAddon(workspace)
  const cache = 'CacheService.getUserCache()'
  await evaluate(addon, `(${cache}.put('a', '1', 60), null)`)

  expect((await evaluate(addon, `told(${cache}.get('a'))`)).value).toBe('1')
  workspace.clock.advance(61_000)
  expect((await evaluate(addon, `told(${cache}.get('a'))`)).value).toBeNull()
  expect((await evaluate(addon, `${cache}.put('a', '1', 21601)`)).error).toMatch(/21600/)
  expect((await evaluate(addon, `${cache}.put('a', 'x'.repeat(100 * 1024 + 1))`)).error).toMatch(/too large/)
  expect((await evaluate(addon, `${cache}.put('a'.repeat(251), 'x')`)).error).toMatch(/too large/)
  expect((await evaluate(addon, 'told(CacheService.getDocumentCache())')).value).toBeNull()
})

test('utilities encode, hash and format as Apps Script does', async () => {
  const addon = await openAddon(await openWorkspace())
  const code = `told([
    Utilities.base64EncodeWebSafe('>>>???'), Utilities.base64Decode('/w=='),
    Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, '')[0],
    Utilities.formatDate(new Date(Date.UTC(2026, 10, 20, 12)), 'Europe/Paris', 'yyyy-MM-dd HH:mm'),
    Utilities.getUuid().length])`

  expect((await evaluate(addon, code)).value).toEqual(['Pj4-Pz8_', [-1], -29, '2026-11-20 13:00', 36])
})

test('a lock can be taken and let go', async () => {
  const addon = await openAddon(await openWorkspace())
  const code =
    '(() => { const l = LockService.getUserLock(); const taken = l.tryLock(10); const had = l.hasLock(); l.releaseLock(); return told([taken, had, l.hasLock()]) })()'

  expect((await evaluate(addon, code)).value).toEqual([true, true, false])
})

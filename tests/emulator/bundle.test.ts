import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkBundle } from '../../emulator/apps-script/runtime.ts'
import { goodScript, manifestWith, writeBundle } from './addon-support.ts'
import type { Json } from './support.ts'

const problemsOf = async (parts: Parameters<typeof writeBundle>[0]) => checkBundle(await writeBundle(parts))

test('takes a correct bundle', async () => {
  expect(await problemsOf({})).toEqual([])
})

test.each<[string, (manifest: Json) => void, RegExp]>([
  ['an unknown key at the top', (m) => (m.gmail = { primaryColor: '#000000' }), /Unrecognized key.*gmail/],
  ['an unknown add-on host', (m) => (m.addOns.slides = {}), /addOns.*slides/],
  ['an unknown key of the common part', (m) => (m.addOns.common.homePageTrigger = {}), /homePageTrigger/],
  ['a missing name', (m) => delete m.addOns.common.name, /common\.name/],
  ['a missing logo', (m) => delete m.addOns.common.logoUrl, /common\.logoUrl/],
  ['an SVG logo', (m) => (m.addOns.common.logoUrl = 'https://crm.northgate.example/logo.svg'), /raster/],
  ['a logo without TLS', (m) => (m.addOns.common.logoUrl = 'http://crm.northgate.example/logo.png'), /HTTPS/],
  ['a short colour', (m) => (m.addOns.common.layoutProperties = { primaryColor: '#123' }), /primaryColor/],
  ['another runtime', (m) => (m.runtimeVersion = 'DEPRECATED_ES5'), /runtimeVersion/],
  [
    'a universal action that does two things',
    (m) =>
      (m.addOns.common.universalActions = [
        { label: 'Both', openLink: 'https://crm.northgate.example/', runFunction: 'onHomepage' },
      ]),
    /openLink or runFunction/,
  ],
  [
    'a universal link outside the prefixes',
    (m) => (m.addOns.common.universalActions = [{ label: 'Out', openLink: 'https://elsewhere.example/' }]),
    /outside openLinkUrlPrefixes/,
  ],
  [
    'a conditional trigger',
    (m) => (m.addOns.gmail.contextualTriggers = [{ unconditional: { from: 'maya' }, onTriggerFunction: 'onMessage' }]),
    /unconditional/,
  ],
  [
    'two compose actions',
    (m) =>
      (m.addOns.gmail.composeTrigger = { selectActions: [1, 2].map(() => ({ text: 'Log', runFunction: 'onClick' })) }),
    /selectActions/,
  ],
  [
    'a compose trigger without its scope',
    (m) => (m.addOns.gmail.composeTrigger = { selectActions: [{ text: 'Log', runFunction: 'onClick' }] }),
    /action\.compose/,
  ],
  ['the locale flag without its scope', (m) => (m.addOns.common.useLocaleFromApp = true), /script\.locale/],
  ['a Gmail add-on without the right to run', (m) => m.oauthScopes.splice(3, 1), /gmail\.addons\.execute/],
  [
    'a prefix without a path',
    (m) => (m.urlFetchWhitelist = ['https://gateway.northgate.example']),
    /urlFetchWhitelist/,
  ],
  ['a prefix without TLS', (m) => (m.urlFetchWhitelist = ['http://gateway.northgate.example/']), /urlFetchWhitelist/],
  ['a loopback prefix', (m) => (m.urlFetchWhitelist = ['https://localhost/addon/']), /urlFetchWhitelist/],
  ['two wildcards', (m) => (m.urlFetchWhitelist = ['https://*.*.example/']), /urlFetchWhitelist/],
  ['a star as the fetch list', (m) => (m.urlFetchWhitelist = ['*']), /urlFetchWhitelist/],
  [
    'a trigger that does not exist',
    (m) => (m.addOns.common.homepageTrigger.runFunction = 'onHome'),
    /onHome, which is no top-level function/,
  ],
  [
    'a universal action that does not exist',
    (m) => (m.addOns.common.universalActions = [{ label: 'Settings', runFunction: 'onSettings' }]),
    /onSettings/,
  ],
])('refuses %s', async (_case, change, reason) => {
  expect(await problemsOf({ manifest: manifestWith(change) })).toEqual([expect.stringMatching(reason)])
})

test('takes a star as the list of links', async () => {
  expect(await problemsOf({ manifest: manifestWith((m) => (m.addOns.common.openLinkUrlPrefixes = ['*'])) })).toEqual([])
})

test.each([
  ['an import', 'import "./other.js"', /does not parse/],
  ['an export', 'export {}', /does not parse/],
  ['a private field', 'class Kept { #secret = 1 }', /private class members/],
  ['a private method', 'class Kept { #run() {} }', /private class members/],
  ['a static field', 'class Kept { static count = 1 }', /static class fields/],
  ['a timer while it is loaded', 'setTimeout(() => {}, 0)', /setTimeout is not defined/],
  ['a module while it is loaded', 'require("fs")', /require is not defined/],
])('refuses a script with %s', async (_case, line, reason) => {
  expect(await problemsOf({ script: `${goodScript}\n${line}` })).toEqual([expect.stringMatching(reason)])
})

test('a const is no function Google could call', async () => {
  const script = goodScript.replace('function onMessage(e)', 'const onMessage = (e) =>')

  expect(await problemsOf({ script })).toEqual([expect.stringMatching(/onMessage/)])
})

test('static methods and what a plain #tag in a text looks like are fine', async () => {
  expect(
    await problemsOf({ script: `${goodScript}\nclass Kept { static make() { return '#tag static x = 1' } }` }),
  ).toEqual([])
})

test('refuses a folder without a manifest', async () => {
  const folder = await writeBundle()
  await rm(join(folder, 'appsscript.json'))

  expect(await checkBundle(folder)).toEqual(['appsscript.json is missing'])
})

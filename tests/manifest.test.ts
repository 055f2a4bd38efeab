import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import vm from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildAddon } from '../addon/build.ts'
import { readings, triggers, writings } from '../addon/functions.ts'

const addresses = { gatewayUrl: 'https://gateway.harbor.example/', publicUrl: 'https://crm.harbor.example' }
let outDir = ''
let code = ''
let manifest: Manifest

interface Manifest {
  oauthScopes: string[]
  urlFetchWhitelist: string[]
  addOns: {
    common: { name: string; logoUrl: string; openLinkUrlPrefixes: string[]; universalActions: { openLink: string }[] }
    gmail: object
  }
}

beforeAll(async () => {
  outDir = await mkdtemp(path.join(tmpdir(), 'addon-'))
  await buildAddon({ ...addresses, outDir })
  code = await readFile(path.join(outDir, 'code.js'), 'utf8')
  manifest = JSON.parse(await readFile(path.join(outDir, 'appsscript.json'), 'utf8'))
})

afterAll(() => rm(outDir, { recursive: true, force: true }))

/** Functions Google finds: declared at the top of the script, as a bare engine sees them. */
function declared(): string[] {
  const context = vm.createContext({})
  vm.runInContext(code, context)
  return [...code.matchAll(/^function (\w+)\(/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => typeof context[name] === 'function')
}

describe('the built add-on', () => {
  test('declares every function the manifest names', () => {
    const named = [...JSON.stringify(manifest).matchAll(/"(?:runFunction|onTriggerFunction)":"(\w+)"/g)].map(
      ([, name]) => name,
    )

    expect(named).toEqual([...triggers])
    expect(declared()).toEqual(expect.arrayContaining(named))
  })

  test('declares every function a card names, and nothing else', () => {
    const named = new Set([...code.matchAll(/"(on[A-Z]\w*)"/g)].map(([, name]) => name))

    expect(declared().sort()).toEqual([...triggers, ...readings, ...writings].sort())
    expect([...declared()]).toEqual(expect.arrayContaining([...named]))
    expect([...named]).toEqual(expect.arrayContaining([...writings]))
  })

  test('runs without modules, and without the fields Apps Script cannot parse', () => {
    expect(code).not.toMatch(/^\s*(import|export)\b/m)
    expect(code).not.toMatch(/\bstatic\b/)
    expect(code).not.toMatch(/\.#\w|^\s*#\w+\s*[=;(]/m)
  })

  test('carries no validation library and stores nothing at Google', () => {
    expect(code).not.toMatch(/zod/i)
    expect(code).not.toMatch(/PropertiesService|CacheService/)
  })

  test('never reads a subject or a body', () => {
    expect(code).not.toMatch(/getSubject|getBody|getPlainBody|getRawContent|getAttachments/)
  })
})

describe('the manifest', () => {
  test('lets the add-on call the gateway and open the panel, and nothing else', () => {
    expect(manifest.urlFetchWhitelist).toEqual(['https://gateway.harbor.example/addon/'])
    expect(manifest.addOns.common.openLinkUrlPrefixes).toEqual(['https://crm.harbor.example/'])
    expect(manifest.addOns.common.universalActions[0]?.openLink).toBe('https://crm.harbor.example/')
    expect(code).toContain('https://gateway.harbor.example')
    expect(code).not.toContain('example.com')
  })

  test('asks for the name of the person and the headers of the open message, and nothing else', () => {
    expect(manifest.oauthScopes).toEqual([
      'openid',
      'https://www.googleapis.com/auth/userinfo.email',
      'https://www.googleapis.com/auth/script.external_request',
      'https://www.googleapis.com/auth/gmail.addons.execute',
      'https://www.googleapis.com/auth/gmail.addons.current.message.metadata',
    ])
  })

  test('wears the brand of the fund where Google takes it', async () => {
    const branded = {
      ...addresses,
      outDir,
      brandName: 'Harbor Ventures',
      accent: 'rebeccapurple',
      logoUrl: 'https://a.example/l.svg',
    }
    await buildAddon(branded)
    const { common } = JSON.parse(await readFile(path.join(outDir, 'appsscript.json'), 'utf8')).addOns

    expect(common.name).toBe('Harbor Ventures')
    expect(common.layoutProperties.primaryColor).toBe('#1f6f5c')
    expect(common.logoUrl).toMatch(/\.png$/)
  })

  test('goes to clasp from the folder the build writes', async () => {
    const clasp = JSON.parse(await readFile(path.join(import.meta.dirname, '../.clasp.json'), 'utf8'))

    expect(clasp.rootDir).toBe('dist/addon')
  })
})

describe('an address Google would refuse', () => {
  test.each([
    'http://crm.harbor.example',
    'https://localhost:8090',
    'https://10.0.0.4',
    'https://crm.harbor.example/?a=1',
    'crm.harbor.example',
    '',
  ])('%j stops the build', async (gatewayUrl) => {
    await expect(buildAddon({ ...addresses, gatewayUrl, outDir })).rejects.toThrow(/CRM_GATEWAY_URL .* https:\/\//)
  })

  test('is told in one sentence on the command line', async () => {
    const env = { ...process.env, CRM_GATEWAY_URL: 'http://gateway.harbor.example' }
    const script = path.join(import.meta.dirname, '../addon/build.ts')
    const failure = await promisify(execFile)(process.execPath, [script], { env }).catch((error) => error)

    expect(failure.code).toBe(1)
    expect(failure.stderr.trim()).toMatch(/^CRM_GATEWAY_URL is “http:\/\/gateway\.harbor\.example”, .*\.$/)
  })
})

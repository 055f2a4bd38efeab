import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import { readings, triggers, writings } from './functions.ts'

const root = path.join(import.meta.dirname, '..')

export interface AddonSettings {
  /** Where Google reaches the gateway, `https://gateway.example.com`; the add-on may call `<gatewayUrl>/addon/` alone. */
  gatewayUrl: string
  /** Where people open the web panel; links go nowhere else. */
  publicUrl: string
  /** Gets `code.js` and `appsscript.json`, ready for `clasp push`. */
  outDir: string
  brandName?: string | undefined
  /** Used when it is `#rrggbb`, the one form Google takes. */
  accent?: string | undefined
  /** Used when it is a public https picture and no SVG, as Google asks. */
  logoUrl?: string | undefined
}

/**
 * Builds the add-on for one fund's addresses.
 * @throws {Error} one sentence, when an address is not what Google accepts.
 */
export async function buildAddon(settings: AddonSettings): Promise<void> {
  const { outDir } = settings
  const gatewayUrl = plainHttps('CRM_GATEWAY_URL', settings.gatewayUrl)
  const publicUrl = plainHttps('CRM_PUBLIC_URL', settings.publicUrl)
  const manifest = await readManifest({ ...settings, gatewayUrl, publicUrl })

  await mkdir(outDir, { recursive: true })
  await bundle(gatewayUrl, publicUrl, outDir)
  await writeFile(path.join(outDir, 'appsscript.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

/**
 * Google calls declared functions only, and a bundle has none: each of ours is declared at its end.
 * ES2020 keeps out private and static fields, which Apps Script cannot parse
 * (https://developers.google.com/apps-script/guides/v8-runtime).
 */
async function bundle(gatewayUrl: string, publicUrl: string, outDir: string): Promise<void> {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'main.ts')],
    outfile: path.join(outDir, 'code.js'),
    bundle: true,
    format: 'iife',
    globalName: 'App',
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    tsconfig: path.join(import.meta.dirname, 'tsconfig.json'),
    define: { __GATEWAY_URL__: JSON.stringify(gatewayUrl), __PUBLIC_URL__: JSON.stringify(publicUrl) },
    footer: { js: declarations() },
  })
}

function declarations(): string {
  const declare = (kind: string, names: readonly string[]) =>
    names.map((name) => `function ${name}(event) { return App.${kind}('${name}', event); }`)
  return [...declare('trigger', triggers), ...declare('read', readings), ...declare('write', writings)].join('\n')
}

async function readManifest({ gatewayUrl, publicUrl, brandName, accent, logoUrl }: AddonSettings) {
  const manifest = JSON.parse(await readFile(path.join(root, 'appsscript.json'), 'utf8'))
  const { common } = manifest.addOns

  manifest.urlFetchWhitelist = [`${gatewayUrl}/addon/`]
  common.openLinkUrlPrefixes = [`${publicUrl}/`]
  common.universalActions = [{ label: 'Open CRM', openLink: `${publicUrl}/` }]
  if (brandName) common.name = brandName
  if (accent && /^#[0-9a-f]{6}$/i.test(accent))
    common.layoutProperties = { primaryColor: accent, secondaryColor: accent }
  if (logoUrl && /^https:\/\/.+(?<!\.svg)$/i.test(logoUrl)) common.logoUrl = logoUrl
  return manifest
}

/** Google asks for https and a full domain: https://developers.google.com/apps-script/manifest/allowlist-url */
function plainHttps(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null
  const isPlain = url && !url.username && !url.search && !url.hash
  if (!isPlain || url.protocol !== 'https:' || !/\.[a-z][a-z0-9-]*$/.test(url.hostname)) {
    throw new Error(
      `${name} is “${value}”, but Google needs an https address with a full domain, such as https://crm.example.com.`,
    )
  }
  return url.href.replace(/\/+$/, '')
}

/** Without addresses the build still proves itself; such a bundle talks to nobody. */
async function main(): Promise<void> {
  const { CRM_GATEWAY_URL, CRM_PUBLIC_URL, CRM_BRAND_NAME, CRM_BRAND_ACCENT, CRM_BRAND_LOGO } = process.env
  await buildAddon({
    gatewayUrl: CRM_GATEWAY_URL || 'https://gateway.example.com',
    publicUrl: CRM_PUBLIC_URL || 'https://crm.example.com',
    outDir: path.join(root, 'dist/addon'),
    brandName: CRM_BRAND_NAME,
    accent: CRM_BRAND_ACCENT,
    logoUrl: CRM_BRAND_LOGO,
  })

  console.log('The add-on is in dist/addon, ready for clasp push.')
  if (!CRM_GATEWAY_URL || !CRM_PUBLIC_URL) {
    console.log(
      'It was built for example.com: set CRM_GATEWAY_URL and CRM_PUBLIC_URL, and build again, before you push it.',
    )
  }
}

if (import.meta.main) {
  await main().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}

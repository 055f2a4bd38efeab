import { z } from 'zod'
import { addonScopes } from '../scopes.ts'
import { isValidPrefix, matchesAnyPrefix } from './url-prefix.ts'

const color = z.string().regex(/^#[0-9a-f]{6}$/i)
const prefix = z.string().refine(isValidPrefix, 'must be an https:// URL with a full domain and a path')
const raster = z.string().regex(/^https:\/\/(?!.*\.svg([?#]|$))/i, 'must be a public HTTPS raster image')
const trigger = z.strictObject({ runFunction: z.string(), enabled: z.boolean().optional() })

const universalAction = z
  .strictObject({ label: z.string(), openLink: z.url().optional(), runFunction: z.string().optional() })
  .refine(
    (action) => (action.openLink === undefined) !== (action.runFunction === undefined),
    'takes openLink or runFunction',
  )

const common = z.strictObject({
  name: z.string().min(1),
  logoUrl: raster,
  layoutProperties: z.strictObject({ primaryColor: color.optional(), secondaryColor: color.optional() }).optional(),
  homepageTrigger: trigger.optional(),
  universalActions: z.array(universalAction).optional(),
  openLinkUrlPrefixes: z.array(z.union([prefix, z.literal('*')])).optional(),
  useLocaleFromApp: z.boolean().optional(),
})

const gmail = z.strictObject({
  homepageTrigger: trigger.optional(),
  contextualTriggers: z
    .array(z.strictObject({ unconditional: z.strictObject({}), onTriggerFunction: z.string() }))
    .optional(),
  composeTrigger: z
    .strictObject({
      selectActions: z.array(z.strictObject({ text: z.string(), runFunction: z.string() })).length(1),
      draftAccess: z.enum(['NONE', 'METADATA']).optional(),
    })
    .optional(),
})

const sheets = z.strictObject({ homepageTrigger: trigger.optional(), onFileScopeGrantedTrigger: trigger.optional() })

/** The keys of https://developers.google.com/apps-script/manifest this product may use; any other is refused. */
const manifestSchema = z.strictObject({
  timeZone: z.string(),
  runtimeVersion: z.literal('V8'),
  exceptionLogging: z.enum(['STACKDRIVER', 'NONE']).optional(),
  dependencies: z.strictObject({}).optional(),
  oauthScopes: z.array(z.string()).min(1),
  urlFetchWhitelist: z.array(prefix).optional(),
  addOns: z.strictObject({ common, gmail: gmail.optional(), sheets: sheets.optional() }),
})

export type Manifest = z.infer<typeof manifestSchema>

/** Reads a manifest, or says in sentences what Google would refuse. */
export function readManifest(text: string): { manifest: Manifest | null; problems: string[] } {
  const parsed = manifestSchema.safeParse(parseJson(text))
  if (parsed.success) return { manifest: parsed.data, problems: scopeProblems(parsed.data) }
  return {
    manifest: null,
    problems: parsed.error.issues.map((issue) => `appsscript.json ${issue.path.join('.')}: ${issue.message}`),
  }
}

/** Every function the manifest names, with the kind of call it is. */
export function manifestFunctions({ addOns }: Manifest): { name: string; kind: 'trigger' | 'universal' }[] {
  const triggers = [
    addOns.common.homepageTrigger?.runFunction,
    addOns.gmail?.homepageTrigger?.runFunction,
    ...(addOns.gmail?.contextualTriggers ?? []).map((contextual) => contextual.onTriggerFunction),
    ...(addOns.gmail?.composeTrigger?.selectActions ?? []).map((action) => action.runFunction),
    addOns.sheets?.homepageTrigger?.runFunction,
    addOns.sheets?.onFileScopeGrantedTrigger?.runFunction,
  ]
  const universal = (addOns.common.universalActions ?? []).map((action) => action.runFunction)
  return [
    ...triggers.filter((name) => name !== undefined).map((name) => ({ name, kind: 'trigger' as const })),
    ...universal.filter((name) => name !== undefined).map((name) => ({ name, kind: 'universal' as const })),
  ]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function scopeProblems(manifest: Manifest): string[] {
  const { common, gmail } = manifest.addOns
  const prefixes = common.openLinkUrlPrefixes ?? []
  const needs: [boolean, string, string][] = [
    [gmail !== undefined, addonScopes.execute, 'a Gmail add-on'],
    [gmail?.composeTrigger !== undefined, addonScopes.compose, 'a composeTrigger'],
    [gmail?.composeTrigger?.draftAccess === 'METADATA', addonScopes.messageMetadata, 'draftAccess METADATA'],
    [common.useLocaleFromApp === true, addonScopes.locale, 'useLocaleFromApp'],
  ]
  const missing = needs.filter(([applies, scope]) => applies && !manifest.oauthScopes.includes(scope))
  const foreign = (common.universalActions ?? []).filter(({ openLink }) => openLink && !isAllowed(openLink, prefixes))
  return [
    ...missing.map(([, scope, reason]) => `appsscript.json oauthScopes: ${reason} needs ${scope}`),
    ...foreign.map(({ openLink }) => `appsscript.json universalActions: ${openLink} is outside openLinkUrlPrefixes`),
  ]
}

function isAllowed(url: string, prefixes: string[]): boolean {
  return prefixes.includes('*') || matchesAnyPrefix(url, prefixes)
}

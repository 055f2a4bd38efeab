import { z } from 'zod'

const port = (fallback: number) => z.coerce.number('a port number').int().min(0).max(65_535).default(fallback)
const url = z.url({ protocol: /^https?$/, error: 'a web address' }).transform((text) => text.replace(/\/+$/, ''))
const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean))
const zone = z.string().refine((name) => isZone(name), 'a time zone name')

/** What the sentence about a wrong value shows. */
const examples: Record<string, string> = {
  CRM_DATA_DIR: './data',
  CRM_HOST: '127.0.0.1',
  CRM_PORT: '8080',
  CRM_GATEWAY_PORT: '8090',
  CRM_PUBLIC_URL: 'https://crm.your-tailnet.ts.net',
  CRM_GATEWAY_URL: 'https://gateway.fund.example',
  CRM_ENV: 'production',
  CRM_SECRET_KEY: 'the output of: openssl rand -base64 48',
  CRM_TIMEZONE: 'Europe/London',
  CRM_CORS_ORIGIN: 'https://tools.fund.example',
  CRM_WORKSPACE_DOMAIN: 'fund.example',
  CRM_ADDON_CLIENT_IDS: '1234567890-abc.apps.googleusercontent.com',
  CRM_GOOGLE_KEY_FILE: './service-account.json',
  CRM_GOOGLE_ROOT: 'http://127.0.0.1:9090',
  CRM_GMAIL_QUOTA: '6000',
  CRM_BRAND_ACCENT: '#1f6f5c',
  CRM_BRAND_LOGO: 'https://fund.example/logo.png',
  CRM_LOG_LEVEL: 'info',
}

/** Every setting the service reads from its environment; `docs/configuration.md` explains each one. */
const environment = z.object({
  CRM_DATA_DIR: z.string().min(1).default('./data'),
  CRM_HOST: z.string().min(1).default('127.0.0.1'),
  CRM_PORT: port(8080),
  CRM_GATEWAY_PORT: port(8090),
  CRM_PUBLIC_URL: url.optional(),
  CRM_GATEWAY_URL: url.optional(),
  CRM_ENV: z.enum(['development', 'production'], 'development or production').default('development'),
  CRM_SECRET_KEY: z.string().min(32, 'at least 32 characters').optional(),
  CRM_SETUP_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  CRM_TIMEZONE: zone.default('Europe/London'),
  CRM_CORS_ORIGIN: url.optional(),
  CRM_WORKSPACE_DOMAIN: z.string().toLowerCase().optional(),
  CRM_ADDON_CLIENT_IDS: list.default([]),
  CRM_GOOGLE_KEY_FILE: z.string().optional(),
  CRM_GOOGLE_ROOT: url.optional(),
  CRM_GMAIL_QUOTA: z.coerce.number('a number of quota units').int().min(100).default(6000),
  CRM_BRAND_NAME: z.string().max(60).default('Venture CRM'),
  CRM_BRAND_ACCENT: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'a colour of six hex digits')
    .optional(),
  CRM_BRAND_LOGO: url.optional(),
  CRM_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'a log level').default('info'),
})

export type Config = ReturnType<typeof readConfig>

/**
 * Reads the settings. Throws a `ConfigError` that names the setting, what is wrong with its value, and an example.
 * Unset and empty are the same, so that `.env` files may keep empty lines.
 */
export function readConfig(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name.startsWith('CRM_') && value))
  const parsed = environment.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(problem).join('\n'))

  const e = parsed.data
  if (e.CRM_ENV === 'production') requireProduction(e)
  return {
    dataDir: e.CRM_DATA_DIR,
    host: e.CRM_HOST,
    port: e.CRM_PORT,
    gatewayPort: e.CRM_GATEWAY_PORT,
    publicUrl: e.CRM_PUBLIC_URL ?? `http://${e.CRM_HOST}:${e.CRM_PORT}`,
    gatewayUrl: e.CRM_GATEWAY_URL ?? null,
    production: e.CRM_ENV === 'production',
    secretKey: e.CRM_SECRET_KEY ?? null,
    setupToken: e.CRM_SETUP_TOKEN ?? null,
    timezone: e.CRM_TIMEZONE,
    corsOrigin: e.CRM_CORS_ORIGIN ?? null,
    workspaceDomain: e.CRM_WORKSPACE_DOMAIN ?? null,
    addonClientIds: e.CRM_ADDON_CLIENT_IDS,
    googleKeyFile: e.CRM_GOOGLE_KEY_FILE ?? null,
    googleRoot: e.CRM_GOOGLE_ROOT ?? null,
    gmailQuota: e.CRM_GMAIL_QUOTA,
    brand: { name: e.CRM_BRAND_NAME, accent: e.CRM_BRAND_ACCENT ?? null, logo: e.CRM_BRAND_LOGO ?? null },
    logLevel: e.CRM_LOG_LEVEL,
  }
}

/** The names of all settings, for the documentation test. */
export const settingNames = Object.keys(environment.shape)

export class ConfigError extends Error {}

function requireProduction(env: z.infer<typeof environment>): void {
  if (!env.CRM_SECRET_KEY) throw new ConfigError(sentence('CRM_SECRET_KEY', 'is required in production'))
  if (env.CRM_GOOGLE_ROOT)
    throw new ConfigError('CRM_GOOGLE_ROOT must be unset in production: it points at a stand-in for Google.')
}

function problem(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0])
  return sentence(name, `must be ${issue.message.replace(/^Invalid input: expected /, 'a ')}`)
}

const sentence = (name: string, text: string) =>
  `${name} ${text}${examples[name] ? `. Example: ${name}=${examples[name]}` : ''}`

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

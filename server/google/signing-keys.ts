import { type CryptoKey, importJWK } from 'jose'
import { z } from 'zod'

/** The keys Google signs with: https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken */
export type SigningKeys = {
  /** The key of that id, or null when Google has none. Throws `KeysUnavailable` when no usable keys are at hand. */
  find(kid: string): Promise<CryptoKey | null>
}

/** Google could not be asked for its keys, and none from before are young enough. */
export class KeysUnavailable extends Error {}

const second = 1000
const minute = 60 * second
const withoutMaxAge = 10 * minute
/** Google announces keys well before it signs with them, so old keys outlive an outage of its certificates for a day. */
const usableWhenStale = 24 * 60 * minute
const giveUpAfter = 5 * second
const retryAfterFailure = 10 * second

type KeySet = { keys: Map<string, CryptoKey>; freshUntil: number }

/**
 * Keeps the keys at `url` for as long as their Cache-Control allows. An unknown key id asks again at most once a minute,
 * so a flood of made-up tokens is no flood towards Google; requests that wait for keys share one question.
 */
export function signingKeys(url: URL, now: () => Date): SigningKeys {
  let known: KeySet | null = null
  let nextTry = 0
  let nextUnknown = 0
  let underway: Promise<void> | null = null

  const time = () => now().getTime()
  const load = async () => {
    try {
      known = await fetchKeys(url, time())
    } catch {
      nextTry = time() + retryAfterFailure
    }
    underway = null
  }
  const share = (): Promise<void> => {
    underway ??= load()
    return underway
  }

  /** Whether Google was asked just now. */
  const freshen = async (): Promise<boolean> => {
    if ((known && time() < known.freshUntil) || (time() < nextTry && !underway)) return false
    await share()
    return true
  }

  const usable = (): Map<string, CryptoKey> => {
    if (!known || time() > known.freshUntil + usableWhenStale) throw new KeysUnavailable()
    return known.keys
  }

  return {
    async find(kid) {
      const asked = await freshen()
      const key = usable().get(kid)
      if (key || asked) return key ?? null
      if (time() >= nextUnknown) {
        nextUnknown = time() + minute
        await share()
      } else if (underway) await underway
      return usable().get(kid) ?? null
    },
  }
}

const rsaKey = z.object({ kid: z.string().min(1), kty: z.literal('RSA'), n: z.string(), e: z.string() })
const keySet = z.object({ keys: z.array(z.unknown()) })

async function fetchKeys(url: URL, at: number): Promise<KeySet> {
  const reply = await fetch(url, { signal: AbortSignal.timeout(giveUpAfter), redirect: 'error' })
  if (!reply.ok) throw new Error(`signing keys answered ${reply.status}`)

  const listed = keySet.parse(await reply.json()).keys.flatMap((key) => rsaKey.safeParse(key).data ?? [])
  if (listed.length === 0) throw new Error('no signing keys in the answer')
  const keys = await Promise.all(
    listed.map(async (jwk) => [jwk.kid, (await importJWK(jwk, 'RS256')) as CryptoKey] as const),
  )
  return { keys: new Map(keys), freshUntil: at + maxAge(reply.headers.get('cache-control')) }
}

/** Milliseconds the answer may be kept (RFC 9111, 5.2.2.1). */
function maxAge(cacheControl: string | null): number {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl ?? '')?.[1]
  return seconds === undefined ? withoutMaxAge : Number(seconds) * second
}

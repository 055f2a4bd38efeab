import { createHash } from 'node:crypto'
import { type CryptoKey, exportJWK, exportPKCS8, exportSPKI, generateKeyPair, type JWK } from 'jose'

/** A signing key with every form of it that Google publishes. */
export interface SigningKey {
  kid: string
  privateKey: CryptoKey
  publicKey: CryptoKey
  jwk: JWK
  publicPem: string
  privatePem: string
}

const keys = new Map<string, Promise<SigningKey>>()

/** The RSA key of that name, made once per process: key generation is slow and no test needs a private one. */
export function signingKey(name: string): Promise<SigningKey> {
  const known = keys.get(name) ?? generateKey()
  keys.set(name, known)
  return known
}

async function generateKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true })
  const publicPem = await exportSPKI(publicKey)
  const kid = createHash('sha1').update(publicPem).digest('hex')
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' }
  return { kid, privateKey, publicKey, jwk, publicPem, privatePem: await exportPKCS8(privateKey) }
}

/** Texts only the holder of a secret can read again: what is stored of it here is a hash, which opens nothing. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const mark = 'sealed.'
const saltLength = 16
const nonceLength = 12
const tagLength = 16

export const isSealed = (text: string): boolean => text.startsWith(mark)

/** AES-256-GCM under a key of the secret and a fresh salt (HKDF, RFC 5869). */
export function seal(text: string, secret: string): string {
  const salt = randomBytes(saltLength)
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, salt), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return mark + Buffer.concat([salt, nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text, or null for whoever comes with another secret. */
export function unseal(sealed: string, secret: string): string | null {
  const bytes = Buffer.from(sealed.slice(mark.length), 'base64url')
  const [salt, nonce, tag, text] = cut(bytes, saltLength, nonceLength, tagLength)
  try {
    const cipher = createDecipheriv('aes-256-gcm', keyOf(secret, salt), nonce).setAuthTag(tag)
    return Buffer.concat([cipher.update(text), cipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

const keyOf = (secret: string, salt: Buffer) => Buffer.from(hkdfSync('sha256', secret, salt, 'kept answer', 32))

function cut(bytes: Buffer, first: number, second: number, third: number): [Buffer, Buffer, Buffer, Buffer] {
  const [a, b] = [first + second, first + second + third]
  return [bytes.subarray(0, first), bytes.subarray(first, a), bytes.subarray(a, b), bytes.subarray(b)]
}

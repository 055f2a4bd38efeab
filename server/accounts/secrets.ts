import { createHash, randomBytes } from 'node:crypto'

/** A secret to hand out once: 256 random bits, URL-safe. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is stored of a secret. A fast hash is enough: the secret itself has 256 bits, there is nothing to guess. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'

/**
 * argon2id with the first of OWASP's equivalent settings (19 MiB, two passes, one lane), which are also the library's
 * own. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Length is what counts (NIST SP 800-63B, 5.1.1.2); argon2 itself has no upper bound to speak of. */
export const password = z
  .string()
  .min(12, 'Use at least 12 characters; a short sentence is easy to remember.')
  .max(256, 'Keep the password under 256 characters.')

export const hashPassword = (secret: string): Promise<string> => hash(secret, settings)

/** Takes the same time whether or not there is a hash, so that an unknown account cannot be told by the clock. */
export async function checkPassword(stored: string | null | undefined, secret: string): Promise<boolean> {
  const matches = await verify(stored ?? (await decoy), secret)
  return matches && stored !== null && stored !== undefined
}

const decoy = hash('there is no such account', settings)

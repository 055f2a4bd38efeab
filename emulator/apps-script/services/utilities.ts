import { createHash, createHmac, randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { ScriptProblem } from '../script-problem.ts'
import type { Budget } from './budget.ts'

const digests = { MD5: 'md5', SHA_1: 'sha1', SHA_256: 'sha256', SHA_512: 'sha512' }

/** https://developers.google.com/apps-script/reference/utilities; bytes are signed, as in Java. */
export class Utilities {
  readonly DigestAlgorithm = Object.fromEntries(Object.keys(digests).map((name) => [name, name]))
  readonly Charset = { UTF_8: 'UTF_8', US_ASCII: 'US_ASCII' }
  readonly #budget: Budget

  constructor(budget: Budget) {
    this.#budget = budget
  }

  /** Takes no real time, but counts against the execution's thirty seconds. */
  sleep(ms: unknown) {
    if (typeof ms !== 'number' || ms < 0 || ms > 300_000) throw new ScriptProblem('Invalid argument: milliseconds')
    this.#budget.sleep(ms)
    this.#budget.check()
  }

  getUuid = () => randomUUID()
  base64Encode = (data: unknown) => bytesOf(data).toString('base64')
  base64EncodeWebSafe = (data: unknown) => this.base64Encode(data).replaceAll('+', '-').replaceAll('/', '_')
  base64Decode = (text: unknown) => signed(Buffer.from(String(text), 'base64'))
  base64DecodeWebSafe = (text: unknown) => signed(Buffer.from(String(text), 'base64url'))

  computeDigest(algorithm: unknown, data: unknown): number[] {
    const name = digests[algorithm as keyof typeof digests]
    if (!name) throw new ScriptProblem('Invalid argument: algorithm')
    return signed(createHash(name).update(bytesOf(data)).digest())
  }

  computeHmacSha256Signature(data: unknown, key: unknown): number[] {
    return signed(createHmac('sha256', bytesOf(key)).update(bytesOf(data)).digest())
  }

  formatDate(date: unknown, timeZone: unknown, format: unknown): string {
    const time = DateTime.fromMillis(Number(date), { zone: String(timeZone), locale: 'en' })
    if (!time.isValid) throw new ScriptProblem('Invalid argument: date or timeZone')
    return time.toFormat(String(format))
  }
}

function bytesOf(data: unknown): Buffer {
  if (typeof data === 'string') return Buffer.from(data)
  if (Array.isArray(data)) return Buffer.from(data.map((byte) => Number(byte) & 255))
  throw new ScriptProblem('Invalid argument: data')
}

function signed(bytes: Buffer): number[] {
  return Array.from(new Int8Array(bytes))
}

import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

/** A UUIDv7 (RFC 9562): sorts by the time it was made, and within a millisecond by its counter (section 6.2, method 1). */
export function newId(): string {
  const random = randomBytes()
  const now = Date.now()
  if (now > last.msecs) {
    last.msecs = now
    last.seq = random.readUInt32BE(6) >>> 1
  } else if (++last.seq > 0xffffffff) {
    last.seq = 0
    last.msecs += 1
  }
  return v7({ random, msecs: last.msecs, seq: last.seq })
}

const last = { msecs: 0, seq: 0 }

/** Drawn for many ids at once: asking the system for each costs more than everything else about an id. */
const pool = Buffer.alloc(16 * 512)
let used = pool.length

function randomBytes(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 16
  return pool.subarray(used - 16, used)
}

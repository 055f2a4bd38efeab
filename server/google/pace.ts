import { setTimeout as pause } from 'node:timers/promises'

/** What Google allows one mailbox in a minute, for Cloud projects made since May 2026. */
export const usualUnits = 6000

/** What the calls cost: https://developers.google.com/workspace/gmail/api/reference/quota */
export const unitsOf = { profile: 5, list: 5, history: 2, message: 20, events: 10 } as const

/** Waits until a mailbox may spend so many quota units. */
export type Pace = { spend(units: number, signal?: AbortSignal): Promise<void> }

/** `now` is in milliseconds; `wait` is to end early with the signal. */
export type PaceClock = { now: () => number; wait: (ms: number, signal?: AbortSignal) => Promise<unknown> }

export const wallClock: PaceClock = { now: () => Date.now(), wait: (ms, signal) => pause(ms, undefined, { signal }) }

/** A tenth may be spent at once; the rest trickles, so that no minute, wherever it begins, sees more than `perMinute`. */
const burst = 0.1

/** The pace of one mailbox: a bucket of quota units that fills again as time goes by. Those who wait take turns. */
export function openPace(perMinute: number = usualUnits, clock: PaceClock = wallClock): Pace {
  if (perMinute === Number.POSITIVE_INFINITY) return { spend: async () => undefined }

  const room = perMinute * burst
  const perMs = (perMinute - room) / 60_000
  let left = room
  let filledAt = clock.now()
  let line: Promise<unknown> = Promise.resolve()

  const fill = () => {
    const now = clock.now()
    left = Math.min(room, left + Math.max(0, now - filledAt) * perMs)
    filledAt = now
  }
  const take = async (units: number, signal?: AbortSignal) => {
    const needed = Math.min(units, room)
    for (fill(); left < needed; fill()) await clock.wait(Math.ceil((needed - left) / perMs), signal)
    left -= units
  }
  return {
    spend(units, signal) {
      const turn = line.then(() => take(units, signal))
      line = turn.catch(() => undefined)
      return turn
    },
  }
}

/**
 * The paces of all mailboxes. `thorough` may spend four fifths of one, so that long searches and proofs leave room for what
 * people ask meanwhile.
 */
export function openPaces(perMinute: number = usualUnits, clock: PaceClock = wallClock) {
  const paces = new Map<string, { live: Pace; thorough: Pace }>()
  const both = (mailbox: string) => {
    const known = paces.get(mailbox)
    if (known) return known

    const live = openPace(perMinute, clock)
    const share = openPace(perMinute * 0.8, clock)
    const thorough: Pace = {
      spend: async (units, signal) => {
        await share.spend(units, signal)
        await live.spend(units, signal)
      },
    }
    const made = { live, thorough }
    paces.set(mailbox, made)
    return made
  }
  return {
    live: (mailbox: string): Pace => both(mailbox).live,
    thorough: (mailbox: string): Pace => both(mailbox).thorough,
  }
}

export type Paces = ReturnType<typeof openPaces>

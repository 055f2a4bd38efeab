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

const minute = 60_000
/** Spendings are remembered by tenths of a second, so that few numbers tell a minute. */
const grain = 100

/**
 * The pace of one mailbox: a first run spends at once what its quota allows, and no 60 seconds, wherever they begin, see more.
 * Those who wait take turns.
 */
export function openPace(perMinute: number = usualUnits, clock: PaceClock = wallClock): Pace {
  if (perMinute === Number.POSITIVE_INFINITY) return { spend: async () => undefined }

  const spent: { until: number; units: number }[] = []
  let total = 0
  let line: Promise<unknown> = Promise.resolve()

  const forget = () => {
    while (spent[0] && spent[0].until <= clock.now()) total -= spent.shift()?.units ?? 0
  }
  const remember = (units: number) => {
    const until = Math.ceil(clock.now() / grain) * grain + minute
    const last = spent.at(-1)
    if (last?.until === until) last.units += units
    else spent.push({ until, units })
    total += units
  }
  const take = async (units: number, signal?: AbortSignal) => {
    for (forget(); spent[0] && total + units > perMinute; forget())
      await clock.wait(spent[0].until - clock.now(), signal)
    remember(units)
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

/** Between instants and the clock on the wall of a zone. */
const parts = new Map<string, Intl.DateTimeFormat>()

function clock(zone: string): Intl.DateTimeFormat {
  const found =
    parts.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  parts.set(zone, found)
  return found
}

/** `2026-11-16T09:30`: what the zone's clock shows at this instant. */
export const wallClock = (zone: string, instant: string): string => wholeClock(zone, Date.parse(instant)).slice(0, 16)

const wholeClock = (zone: string, at: number): string => clock(zone).format(at).replace(' ', 'T')

/** The instant at which the zone's clock shows this time; in the hour that is skipped, the one an hour later. */
export function instantIn(zone: string, wall: string): string {
  const wanted = Date.parse(`${wall}Z`)
  const offset = (at: number) => Date.parse(`${wholeClock(zone, at)}Z`) - at
  const guess = wanted - offset(wanted)
  return new Date(wanted - offset(guess)).toISOString()
}

/** The fund's time zone, kept with the connection: what a formula calls today depends on it wherever it is worked out. */
import type Database from 'better-sqlite3'
import type { Db } from './db.ts'

const zones = new WeakMap<Database.Database, string>()

/** Says in which zone (an IANA name) the fund lives; whoever opens the database knows it from the settings. */
export function useZone(db: Db, zone: string): void {
  zones.set(db.$client, zone)
}

export const zoneOf = (db: Db): string => zones.get(db.$client) ?? 'UTC'

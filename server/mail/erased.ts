/** What rested on mail or a meeting that was erased since stays put aside. */
import { normaliseAddress } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import type { Entity } from '../db/entities.ts'
import { prepared } from '../db/prepared.ts'
import { ownBook } from './own.ts'

type AnyRow = Record<string, unknown>

export function isErased(db: Db, entity: Entity, row: AnyRow): boolean {
  if (entity === 'proposals') return restsOnNothing(db, (row['payload'] ?? {}) as AnyRow)
  if (entity !== 'communications') return false
  return restsOnNothing(db, { mail_id: row['mailId'], meeting_id: row['meetingId'] }) || isWithNever(db, row)
}

const held = {
  mail_id: 'SELECT 1 FROM mail_messages WHERE id = ?',
  meeting_id: 'SELECT 1 FROM meetings WHERE id = ?',
  sighting_id: 'SELECT 1 FROM mail_sightings WHERE id = ?',
}

const restsOnNothing = (db: Db, names: AnyRow): boolean =>
  Object.entries(held).some(([name, sql]) => {
    const id = names[name]
    return typeof id === 'string' && prepared(db, sql).get(id) === undefined
  })

/** What was logged by hand holds the addresses itself. */
function isWithNever(db: Db, { fromAddress, toAddresses }: AnyRow): boolean {
  const { isNever } = ownBook(db)
  const addresses = [fromAddress, ...((toAddresses ?? []) as unknown[])].filter((one) => typeof one === 'string')
  return addresses.some((address) => isNever(normaliseAddress(address) ?? ''))
}

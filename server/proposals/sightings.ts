/** Strangers seen on messages: who a proposal about somebody nobody knows yet is about. */
import { titled } from '../../shared/words.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

export type Sighting = {
  id: string
  addressKey: string
  address: string
  name: string | null
  mailbox: string
  gmailId: string
  mailId: string | null
  at: string
}

/** Undefined when it was erased. */
export const sightingById = (db: Db, id: string): Sighting | undefined =>
  prepared<Sighting>(db, `${sightings} WHERE id = ?`).get(id)

export const sightingsById = (db: Db, ids: string[]): Map<string, Sighting> => {
  const rows = prepared(db, `${sightings} WHERE id IN (SELECT value FROM json_each(?))`).all(JSON.stringify(ids))
  return new Map((rows as Sighting[]).map((row) => [row.id, row]))
}

const sightings = `
  SELECT id, address_key AS addressKey, address, name, mailbox, gmail_id AS gmailId, mail_id AS mailId, at
  FROM mail_sightings`

/** The name they go by on the message, else what their address suggests: `maya.chen@…` is probably Maya Chen. */
export function personName({ name, address }: Pick<Sighting, 'name' | 'address'>): string {
  if (name?.trim() && !name.includes('@')) return upright(name.trim())

  const local = address.slice(0, address.lastIndexOf('@'))
  return titled(local.replace(/\+.*$|\d+$/g, '').split(/[._-]+/)) || local
}

/** `Chen, Maya` is Maya Chen. */
function upright(name: string): string {
  const [last, first, ...more] = name.replace(/^["']+|["']+$/g, '').split(/,\s*/)
  return first && last && more.length === 0 ? `${first} ${last}` : name
}

/** `roth-family.co.uk` is probably Roth Family. */
export function organizationName(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return titled((domain.split('.')[0] ?? domain).split(/[_-]+/)) || domain
}

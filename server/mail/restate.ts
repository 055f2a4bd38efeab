/** Strangers who were taken for prospects, once somebody where they work is in the record. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { archive, type Tx } from '../db/write.ts'
import { proposeFromMail } from '../proposals/from-mail.ts'
import { proposeFromSighting } from '../proposals/from-sighting.ts'
import { domainIn } from './own.ts'
import { businessDomains } from './wanted.ts'

export type Stranger = { proposalId: string; id: string; key: string; mailId: string | null }

/** Those whose colleagues, by their domain, are among these addresses. A new investor would be one too many for them. */
export function strangersBeside(db: Db, keys: Iterable<string>): Stranger[] {
  const domains = new Set(businessDomains([...keys]))
  if (domains.size === 0) return []

  const waiting = prepared<Stranger>(db, prospects).all()
  return waiting.filter(({ key }) => domains.has(domainIn(key)))
}

const prospects = `
  SELECT p.id AS proposalId, s.id, s.address_key AS key, s.mail_id AS mailId
  FROM live_proposals p JOIN mail_sightings s ON s.id = p.payload ->> '$.sighting_id'
  WHERE p.status = 'pending' AND p.kind = 'new_prospect' AND p.source = 'capture'`

/** Puts them forward as if they had been seen now. */
export function restateAll(tx: Tx, strangers: Stranger[]): void {
  for (const { proposalId, id, mailId } of strangers) {
    archive(tx, 'proposals', proposalId)
    if (mailId === null) proposeFromSighting(tx, id, { header: 'from' })
    else proposeFromMail(tx, mailId)
  }
}

/** With whom a communication was: its investors and its people, each link carrying when it was. */
import { and, eq } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import type { Row } from '../db/entities.ts'
import { communicationContacts, communicationInvestors } from '../db/live.ts'
import { record, type Tx } from '../db/write.ts'

type Communication = Pick<Row<'communications'>, 'id' | 'occurredAt'>

export function isLinked(db: Db, communicationId: string, investorId: string): boolean {
  const c = communicationInvestors
  const pair = and(eq(c.communicationId, communicationId), eq(c.investorId, investorId))
  return db.select({ id: c.id }).from(c).where(pair).get() !== undefined
}

export function linkInvestor(tx: Tx, communication: Communication, investorId: string): void {
  record(tx, 'communication_investors', {
    communicationId: communication.id,
    investorId,
    occurredAt: communication.occurredAt,
  })
}

export function linkPerson(tx: Tx, { id, occurredAt }: Communication, contactId: string): void {
  const c = communicationContacts
  const pair = and(eq(c.communicationId, id), eq(c.contactId, contactId))
  if (!tx.db.select({ id: c.id }).from(c).where(pair).get())
    record(tx, 'communication_contacts', { communicationId: id, contactId, occurredAt })
}

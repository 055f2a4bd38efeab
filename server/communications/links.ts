/** With whom a communication was: its investors and its people, each link carrying when it was. */
import type { Db } from '../db/db.ts'
import type { Row } from '../db/entities.ts'
import { prepared } from '../db/prepared.ts'
import { record, type Tx } from '../db/write.ts'

type Communication = Pick<Row<'communications'>, 'id' | 'occurredAt'>

export function isLinked(db: Db, communicationId: string, investorId: string): boolean {
  return prepared(db, withInvestor).get(communicationId, investorId) !== undefined
}

const withInvestor = 'SELECT 1 FROM live_communication_investors WHERE communication_id = ? AND investor_id = ?'

export function linkInvestor(tx: Tx, communication: Communication, investorId: string): void {
  record(tx, 'communication_investors', {
    communicationId: communication.id,
    investorId,
    occurredAt: communication.occurredAt,
  })
}

export function linkPerson(tx: Tx, { id, occurredAt }: Communication, contactId: string): void {
  if (prepared(tx.db, withContact).get(id, contactId) === undefined)
    record(tx, 'communication_contacts', { communicationId: id, contactId, occurredAt })
}

const withContact = 'SELECT 1 FROM live_communication_contacts WHERE communication_id = ? AND contact_id = ?'

import { normaliseAddresses } from '../../shared/addresses.ts'
import { isSent } from '../mail/copies.ts'
import { ownBook } from '../mail/own.ts'
import { type Wanted, wantedBy } from '../mail/wanted.ts'
import type { Envelope } from './letters.ts'
import type { OpenMailbox } from './open-mailbox.ts'

/** Whether a message is ours to keep, by its headers alone, as the record is now. */
export function verdictOn({ db, config, address }: OpenMailbox, { people, beyond, labels }: Envelope): Wanted {
  if (beyond.length > 0 && normaliseAddresses(beyond).some(ownBook(db).isNever)) return 'never'

  const addresses = people.map((person) => person.address)
  return wantedBy(db, config, addresses, { sent: isSent({ labels }), mailboxAddress: address })
}

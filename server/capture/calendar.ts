import { syncCalendar } from '../meetings/sync.ts'
import type { OpenMailbox } from './open-mailbox.ts'

/** The calendar goes with its mailbox. What fails there is noted apart, and holds up no mail. */
export async function followCalendar({ db, client, address, userId, config, now }: OpenMailbox): Promise<void> {
  await syncCalendar({ db, client, mailbox: { address, userId }, config, now: now() })
}

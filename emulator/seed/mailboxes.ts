import { actorOf } from '../../server/accounts/users.ts'
import type { Db } from '../../server/db/db.ts'
import { act } from '../../server/db/write.ts'
import { type MailboxForm, setMailbox } from '../../server/mailboxes/mailboxes.ts'
import type { Cast } from './cast.ts'
import type { StaffKey } from './plan.ts'
import { domain, staff } from './staff.ts'

/** What colleagues see of each one's mail unless a thread says otherwise; Vera's mailbox stays off. */
const levels: Record<StaffKey, MailboxForm['level']> = { ines: 'full', marcus: 'full', priya: 'subject' }

/** Ines lets the box read the mailboxes of those who are in touch with investors. */
export function switchOnMailboxes(db: Db, cast: Cast, now: Date): void {
  const keys = Object.keys(levels) as StaffKey[]
  act(
    db,
    actorOf(cast.staff.ines, 'web'),
    'Switched capture on for three mailboxes',
    (tx) => {
      for (const key of keys) setMailbox(tx, staff[key].email, { enabled: true, level: levels[key] }, domain)
    },
    { now },
  )
}

/** What the team has decided about captured mail before anybody comes to look. */
import { actorOf, allUsers } from '../../server/accounts/users.ts'
import { prepared } from '../../server/db/prepared.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { setThreadLevel } from '../../server/mail/thread-levels.ts'
import { approve } from '../../server/proposals/decide.ts'
import type { Service } from '../../server/service.ts'
import { privateSubject } from '../seed/letters.ts'
import type { StaffKey } from '../seed/plan.ts'
import { staff } from '../seed/staff.ts'

/** Marcus made a thread private, and Ines approved the first of the meetings. */
export function decideSome(service: Service): void {
  decide(service, 'marcus', 'Made a thread private', (tx) => {
    setThreadLevel(tx, { id: tx.actor.id ?? '' }, one(tx, threadAbout, privateSubject), 'metadata')
  })
  decide(service, 'ines', 'Approved: Log meeting', (tx) => {
    approve(tx, one(tx, firstMeeting))
  })
}

function decide({ db, now }: Service, by: StaffKey, what: string, work: (tx: Tx) => void): void {
  const user = allUsers(db).find(({ email }) => email === staff[by].email)
  if (!user) throw new Error(`nobody has the address ${staff[by].email}`)

  act(db, actorOf(user, 'web'), what, work, { now: now() })
}

function one({ db }: Tx, sql: string, ...values: string[]): string {
  const id = prepared(db, sql)
    .pluck()
    .get(...values)
  if (typeof id !== 'string') throw new Error('capture did not find what the story decides about')
  return id
}

const threadAbout = 'SELECT thread_id FROM mail_messages WHERE subject = ?'
const firstMeeting = `
  SELECT p.id FROM live_proposals p JOIN meetings m ON m.id = p.payload ->> '$.meeting_id'
  WHERE p.status = 'pending' AND p.kind = 'log_meeting' ORDER BY m.starts_at, p.id LIMIT 1`

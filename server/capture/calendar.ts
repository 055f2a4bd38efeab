import { syncCalendar } from '../meetings/sync.ts'
import type { OpenMailbox } from './open-mailbox.ts'
import { isStop } from './problems.ts'
import { setState } from './states.ts'

/** The calendar goes with its mailbox. What fails there, Google's fault or ours, is noted apart and holds up no mail. */
export async function followCalendar({ db, client, address, userId, config, log, now }: OpenMailbox): Promise<void> {
  try {
    await syncCalendar({ db, client, mailbox: { address, userId }, config, now: now() })
  } catch (error) {
    if (isStop(error)) throw error
    log.error({ err: error }, 'following a calendar failed')
    setState(db, address, { calendarProblem: 'internal' })
  }
}
